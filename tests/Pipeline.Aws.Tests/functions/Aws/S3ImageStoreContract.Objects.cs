using Amazon.S3.Model;
using Pipeline.Aws.Images;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Storage;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>How objects look in S3, and how they are published.</summary>
public abstract partial class S3ImageStoreContract
{
    private const string Key = "cats/1.jpg/0123456789abcdef-0a0b/thumb.webp";

    private static readonly string Sha256 = new('a', 64);

    public static TheoryData<string> DotSegments => ["../x.jpg", "a/../b.jpg", "./a.jpg", ".", "..", "a/.", "a/./b", "a/.."];

    [Fact]
    public async Task RenditionHasItsHeadersMetadataAndTag()
    {
        await WriteAsync(Key, [1, 2, 3]);

        var head = await S3.GetObjectMetadataAsync(_renditions, Key);
        Assert.Equal("image/webp", head.Headers.ContentType);
        Assert.Equal(Sha256, head.Metadata["source-version"]);
        Assert.Equal(3, head.ContentLength);
        Assert.Equal([(UnpublishedTag.Key, UnpublishedTag.Value)], await TagsAsync(Key));
    }

    [Fact]
    public async Task RenditionHasTheCacheControlOfRenditions()
    {
        Emulator.SkipIf(emulator.CacheControlSkipReason);
        await WriteAsync(Key, [1, 2, 3]);

        Assert.Equal(RenditionContent.CacheControl, (await S3.GetObjectMetadataAsync(_renditions, Key)).Headers.CacheControl);
    }

    [Fact]
    public async Task PublishedRenditionHasNoTags()
    {
        await WriteAsync(Key, [1, 2, 3]);

        await Store.PublishRenditionsAsync([Key], CancellationToken.None);

        Assert.Empty(await TagsAsync(Key));
    }

    [Fact]
    public async Task RewritingAPublishedRenditionKeepsItPublished()
    {
        await WriteAsync(Key, [1, 2, 3]);
        await Store.PublishRenditionsAsync([Key], CancellationToken.None);

        await WriteAsync(Key, [1, 2, 3]);
        await WriteAsync(Key, [1, 2, 3], daysLater: 30);

        Assert.Empty(await TagsAsync(Key));
    }

    [Fact]
    public async Task LeftoverRenditionIsRewrittenBeforeItIsSwept()
    {
        await WriteAsync(Key, [1]);

        // The content differs only to distinguish the two writes.
        await WriteAsync(Key, [2], daysLater: 0);
        Assert.Equal([1], await ReadRenditionAsync(Key));
        await WriteAsync(Key, [2], daysLater: UnpublishedTag.ExpirationDays);
        Assert.Equal([2], await ReadRenditionAsync(Key));

        Assert.Equal([(UnpublishedTag.Key, UnpublishedTag.Value)], await TagsAsync(Key));
    }

    [Fact]
    public async Task ConcurrentWritesOfARenditionStoreItOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteAsync(Key, [1, 2, 3]))));

        Assert.Equal([1, 2, 3], await ReadRenditionAsync(Key));
        Assert.Equal([(UnpublishedTag.Key, UnpublishedTag.Value)], await TagsAsync(Key));
    }

    [Fact]
    public async Task MoreRenditionsThanAPageAreListedAndRemoved()
    {
        Emulator.SkipIf(emulator.PagesSkipReason);
        const int Count = 1_100;
        await Parallel.ForAsync(0, Count, async (number, _) => await WriteAsync($"a/x-1/{number:0000}.webp", [1]));

        Assert.Equal(
            Enumerable.Range(0, Count).Select(number => $"a/x-1/{number:0000}.webp"), await Store.ListRenditionsAsync("a/x-1/", CancellationToken.None));
        Assert.Equal(Count, await Store.RemoveRenditionsAsync("a/x-1/", CancellationToken.None));
        Assert.Empty(await Store.ListRenditionsAsync("a/", CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task RenditionsOfAnyKeyAreRemoved(string key)
    {
        Emulator.SkipIf(key == key.Trim() ? null : emulator.SpacesInBatchesSkipReason);
        var prefix = ImageIds.RenditionPrefix(key, new string('0', 64), "1daafbe1");
        await WriteAsync(prefix + "thumb.webp", [1]);
        await WriteAsync("other/thumb.webp", [1]);

        Assert.Equal(1, await Store.RemoveRenditionsAsync(prefix, CancellationToken.None));

        Assert.Null(await ReadRenditionAsync(prefix + "thumb.webp"));
        Assert.NotNull(await ReadRenditionAsync("other/thumb.webp"));
    }

    [Fact]
    public async Task KeysMayHaveCharactersInvalidInXml()
    {
        Emulator.SkipIf(emulator.EncodedListsSkipReason);
        await WriteAsync("bell\u0007+%2B .jpg/x-1/thumb.webp", [1]);
        await WriteAsync("bell\u0007+%2B .jpg/x-1/small\r.webp", [1]);

        Assert.Equal(
            ["bell\u0007+%2B .jpg/x-1/small\r.webp", "bell\u0007+%2B .jpg/x-1/thumb.webp"],
            await Store.ListRenditionsAsync("bell\u0007+%2B .jpg/", CancellationToken.None));
        Assert.Equal(2, await Store.RemoveRenditionsAsync("bell\u0007+%2B .jpg/", CancellationToken.None));
        Assert.Empty(await Store.ListRenditionsAsync("bell\u0007+%2B .jpg/", CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(DotSegments))]
    public async Task DotSegmentsAreNotResolved(string key)
    {
        await PutOriginalAsync(key, [1, 2, 3]);
        await WriteAsync(key + "/x-1/thumb.webp", [4]);
        await Store.PublishRenditionsAsync([key + "/x-1/thumb.webp"], CancellationToken.None);

        Assert.Equal([key], (await S3.ListObjectsV2Async(new() { BucketName = _originals })).S3Objects.Select(item => item.Key));
        Assert.IsType<OriginalRead.Found>(await Store.ReadOriginalAsync(new(_originals, key, null, null), 10, CancellationToken.None));
        Assert.Equal([key + "/x-1/thumb.webp"], await Store.ListRenditionsAsync(key + "/", CancellationToken.None));
        Assert.Equal(1, await Store.RemoveRenditionsAsync(key + "/", CancellationToken.None));
    }

    [Fact]
    public async Task MissingBucketIsNamed()
    {
        var store = new S3ImageStore(S3, "no-such-bucket", TimeProvider.System);

        var read = await Assert.ThrowsAsync<BucketNotFoundException>(
            () => store.ReadOriginalAsync(new("no-such-uploads", "a", null, null), 10, CancellationToken.None));
        var write = await Assert.ThrowsAsync<BucketNotFoundException>(
            () => store.WriteRenditionAsync(new(Key, "image/webp", Sha256, new byte[1]), CancellationToken.None));

        Assert.Equal(("no-such-uploads", "no-such-bucket"), (read.Bucket, write.Bucket));
        Assert.Contains("s3://no-such-uploads/a", read.Message, StringComparison.Ordinal);
    }

    private Task WriteAsync(string key, byte[] content, int daysLater = 0) =>
        StoreAt(new OffsetTimeProvider(TimeSpan.FromDays(daysLater))).WriteRenditionAsync(new(key, "image/webp", Sha256, content), CancellationToken.None);

    private async Task<IReadOnlyList<(string Key, string Value)>> TagsAsync(string key)
    {
        var tags = await S3.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = _renditions, Key = key });
        return [.. (tags.Tagging ?? []).Select(tag => (tag.Key, tag.Value))];
    }

    /// <summary>A clock that runs ahead.</summary>
    private sealed class OffsetTimeProvider(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }
}
