using Pipeline.Benchmarks.Ours;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Core.Resizing;

/// <summary>One call makes several renditions.</summary>
public sealed class GroupTests : IDisposable
{
    private static readonly RenditionSet Set = new([new("a", 400), new("b", 200), new("c", 64, 64, Fit.Cover), new("d", 100, Format: RenditionFormat.Jpeg)]);

    private readonly TemporaryFolder _folder = new();
    private readonly DecodeCache _cache = new(100_000_000);
    private readonly MemoryStore _memory = new();
    private readonly List<string> _calls = [];
    private readonly FaultyStore _store;
    private readonly FaultyCodec _codec = new(new VipsCodec());
    private int _decodes;

    public GroupTests()
    {
        _store = new(new CountingStore(_memory, _calls));
        _codec.BeforeDecode = () => _decodes++;
    }

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GroupIsMadeFromOneReadAndOneDecode(bool share)
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));

        var response = await ResizeAsync(original, plans, share);

        Assert.Equal(["GET", .. plans.Select(_ => "PUT rendition")], _calls);
        Assert.Equal(1, _decodes);
        Assert.Equal(["a", "b", "c", "d"], response.Renditions!.Select(made => made.Rendition.Name));
        Assert.Equal([(400, 300), (200, 150), (64, 64), (100, 75)], response.Renditions!.Select(made => (made.Rendition.Width, made.Rendition.Height)));
        Assert.Single(response.Renditions!, made => made.Placeholder is not null);
        Assert.All(response.Renditions!.Skip(1), made => Assert.Equal(0, made.Timings!.Decode));
    }

    /// <summary>The local host makes groups from the decode for the whole set, and single renditions, too.</summary>
    [Fact]
    public async Task GroupLooksLikeItsRenditionsMadeOneByOne()
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));

        await ResizeAsync(original, plans, share: true);
        var together = _memory.Renditions.ToDictionary(file => file.Key, file => file.Value.ToArray());
        foreach (var plan in plans)
        {
            await ResizeAsync(original, [plan], share: true);
        }

        Assert.All(plans, plan => Assert.Equal(together[plan.Key], _memory.Renditions[plan.Key].ToArray()));
        Assert.Equal(1, _decodes);
    }

    [Fact]
    public async Task GroupDecodesOnlyAsLargeAsItNeeds()
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));

        await ResizeAsync(original, [.. plans.Where(plan => plan.Rendition.Name is "c" or "d")], share: false);
        var alone = _memory.Renditions[plans[2].Key].ToArray();
        await ResizeAsync(original, plans, share: false);

        Assert.NotEqual(alone, _memory.Renditions[plans[0].Key].ToArray());
        Assert.Equal(2, _decodes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FaultNamesTheRenditionThatFailed(bool share)
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));
        var encoded = 0;
        _codec.BeforeEncode = () =>
        {
            if (++encoded == 3)
            {
                throw new InvalidOperationException("The encoder is out of order.");
            }
        };

        var fault = await Assert.ThrowsAsync<RenditionFailedException>(() => ResizeAsync(original, plans, share));

        Assert.Equal($"uploads/{original.Key}: the rendition 'c' could not be made: InvalidOperationException: The encoder is out of order.", fault.Message);
        Assert.Equal("c", fault.Data[GroupFaults.RenditionKey]);
        // What was made before it is complete, and a retry writes it again.
        Assert.Equal([plans[0].Key, plans[1].Key], _memory.Renditions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(share ? _cache.IdleBytes : 0, _cache.IdleBytes);
    }

    [Fact]
    public async Task FaultOfAWriteNamesItsRenditionAndNotTheNextOne()
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));
        _store.BeforeWrite = rendition =>
        {
            if (rendition.Key == plans[1].Key)
            {
                throw new IOException("No space left on device.");
            }
        };

        var fault = await Assert.ThrowsAsync<RenditionFailedException>(() => ResizeAsync(original, plans, share: false));

        Assert.Contains("the rendition 'b' could not be made: IOException: No space left on device.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThrottledWriteKeepsItsClassForTheRetrier()
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));
        _store.BeforeWrite = rendition =>
        {
            if (rendition.Key == plans[3].Key)
            {
                throw new ThrottlingException($"Too many writes: {rendition.Key}");
            }
        };

        var fault = await Assert.ThrowsAsync<ThrottlingException>(() => ResizeAsync(original, plans, share: false));

        Assert.Equal("d", fault.Data[GroupFaults.RenditionKey]);
    }

    [Fact]
    public async Task LackOfMemoryKeepsItsClassForTheRetrier()
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));
        _codec.BeforeEncode = () => NativeMemoryIsFull();

        var fault = await Assert.ThrowsAsync<OutOfMemoryException>(() => ResizeAsync(original, plans, share: false));

        Assert.Contains("the rendition 'a' could not be made", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DamagedOriginalIsReportedOnceWithTheImageName(bool share)
    {
        var whole = SyntheticImages.Jpeg(800, 600);
        var (original, plans) = Plan(whole[..(whole.Length / 2)]);

        var fault = await Assert.ThrowsAsync<CorruptImageException>(() => ResizeAsync(original, plans, share));

        Assert.StartsWith($"uploads/{original.Key}: ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["GET"], _calls);
        Assert.Empty(_memory.Renditions);
    }

    [Fact]
    public async Task ToleratedDamageIsInEveryRendition()
    {
        var whole = SyntheticImages.Jpeg(800, 600);
        var (original, plans) = Plan(whole[..(whole.Length / 2)]);

        var response = await ResizeAsync(original with { Decode = original.Decode with { TolerateDamage = true } }, plans, share: false);

        Assert.Equal(4, response.Renditions!.Count);
        Assert.All(response.Renditions!, made => Assert.True(made.Damaged));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OriginalThatIsGoneSupersedesTheWholeGroup(bool share)
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));
        var resizer = new ImageResizer(new GoneStore(), _codec, new(), share ? _cache : null);

        var response = await resizer.ResizeAsync(new("execution", original, plans), CancellationToken.None);

        Assert.Equal((ResizeOutcome.Superseded, 0), (response.Outcome, response.ListRenditions().Count));
        Assert.Equal(0, _decodes);
    }

    [Fact]
    public async Task CancelledGroupMakesNoMoreRenditions()
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));
        using var cancelled = new CancellationTokenSource();
        _store.BeforeWrite = _ => cancelled.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CreateResizer(share: false).ResizeAsync(new("execution", original, plans), cancelled.Token));

        Assert.Single(_calls, "PUT rendition");
    }

    [Fact]
    public async Task WatermarkIsInTheRenditionsThatHaveOne()
    {
        var mark = SyntheticImages.Png(20, 20);
        var set = new RenditionSet([new("plain", 200), new("marked", 200, Watermark: new("mark", Gravity.NorthWest, Margin: 0, Opacity: 1, Scale: 0.5))]);
        var (original, plans) = Plan(SyntheticImages.Png(800, 600), set);
        var resizer = new ImageResizer(_store, _codec, new(), watermarks: new(new VipsCodec(), _ => mark));

        await resizer.ResizeAsync(new("execution", original, plans), CancellationToken.None);

        Assert.Equal(2, _memory.Renditions.Count);
        Assert.False(_memory.Renditions[plans[0].Key].Span.SequenceEqual(_memory.Renditions[plans[1].Key].Span));
    }

    [Fact]
    public async Task MissingWatermarkNamesTheRendition()
    {
        var set = new RenditionSet([new("plain", 200), new("marked", 200, Watermark: new("mark"))]);
        var (original, plans) = Plan(SyntheticImages.Png(800, 600), set);
        var resizer = new ImageResizer(_store, _codec, new(), watermarks: new(new VipsCodec(), _ => default));

        var fault = await Assert.ThrowsAsync<RenditionFailedException>(() => resizer.ResizeAsync(new("execution", original, plans), CancellationToken.None));

        Assert.IsType<WatermarkMissingException>(fault.InnerException);
        Assert.Contains("the rendition 'marked' could not be made: WatermarkMissingException: ", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Executions that began before a deployment run their old definition to the end.</summary>
    [Fact]
    public async Task RequestWithOnePlanIsAnsweredInItsOwnForm()
    {
        var (original, plans) = Plan(SyntheticImages.Png(800, 600));

        var response = await CreateResizer(share: false).ResizeAsync(new("execution", original, Plan: plans[2]), CancellationToken.None);

        Assert.Null(response.Renditions);
        Assert.Equal((ResizeOutcome.Made, "c", true), (response.Outcome, response.Rendition!.Name, response.Placeholder is not null));
        Assert.Equal("c", Assert.Single(response.ListRenditions()).Rendition.Name);
    }

    [Fact]
    public async Task RequestWithoutAPlanIsRefused()
    {
        var (original, _) = Plan(SyntheticImages.Png(800, 600));

        await Assert.ThrowsAsync<ArgumentException>(() => ResizeAsync(original, [], share: false));
    }

    private static void NativeMemoryIsFull() => _ = new byte[int.MaxValue];

    private Task<ResizeResponse> ResizeAsync(Original original, IReadOnlyList<RenditionPlan> plans, bool share) =>
        CreateResizer(share).ResizeAsync(new("execution", original, plans), CancellationToken.None);

    private ImageResizer CreateResizer(bool share) => new(_store, _codec, new(), share ? _cache : null);

    private (Original Original, IReadOnlyList<RenditionPlan> Plans) Plan(byte[] file, RenditionSet? set = null)
    {
        var path = Path.Combine(_folder.Path, "original");
        File.WriteAllBytes(path, file);
        var info = _codec.Inspect(file, FormatSniffer.Sniff(file)!.Value);
        var original = new Original("uploads", path, null, "etag", "0", file.Length, "", "", info, RenditionPlanner.PlanSharedDecode(info, set ?? Set));
        return (original, RenditionPlanner.Plan(info, set ?? Set, "p/"));
    }

    private sealed class ThrottlingException(string message) : Exception(message);

    private sealed class GoneStore : IImageStore
    {
        public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken) =>
            Task.FromResult<OriginalRead>(new OriginalRead.Superseded());

        public Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
