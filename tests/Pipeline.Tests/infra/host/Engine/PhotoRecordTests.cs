using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Executions;
using Pipeline.Core.Persisting;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Files;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>What a photo says of itself and what its uploader added, on their way into the record and its announcement.</summary>
public sealed class PhotoRecordTests
{
    private const string Key = "cats/1.jpg";

    private static readonly RenditionSet Set = new([new("small", 20)]);
    private static readonly RenditionSet Focal = new([new("square", 20, 20, Fit.Cover, Gravity.Focal)]);
    private static readonly byte[] Photo = CameraPhoto.Write(SyntheticImages.Jpeg(60, 40));

    [Fact]
    public async Task RecordAndAnnouncementHaveThePhoto()
    {
        await using var pipeline = new PipelineUnderTest(Set);

        var outcome = await UploadAsync(pipeline, Photo);

        var current = outcome.Record!.Current!;
        Assert.Equal(("Canon", "Canon EOS R5", "2025-06-07T18:32:05"), (current.Photo!.Make, current.Photo.Model, current.Photo.TakenAt));
        Assert.Equal(("rgb", 8, "1"), (current.Photo.ColourModel, current.Photo.BitDepth!.Value, current.PhotoSchema));
        var announcement = Assert.Single(await AnnouncementsAsync(pipeline));
        Assert.Contains("\"make\":\"Canon\"", announcement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RejectedUploadKeepsThePhotoOfTheLastGoodVersion()
    {
        await using var pipeline = new PipelineUnderTest(Set);
        await UploadAsync(pipeline, Photo, ("album", "one"));

        var rejected = await UploadAsync(pipeline, [1, 2, 3], ("album", "two"));

        Assert.Equal("rejected", rejected.Name);
        Assert.Equal("Canon", rejected.Record!.Current!.Photo!.Make);
        Assert.Equal("one", rejected.Record.Current.User!.Metadata!["album"]);
    }

    [Fact]
    public async Task SameContentWithOtherMetadataUpdatesTheRecordWithoutNewRenditions()
    {
        await using var pipeline = new PipelineUnderTest(Set);
        var first = await UploadAsync(pipeline, Photo, ("album", "one"), ("rating", "5"));

        var second = await UploadAsync(pipeline, Photo, ("album", "two"));

        Assert.Equal("unchanged", second.Name);
        var current = (await pipeline.GetEntryAsync(Key))!.Record.Current!;
        Assert.Equal(new UserMetadata(new Dictionary<string, string> { ["album"] = "two" }), current.User);
        Assert.Equal((first.Record!.Current!.Prefix, "Canon"), (current.Prefix, current.Photo!.Make));
        Assert.Equal(first.Record.Current.Renditions.Select(rendition => rendition.Key), await pipeline.ListRenditionsAsync(current.Prefix));
        Assert.Single(await AnnouncementsAsync(pipeline));

        await UploadAsync(pipeline, Photo);

        Assert.Null((await pipeline.GetEntryAsync(Key))!.Record.Current!.User);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("1-exact")]
    public async Task RecordThatWasReadInAnotherWayIsFilledWhenItsUploadIsProcessedAgain(string? schema)
    {
        await using var pipeline = new PipelineUnderTest(Set);
        var first = await UploadAsync(pipeline, Photo, ("album", "one"));
        var entry = (await pipeline.GetEntryAsync(Key))!;
        var old = entry.Record with { Current = entry.Record.Current! with { Photo = null, PhotoSchema = schema, User = null } };
        Assert.True(await pipeline.Pipeline.Store.Catalogue.TryWriteAsync(entry with { Record = old, Revision = entry.Revision + 1 }, CancellationToken.None));

        var second = await UploadAsync(pipeline, Photo, ("album", "one"));

        Assert.Equal("unchanged", second.Name);
        var current = (await pipeline.GetEntryAsync(Key))!.Record.Current!;
        Assert.Equal(("Canon", "1", "one"), (current.Photo!.Make, current.PhotoSchema, current.User!.Metadata!["album"]));
        Assert.Equal(first.Record!.Current!.Prefix, current.Prefix);
    }

    [Fact]
    public async Task OfTwoUploadsWithTheSameContentAtOnceTheNewerOnesMetadataCount()
    {
        await using var pipeline = new PipelineUnderTest(Set);
        var (images, catalogue) = (pipeline.Pipeline.Store.Images, pipeline.Pipeline.Store.Catalogue);
        var validator = new ImageValidator(images, catalogue, PipelineUnderTest.Codec, Set, new(), TimeProvider.System, photos: pipeline.Options.Photos);
        var persister = new ImagePersister(catalogue, images, TimeProvider.System);
        var older = await StartAsync("one");
        var newer = await StartAsync("two");
        var resized = await new ImageResizer(images, PipelineUnderTest.Codec, new()).ResizeAsync(
            new("one", older.Validation.Original!, Plan: Assert.Single(older.Validation.Renditions!)), CancellationToken.None);

        var first = await PersistAsync(older);
        var second = await PersistAsync(newer);

        Assert.Equal((PersistOutcome.Recorded, "one"), (first.Outcome, first.Record.Current!.User!.Metadata!["album"]));
        Assert.Equal((PersistOutcome.Unchanged, "two"), (second.Outcome, second.Record.Current!.User!.Metadata!["album"]));

        async Task<(ImageEvent Event, ValidateResponse Validation)> StartAsync(string album)
        {
            var upload = await pipeline.Pipeline.Store.Uploads.PutAsync(
                Key, new MemoryStream(Photo), new(Metadata: new Dictionary<string, string> { ["album"] = album }), CancellationToken.None);
            return (upload.Event, await validator.ValidateAsync(new(album, upload.Event), CancellationToken.None));
        }

        Task<PersistResponse> PersistAsync((ImageEvent Event, ValidateResponse Validation) execution) => persister.PersistAsync(
            new(
                PersistResult.Accepted, execution.Validation.Metadata!.User!.Metadata!["album"], execution.Event, execution.Validation.Original, [resized],
                Metadata: execution.Validation.Metadata),
            CancellationToken.None);
    }

    [Fact]
    public async Task TagsThatNoLongerFitAreNamedInAWarning()
    {
        await using var pipeline = new PipelineUnderTest(Set);
        var upload = await pipeline.Pipeline.Store.Uploads.PutAsync(Key, new MemoryStream(Photo), null, CancellationToken.None);
        var tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = new('x', 2_048), ["c"] = "1" };
        var validator = new ImageValidator(
            new TaggingStore(pipeline.Pipeline.Store.Images, new(tags: tags)), pipeline.Pipeline.Store.Catalogue, PipelineUnderTest.Codec, Set, new(), TimeProvider.System);

        var response = await validator.ValidateAsync(new("execution", upload.Event), CancellationToken.None);

        Assert.Equal(new UserMetadata(tags: new Dictionary<string, string> { ["a"] = "1" }), response.Metadata!.User);
        Assert.Equal("uploads/cats/1.jpg has more than 2,048 bytes of user metadata and tags; the last 2 of them, by name, are not in its record.", response.Warning);
    }

    [Fact]
    public async Task FocalPointIsPartOfTheUserMetadata()
    {
        await using var pipeline = new PipelineUnderTest(Focal);

        var outcome = await UploadAsync(pipeline, Photo, ("focal-point", "0.1,0.5"), ("album", "one"));

        var current = outcome.Record!.Current!;
        Assert.Equal(new FocalPoint(0.1, 0.5), current.FocalPoint);
        Assert.Equal(["album", "focal-point"], current.User!.Metadata!.Keys);
    }

    [Fact]
    public async Task LocationIsKeptByChoiceOnly()
    {
        await using var off = new PipelineUnderTest(Set);
        await using var city = new PipelineUnderTest(Set, keepLocation: KeepLocation.City);

        var without = await UploadAsync(off, Photo);
        var with = await UploadAsync(city, Photo);

        Assert.Null(without.Record!.Current!.Photo!.Location);
        Assert.Equal((new PhotoLocation(48.1, 11.6), "1-city"), (with.Record!.Current!.Photo!.Location, with.Record.Current.PhotoSchema));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TagsOfTheUploadAreInTheRecordIfTheyAreToBeKept(bool keepTags)
    {
        await using var pipeline = new PipelineUnderTest(Set, keepTags: keepTags);
        var options = new UploadOptions { Properties = new(Tags: new Dictionary<string, string> { ["team"] = "blue" }) };

        var outcome = await (await pipeline.Pipeline.UploadAsync(Key, new MemoryStream(Photo), options, CancellationToken.None)).Completion;

        Assert.Equal(keepTags ? "blue" : null, outcome.Record!.Current!.User?.Tags?["team"]);
        Assert.Null(outcome.Record.Current.User?.Metadata);
    }

    private static async Task<ImageOutcome> UploadAsync(PipelineUnderTest pipeline, byte[] content, params (string Name, string Value)[] metadata)
    {
        var entries = metadata.ToDictionary(entry => entry.Name, entry => entry.Value);
        var submission = await pipeline.Pipeline.UploadAsync(
            Key, new MemoryStream(content), new(Metadata: entries.Count > 0 ? entries : null), CancellationToken.None);
        return await submission.Completion;
    }

    /// <summary>A real store whose originals have other user metadata and tags.</summary>
    private sealed class TaggingStore(IImageStore store, UserMetadata user) : IImageStore
    {
        public async Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken) =>
            ((OriginalRead.Found)await store.ReadOriginalAsync(original, maxBytes, cancellationToken)) with { User = user };

        public Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken) => store.FindOriginalAsync(original, cancellationToken);

        public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken) => store.WriteRenditionAsync(rendition, cancellationToken);

        public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => store.PublishRenditionsAsync(keys, cancellationToken);

        public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => store.QuarantineRenditionsAsync(keys, cancellationToken);

        public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken) => store.ReadRenditionAsync(key, cancellationToken);

        public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken) => store.RemoveRenditionsAsync(prefix, cancellationToken);

        public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) => store.ListRenditionsAsync(prefix, cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> AnnouncementsAsync(PipelineUnderTest pipeline) =>
        [.. (await pipeline.Pipeline.Store.Announcements.ListAsync(null, null, newestFirst: false, 100, CancellationToken.None)).Select(announcement => announcement.Message)];
}
