using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Core.Validation;

/// <summary>What a backfill finds, and what that costs.</summary>
public sealed class BackfillTests : IAsyncLifetime
{
    private const string Key = "photos/a.png";

    private static readonly RenditionSet Set = new([new("small", 20)]);
    private static readonly RenditionSet OtherSet = new([new("small", 30)]);
    private static readonly byte[] Photo = SyntheticImages.Png(60, 40);

    private readonly List<string> _calls = [];
    private readonly PipelineUnderTest _pipeline = new(Set);
    private string _etag = "";

    public async Task InitializeAsync()
    {
        var outcome = await _pipeline.UploadAsync(Key, Photo);
        _etag = outcome.Record!.ETag!;
    }

    public async Task DisposeAsync() => await _pipeline.DisposeAsync();

    [Fact]
    public async Task RecordThatShowsTheOriginalIsAllThatIsRead()
    {
        Assert.Equal(ValidationOutcome.Unchanged, await ValidateAsync(Set, _etag));
        Assert.Equal(["read record"], _calls);
    }

    /// <summary>Lists of objects have entity tags in quotation marks.</summary>
    [Fact]
    public void EntityTagInQuotationMarksIsTheSame()
    {
        var json = JsonSerializer.Serialize(ImageEvents.Created(Key, sequencer: null, $"\"{_etag}\""), PipelineJson.Default.ImageEvent);

        Assert.Equal(_etag, JsonSerializer.Deserialize(json, PipelineJson.Default.ImageEvent)!.Detail.Object.ETag);
    }

    [Fact]
    public async Task OutdatedRenditionSetIsMadeAgain()
    {
        Assert.Equal(ValidationOutcome.Accepted, await ValidateAsync(OtherSet, _etag));
        Assert.Equal(["read record", "GET"], _calls[..2]);
    }

    [Fact]
    public async Task OriginalWithoutARecordIsAccepted()
    {
        var upload = await _pipeline.Pipeline.Store.Uploads.PutAsync("photos/new.png", new MemoryStream(Photo), null, CancellationToken.None);

        Assert.Equal(ValidationOutcome.Accepted, await ValidateAsync(Set, upload.Event.Detail.Object.ETag!, key: "photos/new.png"));
    }

    [Fact]
    public async Task BackfillOfAnotherContentNeverBeatsAnEvent()
    {
        Assert.Equal(ValidationOutcome.Superseded, await ValidateAsync(Set, "an-older-one"));
        Assert.Equal(["read record"], _calls);
    }

    [Fact]
    public async Task BackfillNeverBringsBackADeletedImage()
    {
        await _pipeline.DeleteAsync(Key);

        Assert.Equal(ValidationOutcome.Superseded, await ValidateAsync(Set, _etag));
    }

    [Theory]
    [InlineData("photos/", "photos/")]
    [InlineData("photos/a.png", "other/")]
    public async Task KeyThatNoRuleRoutesIsSkippedWithoutAnyCall(string key, string prefix)
    {
        Assert.Equal(ValidationOutcome.Skipped, await ValidateAsync(Set, _etag, key: key, keys: new(prefix)));
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task RefreshOfAPhotoThatWasReadByAnotherSchemaUpdatesTheRecordAndNoRendition()
    {
        var before = (await _pipeline.GetEntryAsync(Key))!;
        await RewriteAsync(before with { Record = before.Record with { Current = before.Record.Current! with { PhotoSchema = "0", Photo = null } } });

        Assert.Equal(ValidationOutcome.Refreshed, await ValidateAsync(OtherSet, _etag, BackfillRefresh.Photo));

        var after = (await _pipeline.GetEntryAsync(Key))!;
        Assert.Equal(before.Record.Current!.PhotoSchema, after.Record.Current!.PhotoSchema);
        Assert.Equal(before.Record.Current.Photo, after.Record.Current.Photo);
        Assert.Equal((before.Record.Current.Prefix, before.Record.Current.RenditionSet), (after.Record.Current.Prefix, after.Record.Current.RenditionSet));
        Assert.Empty(after.Claims);
        Assert.Equal(["read record", "GET", "write record"], _calls);
    }

    [Fact]
    public async Task RefreshOfACurrentRecordReadsTheRecordOnly()
    {
        Assert.Equal(ValidationOutcome.Unchanged, await ValidateAsync(OtherSet, _etag, BackfillRefresh.Photo));
        Assert.Equal(["read record"], _calls);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("rejected")]
    [InlineData("other content")]
    public async Task RefreshSkipsWhatTheRecordDoesNotShow(string difference)
    {
        if (difference == "rejected")
        {
            var entry = (await _pipeline.GetEntryAsync(Key))!;
            await RewriteAsync(entry with { Record = entry.Record with { Status = ImageStatus.Rejected, Reason = new("x", "y") } });
        }

        var outcome = await ValidateAsync(Set, difference == "other content" ? "another" : _etag, BackfillRefresh.Photo, difference == "unknown" ? "photos/b.png" : Key);

        Assert.Equal(ValidationOutcome.Skipped, outcome);
        Assert.Equal(["read record"], _calls);
    }

    private async Task RewriteAsync(CatalogueEntry entry) =>
        Assert.True(await _pipeline.Pipeline.Store.Catalogue.TryWriteAsync(entry with { Revision = entry.Revision + 1 }, CancellationToken.None));

    private async Task<ValidationOutcome> ValidateAsync(RenditionSet set, string etag, string refresh = BackfillRefresh.None, string key = Key, KeyFilter? keys = null)
    {
        var store = _pipeline.Pipeline.Store;
        var validator = new ImageValidator(
            new CountingStore(store.Images, _calls), new CountingCatalogue(store.Catalogue, _calls), PipelineUnderTest.Codec, set, new(), TimeProvider.System,
            photos: _pipeline.Options.Photos);
        var @event = ImageEvents.Created(key, sequencer: null, etag);
        var response = await validator.ValidateAsync(new("execution", @event, Groups: true, new(keys ?? new(), refresh)), CancellationToken.None);
        return response.Outcome;
    }
}
