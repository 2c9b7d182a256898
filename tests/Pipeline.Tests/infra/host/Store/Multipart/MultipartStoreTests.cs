using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Multipart;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Multipart;

public sealed class MultipartStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task PartsSurviveARestart()
    {
        var upload = await CreateAsync("a/b.jpg");
        var part = await PutAsync(upload, 2, 1, 2, 3);

        await _local.ReopenAsync();

        var (found, parts) = _local.Store.MultipartUploads.ListParts("a/b.jpg", upload.Id);
        Assert.Equal(upload, found);
        Assert.Equal([part], parts);
        Assert.Equal([upload], _local.Store.MultipartUploads.ListUploads());
    }

    [Fact]
    public async Task PartPutAgainReplacesTheOldOne()
    {
        var upload = await CreateAsync("a");
        await PutAsync(upload, 1, 1);

        var second = await PutAsync(upload, 1, 2, 3);

        Assert.Equal([second], _local.Store.MultipartUploads.ListParts("a", upload.Id).Parts);
        Assert.Equal(2, Directory.GetFiles(_local.PathOf("multipart", upload.Id)).Length);
    }

    [Fact]
    public async Task NewerOfTwoPartsLeftByACrashCounts()
    {
        var upload = await CreateAsync("a");
        var part = await PutAsync(upload, 1, 2);
        var older = _local.PathOf("multipart", upload.Id, $"00001.{EntityTag.Compute(1)}");
        await File.WriteAllBytesAsync(older, [1]);
        File.SetLastWriteTimeUtc(older, part.LastModified.UtcDateTime.AddMinutes(-1));

        Assert.Equal([part], _local.Store.MultipartUploads.ListParts("a", upload.Id).Parts);
    }

    [Fact]
    public async Task CompletionKeepsTheOutcomeAndRemovesTheParts()
    {
        var upload = await CreateAsync("a");
        var part = await PutAsync(upload, 1, 1, 2, 3);
        var stored = 0;

        Assert.Equal("tag-1", await CompleteAsync());
        await _local.ReopenAsync();
        Assert.Equal("tag-1", await CompleteAsync());

        Assert.Equal(1, stored);
        Assert.Empty(_local.Store.MultipartUploads.ListUploads());
        Assert.Equal(["completed.json", "upload.json"], Directory.GetFiles(_local.PathOf("multipart", upload.Id)).Select(Path.GetFileName).Order());

        Task<string> CompleteAsync() => _local.Store.MultipartUploads.CompleteAsync(
            "a",
            upload.Id,
            [part.ETag],
            async (_, parts) =>
            {
                stored++;
                await using var content = _local.Store.MultipartUploads.OpenParts("a", upload.Id, parts);
                using var read = new MemoryStream();
                await content.CopyToAsync(read);
                Assert.Equal([1, 2, 3], read.ToArray());
                return "tag-1";
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task FailedCompletionCanBeRetried()
    {
        var upload = await CreateAsync("a");
        var part = await PutAsync(upload, 1, 1);

        await Assert.ThrowsAsync<IOException>(() => _local.Store.MultipartUploads.CompleteAsync(
            "a", upload.Id, [part.ETag], (_, _) => throw new IOException("The disk is full."), CancellationToken.None));

        Assert.Equal([part], _local.Store.MultipartUploads.ListParts("a", upload.Id).Parts);
    }

    [Fact]
    public async Task ExpiredUploadIsSweptAndANewerOneStays()
    {
        var old = await CreateAsync("old");
        await PutAsync(old, 1, 1);
        _local.Time.Now += TimeSpan.FromDays(1);
        var recent = await CreateAsync("young");
        _local.Time.Now += MultipartStore.RetentionPeriod - TimeSpan.FromHours(1);

        Assert.Equal(1, await _local.Store.SweepAsync(CancellationToken.None));

        Assert.Equal([recent], _local.Store.MultipartUploads.ListUploads());
        Assert.Throws<MultipartUploadNotFoundException>(() => _local.Store.MultipartUploads.ListParts("old", old.Id));
    }

    [Fact]
    public async Task ExpiredUploadIsRemovedWhenTheNextOneStarts()
    {
        await CreateAsync("old");
        _local.Time.Now += MultipartStore.RetentionPeriod + TimeSpan.FromHours(1);

        var next = await CreateAsync("young");

        Assert.Equal([_local.PathOf("multipart", next.Id)], Directory.GetDirectories(_local.PathOf("multipart")));
    }

    [Fact]
    public async Task ReaderCannotWrite()
    {
        await using var reader = LocalStore.OpenReadOnly(_local.Folder, _local.Time);

        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.MultipartUploads.CreateAsync("a", null, null, CancellationToken.None));
    }

    private Task<MultipartUpload> CreateAsync(string key) => _local.Store.MultipartUploads.CreateAsync(key, "image/jpeg", null, CancellationToken.None);

    private Task<UploadedPart> PutAsync(MultipartUpload upload, int number, params byte[] content) => _local.Store.MultipartUploads.PutPartAsync(
        upload.Key, upload.Id, number, new MemoryStream(content), new(), CancellationToken.None);
}
