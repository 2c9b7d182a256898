using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Rendition sets by prefix of keys, through the whole pipeline.</summary>
public sealed class RenditionSetsTests
{
    private static readonly RenditionSet Photos = new([new("photo", 100)]);

    [Fact]
    public async Task EveryKeyGetsTheRenditionsOfItsPrefix()
    {
        await using var pipeline = new PipelineUnderTest(new RenditionSets(Photos, Avatars(32), new PrefixedRenditionSet("avatars/teams/", new([new("team", 16)]))));
        var content = SyntheticImages.Png(300, 200);

        var photo = await pipeline.UploadAsync("1.png", content);
        var avatar = await pipeline.UploadAsync("avatars/1.png", content);
        var team = await pipeline.UploadAsync("avatars/teams/1.png", content);

        Assert.Equal(["photo"], NamesIn(photo));
        Assert.Equal(["avatar", "avatar-png"], NamesIn(avatar));
        Assert.Equal(["team"], NamesIn(team));
        Assert.Equal(RenditionSetHash.Compute(Avatars(32).Set), avatar.Record!.Current!.RenditionSet);
        Assert.Equal($"avatars/1.png/{avatar.Record.Current.Sha256[..16]}-{avatar.Record.Current.RenditionSet}/", avatar.Record.Current.Prefix);
    }

    [Fact]
    public async Task ChangedSetIsMadeForItsPrefixOnly()
    {
        using var folder = new TemporaryFolder();
        var content = SyntheticImages.Png(300, 200);
        var (photo, avatar) = await UploadAsync(folder, content, new(Photos, Avatars(32)));

        var (samePhoto, newAvatar) = await UploadAsync(folder, content, new(Photos, Avatars(48)));

        Assert.Equal(("succeeded", "succeeded"), (photo.Name, avatar.Name));
        Assert.Equal(("unchanged", "succeeded"), (samePhoto.Name, newAvatar.Name));
        Assert.Equal(photo.Record!.Current!.Prefix, samePhoto.Record!.Current!.Prefix);
        Assert.NotEqual(avatar.Record!.Current!.Prefix, newAvatar.Record!.Current!.Prefix);
        await using var pipeline = Open(folder, new(Photos, Avatars(48)));
        // The old ones live on for a while.
        Assert.Equal(
            avatar.Record.Current.Renditions.Concat(newAvatar.Record.Current.Renditions).Select(rendition => rendition.Key).Order(StringComparer.Ordinal),
            await pipeline.Store.Images.ListRenditionsAsync("avatars/", CancellationToken.None));
    }

    private static PrefixedRenditionSet Avatars(int size) =>
        new("avatars/", new([new("avatar", size, size), new("avatar-png", size, size, Format: RenditionFormat.Png)]));

    private static async Task<(ImageOutcome Photo, ImageOutcome Avatar)> UploadAsync(TemporaryFolder folder, byte[] content, RenditionSets sets)
    {
        await using var pipeline = Open(folder, sets);
        var photo = await pipeline.UploadAsync("1.png", new MemoryStream(content), CancellationToken.None);
        var avatar = await pipeline.UploadAsync("avatars/1.png", new MemoryStream(content), CancellationToken.None);
        return (await photo.Completion, await avatar.Completion);
    }

    private static LocalPipeline Open(TemporaryFolder folder, RenditionSets sets) =>
        LocalPipeline.Open(new(folder.Path, sets), PipelineUnderTest.Codec, TimeProvider.System);

    private static IEnumerable<string> NamesIn(ImageOutcome outcome) => outcome.Record!.Current!.Renditions.Select(rendition => rendition.Name);
}
