using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Tests.Core.Resizing;

public sealed class DecodeCacheTests
{
    [Fact]
    public async Task SimultaneousCallersShareOneDecode()
    {
        using var cache = new DecodeCache(1 << 20);
        var decodes = 0;
        var gate = new TaskCompletionSource();

        var rents = Enumerable.Range(0, 8).Select(_ => cache.RentAsync(
            Key("a"),
            async _ =>
            {
                Interlocked.Increment(ref decodes);
                await gate.Task;
                return CreatePicture(10);
            },
            CancellationToken.None)).ToArray();
        gate.SetResult();
        var leases = await Task.WhenAll(rents);

        Assert.Equal(1, decodes);
        Assert.All(leases, lease => Assert.Same(leases[0]!.Picture, lease!.Picture));
        Array.ForEach(leases, lease => lease!.Dispose());
        Assert.Equal(300, cache.IdleBytes);
    }

    [Fact]
    public async Task DecodesOfOneOriginalInDifferentColoursAreNotShared()
    {
        using var cache = new DecodeCache(1 << 20);
        var key = Key("a");
        using var srgb = await cache.RentAsync(key, _ => Task.FromResult<Picture?>(CreatePicture(10)), CancellationToken.None);

        using var p3 = await cache.RentAsync(
            key with { Options = key.Options with { Colours = Gamut.P3 } },
            _ => Task.FromResult<Picture?>(CreatePicture(10) with { Colours = Gamut.P3 }),
            CancellationToken.None);

        Assert.Equal((Gamut.Srgb, Gamut.P3), (srgb!.Picture.Colours, p3!.Picture.Colours));
    }

    [Fact]
    public async Task LeastRecentlyUsedPictureIsEvictedAboveTheBound()
    {
        using var cache = new DecodeCache(700);
        foreach (var sha in new[] { "a", "b", "a", "c" })
        {
            (await RentAsync(cache, sha)).Lease.Dispose();
        }

        Assert.Equal(600, cache.IdleBytes);
        Assert.False((await RentAsync(cache, "a")).Decoded);
        Assert.True((await RentAsync(cache, "b")).Decoded);
    }

    [Fact]
    public async Task PictureIsDisposedWithItsLastLease()
    {
        using var cache = new DecodeCache(0);
        var (lease, _) = await RentAsync(cache, "a");
        var (second, decoded) = await RentAsync(cache, "a");

        lease.Dispose();
        lease.Dispose();

        Assert.False(decoded);
        Assert.Equal(300, second.Picture.Pixels.Span.Length);
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => second.Picture.Pixels.Span.Length);
        Assert.Equal(0, cache.IdleBytes);
    }

    [Fact]
    public async Task FailedDecodeIsThrownAndNotCached()
    {
        using var cache = new DecodeCache(1 << 20);

        await Assert.ThrowsAsync<CorruptImageException>(() =>
            cache.RentAsync(Key("a"), _ => throw new CorruptImageException("broken"), CancellationToken.None));

        Assert.True((await RentAsync(cache, "a")).Decoded);
    }

    [Fact]
    public async Task MissingPictureIsReturnedAsNullAndNotCached()
    {
        using var cache = new DecodeCache(1 << 20);

        Assert.Null(await cache.RentAsync(Key("a"), _ => Task.FromResult<Picture?>(null), CancellationToken.None));

        Assert.True((await RentAsync(cache, "a")).Decoded);
    }

    [Fact]
    public async Task DecodeWithoutWaitersIsCancelled()
    {
        using var cache = new DecodeCache(1 << 20);
        using var caller = new CancellationTokenSource();
        var cancelled = new TaskCompletionSource();
        var rent = cache.RentAsync(
            Key("a"),
            async token =>
            {
                token.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, token);
                return null;
            },
            caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rent);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static DecodeKey Key(string sha256) => new(sha256, DecodeOptions.FullSize);

    private static async Task<(DecodeCache.Lease Lease, bool Decoded)> RentAsync(DecodeCache cache, string sha256)
    {
        var decoded = false;
        var lease = await cache.RentAsync(
            Key(sha256),
            _ =>
            {
                decoded = true;
                return Task.FromResult<Picture?>(CreatePicture(10));
            },
            CancellationToken.None);
        return (lease!, decoded);
    }

    private static Picture CreatePicture(int side) => new(new PixelBuffer(side, side, 3));
}
