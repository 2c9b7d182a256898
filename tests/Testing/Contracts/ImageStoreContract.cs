using System.Security.Cryptography;
using Pipeline.Core.Storage;

namespace Pipeline.Testing.Contracts;

/// <summary>The contract of every <see cref="IImageStore"/>.</summary>
public abstract class ImageStoreContract
{
    public static TheoryData<string> OddKeys => [.. OddKeyTexts];

    /// <summary>Excludes segments that are only dots: S3 allows them, but its clients may resolve them like URLs.</summary>
    protected static IReadOnlyList<string> OddKeyTexts { get; } =
    [
        "a", "a/b.jpg", "a/b", "A", "/", "//", "a/", "/a", "a//b", "with space.jpg", " lead", "trail ",
        "a+b.jpg", "100%.jpg", "a%2Fb.jpg", "%2e%2e/x", "ümlaut/日本.jpg", "😀.png", "e\u0301.jpg", "\u00e9.jpg", "back\\slash\\..\\x.jpg",
        "C:\\x", "CON", "con.jpg", "dir/NUL.txt/x", "q?*<>|\":.jpg", "dot.", "x.jpg/y.jpg", "tab\t.jpg", "IMG_0001.JPG", "img_0001.jpg",
        "~", "-rf", ".hidden", "%", "%%", "a%", "a.b%/c", new string('x', 1020) + ".jpg", string.Concat(Enumerable.Repeat("日", 340)),
        string.Concat(Enumerable.Repeat("a/", 511)) + "b", new string('/', 1024),
    ];

    /// <summary>A store without renditions, one per test.</summary>
    protected abstract IImageStore Store { get; }

    /// <summary>The bucket of the originals.</summary>
    protected abstract string Bucket { get; }

    /// <returns>The entity tag.</returns>
    protected abstract Task<string> PutOriginalAsync(string key, byte[] content, string? focalPoint = null);

    protected abstract Task DeleteOriginalAsync(string key);

    /// <returns>The content; null if there is no such rendition.</returns>
    protected abstract Task<byte[]?> ReadRenditionAsync(string key);

    [Fact]
    public async Task OriginalIsReadWhole()
    {
        var content = Content(1, 300_000);
        var etag = await PutOriginalAsync("cats/1.jpg", content);

        Assert.Equal(content, await ReadContentAsync("cats/1.jpg", etag));
        Assert.Equal(content, await ReadContentAsync("cats/1.jpg", etag: null));
    }

    [Fact]
    public async Task FocalPointIsReadFromTheMetadata()
    {
        await PutOriginalAsync("focal.jpg", [1, 2, 3], "0.3,0.7");
        await PutOriginalAsync("replaced.jpg", [1, 2, 3], "0.3,0.7");
        await PutOriginalAsync("replaced.jpg", [1, 2, 3]);
        using var focal = await OpenAsync("focal.jpg", etag: null);
        using var replaced = await OpenAsync("replaced.jpg", etag: null);

        Assert.Equal("0.3,0.7", focal.FocalPoint);
        Assert.Null(replaced.FocalPoint);
    }

    [Fact]
    public async Task EmptyOriginalIsFound()
    {
        await PutOriginalAsync("empty", []);

        Assert.Empty(await ReadContentAsync("empty", etag: null));
    }

    [Fact]
    public async Task OpenOriginalSurvivesReplacementAndDeletion()
    {
        await PutOriginalAsync("replaced", Content(1, 300_000));
        await PutOriginalAsync("deleted", Content(2, 300_000));
        using var replaced = await OpenAsync("replaced", etag: null);
        using var deleted = await OpenAsync("deleted", etag: null);

        await PutOriginalAsync("replaced", Content(3, 300_000));
        await DeleteOriginalAsync("deleted");

        Assert.Equal(Content(1, 300_000), replaced.Content.ToMemory().ToArray());
        Assert.Equal(Content(2, 300_000), deleted.Content.ToMemory().ToArray());
    }

    [Fact]
    public async Task MissingOriginalIsSuperseded() =>
        Assert.IsType<OriginalRead.Superseded>(await ReadAsync("none", etag: null, maxBytes: 10));

    [Fact]
    public async Task DeletedOriginalIsSuperseded()
    {
        var etag = await PutOriginalAsync("a", Content(1, 10));
        await DeleteOriginalAsync("a");

        Assert.IsType<OriginalRead.Superseded>(await ReadAsync("a", etag, maxBytes: 10));
    }

    [Fact]
    public async Task OverwrittenOriginalIsSupersededUnderItsOldEntityTag()
    {
        var old = await PutOriginalAsync("a", Content(1, 10));
        var current = await PutOriginalAsync("a", Content(2, 10));

        Assert.IsType<OriginalRead.Superseded>(await ReadAsync("a", old, maxBytes: 10));
        Assert.Equal(Content(2, 10), await ReadContentAsync("a", current));
    }

    [Fact]
    public async Task OriginalOverTheLimitIsTooLarge()
    {
        await PutOriginalAsync("a", Content(1, 1000));

        Assert.Equal(new OriginalRead.TooLarge(1000), await ReadAsync("a", etag: null, maxBytes: 999));
        Assert.IsType<OriginalRead.Found>(await ReadAsync("a", etag: null, maxBytes: 1000)).Dispose();
    }

    [Fact]
    public async Task OriginalIsFoundWithItsFacts()
    {
        var etag = await PutOriginalAsync("cats/1.jpg", Content(1, 1000), "0.3,0.7");
        await PutOriginalAsync("empty", []);

        var found = await FindAsync("cats/1.jpg", etag: null);
        var empty = await FindAsync("empty", etag: null);

        Assert.Equal((etag, 1000L, "0.3,0.7"), (found!.ETag, found.Size, found.FocalPoint));
        Assert.Equal(found, await FindAsync("cats/1.jpg", etag));
        Assert.Equal((0L, null), (empty!.Size, empty.FocalPoint));
    }

    [Fact]
    public async Task OriginalThatIsGoneOrHasOtherContentIsNotFound()
    {
        var old = await PutOriginalAsync("replaced", Content(1, 10));
        await PutOriginalAsync("replaced", Content(2, 10));
        var deleted = await PutOriginalAsync("deleted", Content(1, 10));
        await DeleteOriginalAsync("deleted");

        Assert.Null(await FindAsync("none", etag: null));
        Assert.Null(await FindAsync("replaced", old));
        Assert.Null(await FindAsync("deleted", etag: null));
        Assert.Null(await FindAsync("deleted", deleted));
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task OriginalCanHaveAnyKey(string key)
    {
        await PutOriginalAsync(key, Content(1, 10));

        Assert.Equal(Content(1, 10), await ReadContentAsync(key, etag: null));
        Assert.Equal(10, (await FindAsync(key, etag: null))?.Size);
    }

    [Fact]
    public async Task OddKeysAreAllDifferentObjects()
    {
        var keys = OddKeyTexts;
        for (var number = 0; number < keys.Count; number++)
        {
            await PutOriginalAsync(keys[number], Content(number, 10));
            await WriteAsync(Rendition(keys[number]), Content(number, 10));
        }

        await Store.PublishRenditionsAsync([.. keys.Select(Rendition)], CancellationToken.None);

        for (var number = 0; number < keys.Count; number++)
        {
            Assert.Equal(Content(number, 10), await ReadContentAsync(keys[number], etag: null));
            Assert.Equal(Content(number, 10), await ReadRenditionAsync(Rendition(keys[number])));
        }

        // S3's limit of 1,024 bytes applies to a rendition's key as well.
        static string Rendition(string key) => $"{key[..Math.Min(key.Length, 300)]}/{key.Length}/thumb.webp";
    }

    [Fact]
    public async Task RenditionOverwrittenByTheSameContentStays()
    {
        await WriteAsync("a/x-1/thumb.webp", Content(1, 5000));
        await WriteAsync("a/x-1/thumb.webp", Content(1, 5000));

        Assert.Equal(Content(1, 5000), await ReadRenditionAsync("a/x-1/thumb.webp"));
        Assert.Equal(["a/x-1/thumb.webp"], await Store.ListRenditionsAsync("a/x-1/", CancellationToken.None));
    }

    [Fact]
    public async Task PublishedRenditionDoesNotChange()
    {
        await WriteAsync("a/x-1/thumb.webp", Content(1, 5000));
        await WriteAsync("a/x-1/small.webp", Content(2, 5000));

        await Store.PublishRenditionsAsync(["a/x-1/thumb.webp", "a/x-1/small.webp"], CancellationToken.None);
        await Store.PublishRenditionsAsync(["a/x-1/thumb.webp", "a/x-1/small.webp"], CancellationToken.None);
        await WriteAsync("a/x-1/small.webp", Content(2, 5000));

        Assert.Equal(Content(1, 5000), await ReadRenditionAsync("a/x-1/thumb.webp"));
        Assert.Equal(Content(2, 5000), await ReadRenditionAsync("a/x-1/small.webp"));
        Assert.Equal(["a/x-1/small.webp", "a/x-1/thumb.webp"], await Store.ListRenditionsAsync("a/x-1/", CancellationToken.None));
    }

    [Fact]
    public async Task RenditionIsReadBackBeforeAndAfterItIsPublished()
    {
        await WriteAsync("a/x-1/thumb.webp", Content(1, 5000));

        var before = await Store.ReadRenditionAsync("a/x-1/thumb.webp", CancellationToken.None);
        await Store.PublishRenditionsAsync(["a/x-1/thumb.webp"], CancellationToken.None);
        var after = await Store.ReadRenditionAsync("a/x-1/thumb.webp", CancellationToken.None);

        Assert.Equal(Content(1, 5000), before!.Value.ToArray());
        Assert.Equal(Content(1, 5000), after!.Value.ToArray());
        Assert.Null(await Store.ReadRenditionAsync("a/x-1/small.webp", CancellationToken.None));
    }

    [Fact]
    public async Task RenditionsInQuarantineExistAndCanBePublishedLater()
    {
        await WriteAsync("a/x-1/thumb.webp", Content(1, 5000));

        await Store.QuarantineRenditionsAsync(["a/x-1/thumb.webp"], CancellationToken.None);
        await Store.QuarantineRenditionsAsync(["a/x-1/thumb.webp"], CancellationToken.None);
        await WriteAsync("a/x-1/thumb.webp", Content(1, 5000));
        var quarantined = await Store.ReadRenditionAsync("a/x-1/thumb.webp", CancellationToken.None);
        await Store.PublishRenditionsAsync(["a/x-1/thumb.webp"], CancellationToken.None);

        Assert.Equal(Content(1, 5000), quarantined!.Value.ToArray());
        Assert.Equal(Content(1, 5000), await ReadRenditionAsync("a/x-1/thumb.webp"));
        var missing = await Assert.ThrowsAsync<RenditionMissingException>(() => Store.QuarantineRenditionsAsync(["a/x-1/small.webp"], CancellationToken.None));
        Assert.Equal("a/x-1/small.webp", missing.Key);
    }

    [Fact]
    public async Task PublishingAMissingRenditionNamesIt()
    {
        await WriteAsync("a/x-1/1.webp", [1]);
        await WriteAsync("a/x-1/2.webp", [2]);
        await Store.RemoveRenditionsAsync("a/x-1/", CancellationToken.None);
        await WriteAsync("a/x-1/1.webp", [1]);

        var missing = await Assert.ThrowsAsync<RenditionMissingException>(
            () => Store.PublishRenditionsAsync(["a/x-1/1.webp", "a/x-1/2.webp"], CancellationToken.None));

        Assert.Equal("a/x-1/2.webp", missing.Key);
        Assert.Contains("a/x-1/2.webp", missing.Message, StringComparison.Ordinal);
        Assert.Equal(["a/x-1/1.webp"], await Store.ListRenditionsAsync("a/x-1/", CancellationToken.None));
    }

    [Fact]
    public async Task ConcurrentlyWrittenRenditionsAreAllListed()
    {
        var keys = Enumerable.Range(0, 24).Select(number => $"a/x-{number / 8}/{number:00}.webp").ToList();

        await Task.WhenAll(keys.Concat(keys).Select(key => Task.Run(() => WriteAsync(key, Content(7, 2000)))));

        Assert.Equal(keys, await Store.ListRenditionsAsync("a/", CancellationToken.None));
    }

    [Fact]
    public async Task RenditionsAreListedInOrdinalOrder()
    {
        foreach (var key in (string[])["k/v/b.webp", "k/v/B.webp", "k/v/é.webp", "k/v/a/z.webp", "k/v/a.webp", "k/w/x.webp", "k/v2/x.webp"])
        {
            await WriteAsync(key, [1]);
        }

        Assert.Equal(
            ["k/v/B.webp", "k/v/a.webp", "k/v/a/z.webp", "k/v/b.webp", "k/v/é.webp"],
            await Store.ListRenditionsAsync("k/v/", CancellationToken.None));
    }

    [Fact]
    public async Task PrefixWithoutRenditionsListsNone() =>
        Assert.Empty(await Store.ListRenditionsAsync("none/", CancellationToken.None));

    [Fact]
    public async Task RemovingAPrefixRemovesOnlyItsRenditions()
    {
        foreach (var key in (string[])["a/x-1/1.webp", "a/x-1/2.webp", "a/x-10/1.webp", "a/x-1.webp", "a/X-1/1.webp", "b/a/x-1/1.webp"])
        {
            await WriteAsync(key, [1]);
        }

        Assert.Equal(2, await Store.RemoveRenditionsAsync("a/x-1/", CancellationToken.None));

        Assert.Equal(
            ["a/X-1/1.webp", "a/x-1.webp", "a/x-10/1.webp"], await Store.ListRenditionsAsync("a/", CancellationToken.None));
        Assert.Equal(["b/a/x-1/1.webp"], await Store.ListRenditionsAsync("b/", CancellationToken.None));
    }

    [Fact]
    public async Task RemovingAMissingPrefixRemovesNothing() =>
        Assert.Equal(0, await Store.RemoveRenditionsAsync("none/x-1/", CancellationToken.None));

    [Fact]
    public async Task RenditionCanBeWrittenAgainAfterItsRemoval()
    {
        await WriteAsync("a/x-1/1.webp", [1]);
        await Store.RemoveRenditionsAsync("a/x-1/", CancellationToken.None);

        await WriteAsync("a/x-1/1.webp", [2]);

        Assert.Equal([2], await ReadRenditionAsync("a/x-1/1.webp"));
    }

    [Fact]
    public async Task WriteDuringAnotherRemovalIsKept()
    {
        for (var round = 0; round < 20; round++)
        {
            await WriteAsync("a/x-1/1.webp", [1]);
            await Task.WhenAll(
                Task.Run(() => Store.RemoveRenditionsAsync("a/x-1/", CancellationToken.None)),
                Task.Run(() => WriteAsync("a/x-2/1.webp", [2])));

            Assert.Equal(["a/x-2/1.webp"], await Store.ListRenditionsAsync("a/", CancellationToken.None));
            await Store.RemoveRenditionsAsync("a/x-2/", CancellationToken.None);
        }
    }

    protected static byte[] Content(int seed, int length)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private Task WriteAsync(string key, byte[] content) =>
        Store.WriteRenditionAsync(new(key, "image/webp", new string('a', 64), content), CancellationToken.None);

    private Task<OriginalRead> ReadAsync(string key, string? etag, long maxBytes) =>
        Store.ReadOriginalAsync(new(Bucket, key, VersionId: null, etag), maxBytes, CancellationToken.None);

    private Task<OriginalHead?> FindAsync(string key, string? etag) =>
        Store.FindOriginalAsync(new(Bucket, key, VersionId: null, etag), CancellationToken.None);

    private async Task<byte[]> ReadContentAsync(string key, string? etag)
    {
        using var found = await OpenAsync(key, etag);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(found.Content.ToMemory().Span)), found.Content.ComputeSha256());
        return found.Content.ToMemory().ToArray();
    }

    private async Task<OriginalRead.Found> OpenAsync(string key, string? etag) =>
        Assert.IsType<OriginalRead.Found>(await ReadAsync(key, etag, maxBytes: 1 << 20));
}
