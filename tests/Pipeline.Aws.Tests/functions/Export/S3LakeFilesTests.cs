using System.Text;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Export.Ports;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Export;

[Collection(Emulated.ByFauxqs)]
public sealed class S3LakeFilesTests(Fauxqs s3)
{
    [Fact]
    public async Task FilesAreReplacedListedInOrderAndDeleted()
    {
        var bucket = await s3.CreateBucketAsync();
        var files = new S3LakeFiles(new(s3.Client, bucket));
        string[] keys = ["lake/images/dt=2026-03-01/b", "lake/images/dt=2026-03-01/a", "lake/images/dt=2026-03-02/a", "lake/imagesother"];
        foreach (var key in keys.Append(keys[0]))
        {
            Assert.Equal(5, await files.WriteAsync(key, (stream, token) => stream.WriteAsync("12345"u8.ToArray(), token).AsTask(), CancellationToken.None));
        }

        Assert.Equal([keys[1], keys[0], keys[2]], await files.ListAsync("lake/images/", CancellationToken.None));
        using var stored = await s3.Client.GetObjectAsync(bucket, keys[0]);
        using var reader = new StreamReader(stored.ResponseStream, Encoding.UTF8);
        Assert.Equal(("12345", "application/vnd.apache.parquet"), (await reader.ReadToEndAsync(), stored.Headers.ContentType));
        await files.DeleteAsync([keys[0], keys[2], "lake/images/none"], CancellationToken.None);
        Assert.Equal([keys[1]], await files.ListAsync("lake/images/", CancellationToken.None));
        await files.DeleteAsync([], CancellationToken.None);
    }

    [Fact]
    public async Task MoreKeysThanARequestHoldsAreListedAndDeleted()
    {
        var files = new S3LakeFiles(new(s3.Client, await s3.CreateBucketAsync()));
        string[] keys = [.. Enumerable.Range(0, 1_050).Select(number => $"lake/{number:0000}")];
        await Parallel.ForEachAsync(keys, async (key, token) => await files.WriteAsync(key, (_, _) => Task.CompletedTask, token));

        Assert.Equal(keys, await files.ListAsync("lake/", CancellationToken.None));
        await files.DeleteAsync(keys[..^1], CancellationToken.None);

        Assert.Equal([keys[^1]], await files.ListAsync("lake/", CancellationToken.None));
    }

    [Fact]
    public async Task MissingBucketIsNamed()
    {
        s3.SkipIfUnavailable();

        var exception = await Assert.ThrowsAsync<Pipeline.Aws.Images.BucketNotFoundException>(
            () => new S3LakeFiles(new(s3.Client, "no-such-bucket")).ListAsync("lake/", CancellationToken.None));

        Assert.Contains("no-such-bucket", exception.Message, StringComparison.Ordinal);
    }
}
