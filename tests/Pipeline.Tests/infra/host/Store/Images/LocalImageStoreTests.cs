using Pipeline.Core.Storage;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Host.Store.Images;

public sealed class LocalImageStoreTests : ImageStoreContract, IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    protected override IImageStore Store => _local.Store.Images;

    protected override string Bucket => BucketNames.Uploads;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task RemovingRenditionsRemovesTheEmptiedFolders()
    {
        await WriteAsync("a/b/x-1/1.webp");
        await WriteAsync("a/c/x-1/1.webp");

        await Store.RemoveRenditionsAsync("a/b/x-1/", CancellationToken.None);
        Assert.Equal(["a"], Folders());
        Assert.False(Directory.Exists(Path.Combine(_local.Folder, "renditions", "a", "b")));

        await Store.RemoveRenditionsAsync("a/c/x-1/", CancellationToken.None);
        Assert.Empty(Folders());
    }

    [UnixFact("a case-sensitive file system")]
    public async Task KeysAreReadableFileNames()
    {
        await PutOriginalAsync("cats/1.jpg", [1]);
        await PutOriginalAsync("ümlaut and space/IMG_0001.JPG", [1]);
        await WriteAsync("cats/1.jpg/0123456789abcdef-0a0b/thumb.webp");

        Assert.True(File.Exists(Path.Combine(_local.Folder, "uploads", "cats", "1.jpg")));
        Assert.True(File.Exists(Path.Combine(_local.Folder, "uploads", "ümlaut and space", "IMG_0001.JPG")));
        Assert.True(File.Exists(Path.Combine(_local.Folder, "renditions", "cats", "1.jpg%", "0123456789abcdef-0a0b", "thumb.webp")));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../x.jpg")]
    [InlineData("a/../b")]
    [InlineData("nul\0and.jpg")]
    [InlineData("\ufeff\uffff.jpg")]
    public async Task UnusualKeyIsStoredAndListed(string key)
    {
        await PutOriginalAsync(key, [1, 2, 3]);
        await WriteAsync($"{key}/x-1/thumb.webp");

        Assert.IsType<OriginalRead.Found>(await Store.ReadOriginalAsync(new(Bucket, key, null, null), 10, CancellationToken.None)).Dispose();
        Assert.Equal(key, Assert.Single((await _local.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects).Key);
        Assert.Equal([$"{key}/x-1/thumb.webp"], await Store.ListRenditionsAsync($"{key}/", CancellationToken.None));
    }

    [Fact]
    public async Task NoFileIsWrittenOutsideTheFolder()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_local.Folder, "outside")).FullName;
        foreach (var key in OddKeyTexts)
        {
            await PutOriginalAsync("../outside/" + key[..Math.Min(key.Length, 200)], [1]);
            await WriteAsync($"../outside/{key}/x.webp");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_local.Folder, "tmp")));
    }

    [Fact]
    public async Task OtherBucketsAndVersionsAreSuperseded()
    {
        await PutOriginalAsync("a", [1]);

        Assert.IsType<OriginalRead.Superseded>(
            await Store.ReadOriginalAsync(new("other", "a", null, null), 10, CancellationToken.None));
        Assert.IsType<OriginalRead.Superseded>(
            await Store.ReadOriginalAsync(new(Bucket, "a", "v1", null), 10, CancellationToken.None));
    }

    [Fact]
    public async Task PrefixWithoutASlashIsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        () => Store.RemoveRenditionsAsync("a/x-1", CancellationToken.None));

    protected override async Task<string> PutOriginalAsync(string key, byte[] content, string? focalPoint = null)
    {
        var metadata = focalPoint is null ? null : new Dictionary<string, string> { ["focal-point"] = focalPoint };
        return (await _local.Store.Uploads.PutAsync(key, new MemoryStream(content), new(Metadata: metadata), CancellationToken.None)).Object.ETag;
    }

    protected override Task DeleteOriginalAsync(string key) => _local.Store.Uploads.DeleteAsync(key, CancellationToken.None);

    protected override async Task<byte[]?> ReadRenditionAsync(string key)
    {
        await using var file = _local.Store.Images.OpenRendition(key);
        if (file is null)
        {
            return null;
        }

        var content = new byte[file.Length];
        await file.ReadExactlyAsync(content);
        return content;
    }

    private Task WriteAsync(string key) =>
        Store.WriteRenditionAsync(new(key, "image/webp", new string('a', 64), new byte[] { 1 }), CancellationToken.None);

    private IEnumerable<string> Folders() =>
        Directory.EnumerateFileSystemEntries(Path.Combine(_local.Folder, "renditions")).Select(path => Path.GetFileName(path));
}
