using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Persisting;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Placeholders;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Core.Persisting;

/// <summary>Persist gets a response for each group, and records the renditions of all.</summary>
public sealed class GroupedResponsesTests : IAsyncDisposable
{
    private const string Prefix = "a.png/0123456789abcdef-01234567/";

    private static readonly Placeholder Placeholder = new("3OcRJYB4d3h/iIeHeEh3eIhw+j3A", "#7a6f5b");

    private readonly TemporaryStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task GroupsAreRecordedInTheSetsOrder()
    {
        var response = await PersistAsync(
            new(ResizeOutcome.Made, [Made("a"), Made("b") with { Placeholder = Placeholder }]),
            new(ResizeOutcome.Made, [Made("c")]),
            new(ResizeOutcome.Made, [Made("d"), Made("e")]));

        Assert.Equal(["a", "b", "c", "d", "e"], Names(response));
        Assert.Equal((Placeholder, false), (response.Record.Current!.Placeholder, response.Record.Current.Damaged));
    }

    [Fact]
    public async Task SharedFilesOfAllGroupsTakeTheirPositionsInTheSet()
    {
        var response = await PersistAsync(
            new(ResizeOutcome.Made, [Made("a") with { Aliases = [new("b", 1), new("f", 5)] }, Made("c")]),
            new(ResizeOutcome.Made, [Made("d") with { Aliases = [new("e", 4)] }, Made("g")]));

        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], Names(response));
        Assert.Equal(["a", "a", "c", "d", "d", "a", "g"], response.Record.Current!.Renditions.Select(rendition => Path.GetFileNameWithoutExtension(rendition.Key)));
    }

    [Fact]
    public async Task OneDamagedRenditionOfAGroupMarksTheVersion()
    {
        var response = await PersistAsync(new(ResizeOutcome.Made, [Made("a"), Made("b") with { Damaged = true }]), new(ResizeOutcome.Made, [Made("c")]));

        Assert.True(response.Record.Current!.Damaged);
    }

    /// <summary>The original was replaced after the first group was made.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task OneSupersededGroupSupersedesTheWholeVersion(int position)
    {
        List<ResizeResponse> resized = [new(ResizeOutcome.Made, [Made("a"), Made("b")]), new(ResizeOutcome.Made, [Made("c")])];
        resized.Insert(position, new(ResizeOutcome.Superseded));

        var response = await PersistAsync([.. resized]);

        Assert.Equal(PersistOutcome.Superseded, response.Outcome);
        Assert.Null(response.Record.Current);
        Assert.Empty(await _store.Store.Images.ListRenditionsAsync("a.png/", CancellationToken.None));
    }

    /// <summary>From executions that began before there were groups, or both forms if a redrive repeats only the rest.</summary>
    [Fact]
    public async Task ResponsesWithOneRenditionAreRecordedToo()
    {
        var response = await PersistAsync(
            new ResizeResponse(ResizeOutcome.Made, [Made("a") with { Placeholder = Placeholder, Aliases = [new("b", 1)] }]).ToUngrouped(),
            new ResizeResponse(ResizeOutcome.Made, [Made("c") with { Damaged = true }]).ToUngrouped(),
            new(ResizeOutcome.Made, [Made("d"), Made("e")]));

        Assert.Equal(["a", "b", "c", "d", "e"], Names(response));
        Assert.Equal((Placeholder, true), (response.Record.Current!.Placeholder, response.Record.Current.Damaged));
    }

    private static string[] Names(PersistResponse response)
    {
        Assert.Equal(PersistOutcome.Recorded, response.Outcome);
        return [.. response.Record.Current!.Renditions.Select(rendition => rendition.Name)];
    }

    private static MadeRendition Made(string name) => new(new(name, $"{Prefix}{name}.webp", ImageFormat.WebP, "image/webp", 1, 1, 1, 1), null, new(1, 1, 1, 1));

    private async Task<PersistResponse> PersistAsync(params ResizeResponse[] resized)
    {
        var @event = ImageEvents.Created("a.png", "1", "etag");
        var original = new Original(
            ImageEvents.Bucket, "a.png", null, "etag", new string('0', 64), 1, "01234567", Prefix, new(ImageFormat.Png, 1, 1), new(1, 1));
        var (catalogue, images) = (_store.Store.Catalogue, _store.Store.Images);
        var transition = new Transition(@event, "execution", _store.Time.Now);
        await new CatalogueUpdater(catalogue, images).UpdateAsync(
            ImageIds.Create(ImageEvents.Bucket, "a.png"), entry => transition.Claim(entry, Prefix), CancellationToken.None);
        foreach (var made in resized.SelectMany(response => response.ListRenditions()))
        {
            await images.WriteRenditionAsync(new(made.Rendition.Key, "image/webp", original.Sha256, new byte[] { 1 }), CancellationToken.None);
        }

        return await new ImagePersister(catalogue, images, _store.Time).PersistAsync(
            new(PersistResult.Accepted, "execution", @event, original, resized), CancellationToken.None);
    }
}
