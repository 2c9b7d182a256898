using Pipeline.Benchmarks.Ours;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Core.Resizing;

public sealed class ImageResizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DecodeCache _cache = new(100_000_000);
    private readonly MemoryStore _store = new();
    private readonly FaultyCodec _codec = new(new VipsCodec());

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 400 * 300 * 3)]
    public async Task OnlyDecodesOfSeveralRenditionsAreCached(int renditions, long keptBytes)
    {
        var (original, plans) = Plan(SyntheticImages.Png(400, 300), renditions);

        foreach (var plan in plans)
        {
            await CreateResizer(share: true).ResizeAsync(new("execution", original, [plan]), CancellationToken.None);
        }

        Assert.Equal(renditions, _store.Renditions.Count);
        Assert.Equal(keptBytes, _cache.IdleBytes);
    }

    [Fact]
    public async Task SingleRenditionEqualsOneFromASharedDecode()
    {
        var (original, plans) = Plan(SyntheticImages.Png(400, 300), 1);

        var alone = await CreateResizer(share: true).ResizeAsync(new("execution", original, [plans[0]]), CancellationToken.None);
        var content = _store.Renditions[plans[0].Key];
        var shared = await CreateResizer(share: true).ResizeAsync(new("execution", original, [plans[0] with { Alone = false }]), CancellationToken.None);

        var (one, other) = (Assert.Single(alone.ListRenditions()), Assert.Single(shared.ListRenditions()));
        Assert.Equal((shared.Outcome, other.Rendition, other.Placeholder), (alone.Outcome, one.Rendition, one.Placeholder));
        Assert.NotNull(one.Placeholder);
        Assert.True(content.Span.SequenceEqual(_store.Renditions[plans[0].Key].Span));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CorruptPixelsAreReportedWithTheImageName(bool share)
    {
        var whole = SyntheticImages.Jpeg(400, 300);
        var (original, plans) = Plan(whole[..(whole.Length / 2)], 2);

        var exception = await Assert.ThrowsAsync<CorruptImageException>(
            () => CreateResizer(share).ResizeAsync(new("execution", original, [plans[0]]), CancellationToken.None));

        Assert.StartsWith($"uploads/{original.Key}: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelledCallDoesNotWaitForTheCodec()
    {
        var (original, plans) = Plan(SyntheticImages.Png(400, 300), 1);
        using var cancelled = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        _codec.BeforeDecode = () =>
        {
            cancelled.Cancel();
            gate.Wait();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => CreateResizer(share: false).ResizeAsync(new("execution", original, [plans[0]]), cancelled.Token));

        gate.Set();
        Assert.Empty(_store.Renditions);
    }

    private ImageResizer CreateResizer(bool share) => new(_store, _codec, new(), share ? _cache : null);

    private (Original Original, IReadOnlyList<RenditionPlan> Plans) Plan(byte[] file, int renditions)
    {
        var path = Path.Combine(_folder.Path, "original");
        File.WriteAllBytes(path, file);
        var format = FormatSniffer.Sniff(file)!.Value;
        var info = _codec.Inspect(file, format);
        var set = new RenditionSet([.. Enumerable.Range(1, renditions).Select(i => new Rendition($"r{i}", 400 / i))]);
        var original = new Original("uploads", path, null, "etag", "0", file.Length, "", "", info, RenditionPlanner.PlanSharedDecode(info, set));
        return (original, RenditionPlanner.Plan(info, set, "p/"));
    }
}
