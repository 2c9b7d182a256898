using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Core.Validation;

/// <summary>What an event costs when the record shows its content already.</summary>
public sealed class RepeatedUploadTests : IAsyncLifetime
{
    private const string Key = "a.png";

    private static readonly RenditionSet Plain = new([new("small", 20)]);
    private static readonly RenditionSet Focal = new([new("square", 20, 20, Fit.Cover, Gravity.Focal)]);
    private static readonly byte[] Photo = SyntheticImages.Png(60, 40);

    private readonly List<string> _calls = [];
    private PipelineUnderTest _pipeline = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _pipeline.DisposeAsync();

    [Fact]
    public async Task SameContentUploadedAgainIsLookedUpButNotRead()
    {
        var etag = await UploadAsync(Plain);

        var response = await ValidateAsync(Plain, ImageEvents.Created(Key, "FFFFFFFF", etag));

        Assert.Equal(ValidationOutcome.Unchanged, response.Outcome);
        // The write only moves the record in the order of events.
        Assert.Equal(["read record", "HEAD", "write record"], _calls);
        var record = (await _pipeline.GetEntryAsync(Key))!.Record;
        Assert.Equal(("FFFFFFFF", ImageStatus.Ready, etag), (record.Sequencer, record.Status, record.ETag));
    }

    [Fact]
    public async Task BackfillOfAPlainSetReadsTheMetadataOnly()
    {
        var etag = await UploadAsync(Plain);

        var response = await ValidateAsync(Plain, ImageEvents.Created(Key, sequencer: null, etag));

        Assert.Equal(ValidationOutcome.Unchanged, response.Outcome);
        Assert.Equal(["read record", "HEAD"], _calls);
    }

    [Fact]
    public async Task BackfillOfASetWithFocalPointsReadsTheMetadataOnly()
    {
        var etag = await UploadAsync(Focal, "0.1,0.5");

        var response = await ValidateAsync(Focal, ImageEvents.Created(Key, sequencer: null, etag));

        Assert.Equal(ValidationOutcome.Unchanged, response.Outcome);
        Assert.Equal(["read record", "HEAD"], _calls);
    }

    [Fact]
    public async Task SecondDeliveryNeedsOnlyTheRecord()
    {
        var etag = await UploadAsync(Focal, "0.1,0.5");
        var sequencer = (await _pipeline.GetEntryAsync(Key))!.Record.Sequencer;

        var response = await ValidateAsync(Focal, ImageEvents.Created(Key, sequencer, etag));

        Assert.Equal(ValidationOutcome.Unchanged, response.Outcome);
        Assert.Equal(["read record"], _calls);
    }

    [Fact]
    public async Task OtherMetadataIsReadAndAccepted()
    {
        await UploadAsync(Focal, "0.1,0.5");
        var upload = await _pipeline.Pipeline.Store.Uploads.PutAsync(
            Key, new MemoryStream(Photo), new(Metadata: new Dictionary<string, string> { ["focal-point"] = "0.9,0.5" }), CancellationToken.None);

        var response = await ValidateAsync(Focal, upload.Event);

        Assert.Equal(ValidationOutcome.Accepted, response.Outcome);
        Assert.Equal(["read record", "HEAD", "GET"], _calls[..3]);
        Assert.Equal(new FocalPoint(0.9, 0.5), response.Original!.FocalPoint);
    }

    [Theory]
    [InlineData("other set")]
    [InlineData("other content")]
    [InlineData("rejected")]
    public async Task AnythingElseIsRead(string difference)
    {
        var etag = await UploadAsync(Plain);
        var @event = ImageEvents.Created(Key, "FFFFFFFF", etag);
        var set = Plain;
        switch (difference)
        {
            case "other set":
                set = new([new("small", 30)]);
                break;
            case "other content":
                @event = (await _pipeline.Pipeline.Store.Uploads.PutAsync(Key, new MemoryStream(SyntheticImages.Png(30, 30)), null, CancellationToken.None)).Event;
                break;
            default:
                var entry = (await _pipeline.GetEntryAsync(Key))!;
                var rejected = entry with { Record = entry.Record with { Status = ImageStatus.Rejected, Reason = new("x", "y") }, Revision = entry.Revision + 1 };
                Assert.True(await _pipeline.Pipeline.Store.Catalogue.TryWriteAsync(rejected, CancellationToken.None));
                break;
        }

        var response = await ValidateAsync(set, @event);

        Assert.Equal(difference == "rejected" ? ValidationOutcome.Unchanged : ValidationOutcome.Accepted, response.Outcome);
        Assert.Equal(["read record", "GET"], _calls[..2]);
    }

    [Fact]
    public async Task UploadThatIsGoneIsSuperseded()
    {
        var etag = await UploadAsync(Plain);
        await _pipeline.Pipeline.Store.Uploads.DeleteAsync(Key, CancellationToken.None);

        var response = await ValidateAsync(Plain, ImageEvents.Created(Key, "FFFFFFFF", etag));

        Assert.Equal(ValidationOutcome.Superseded, response.Outcome);
        Assert.Equal(["read record", "HEAD"], _calls);
    }

    private async Task<string> UploadAsync(RenditionSet set, string? focalPoint = null)
    {
        _pipeline = new(set);
        var outcome = await _pipeline.UploadAsync(Key, Photo, focalPoint);
        Assert.Equal("succeeded", outcome.Name);
        return outcome.Record!.ETag!;
    }

    private Task<ValidateResponse> ValidateAsync(RenditionSet set, ImageEvent @event)
    {
        var store = _pipeline.Pipeline.Store;
        var validator = new ImageValidator(
            new CountingStore(store.Images, _calls), new CountingCatalogue(store.Catalogue, _calls), PipelineUnderTest.Codec, set, new(), TimeProvider.System,
            photos: _pipeline.Options.Photos);
        return validator.ValidateAsync(new("execution", @event), CancellationToken.None);
    }
}
