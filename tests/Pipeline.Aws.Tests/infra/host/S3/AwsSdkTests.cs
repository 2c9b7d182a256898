using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using Pipeline.Core.Executions;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Aws.Tests.Host.S3;

/// <summary>The local host serves AWSSDK.S3 as programs use it.</summary>
public sealed class AwsSdkTests : IAsyncLifetime
{
    private S3UnderTest _host = null!;
    private AmazonS3Client _s3 = null!;

    public async Task InitializeAsync()
    {
        _host = await S3UnderTest.StartAsync();
        var config = new AmazonS3Config { ServiceURL = _host.Address, ForcePathStyle = true, UseHttp = true, AuthenticationRegion = "eu-central-1" };
        _s3 = new(new BasicAWSCredentials("anybody", "anything"), config);
    }

    public async Task DisposeAsync()
    {
        _s3.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task PhotoIsPutProcessedReadAndDeleted()
    {
        var photo = SyntheticImages.Jpeg(640, 480);

        var put = await _s3.PutObjectAsync(new() { BucketName = "uploads", Key = "Łódź & 猫/a b+c.jpg", InputStream = new MemoryStream(photo) });
        using var get = await _s3.GetObjectAsync("uploads", "Łódź & 猫/a b+c.jpg");

        Assert.Equal(put.ETag, get.ETag);
        Assert.Equal("image/jpeg", get.Headers.ContentType);
        Assert.Equal(photo, await ReadAsync(get));
        Assert.Equal(RecordedStatus.Succeeded, Assert.Single(await _host.WaitForExecutionsAsync()).Status);
        Assert.NotEmpty((await _s3.ListObjectsV2Async(new() { BucketName = "renditions" })).S3Objects);

        await _s3.DeleteObjectAsync("uploads", "Łódź & 猫/a b+c.jpg");
        var exception = await Assert.ThrowsAsync<NoSuchKeyException>(() => _s3.GetObjectAsync("uploads", "Łódź & 猫/a b+c.jpg"));
        Assert.Equal("NoSuchKey", exception.ErrorCode);
        Assert.NotEmpty(exception.RequestId);
    }

    [Theory]
    [InlineData(true, "CRC32")]
    [InlineData(true, "SHA1")]
    [InlineData(true, "SHA256")]
    [InlineData(false, "SHA256")]
    public async Task EveryBodyEncodingIsAccepted(bool chunked, string algorithm)
    {
        var content = new byte[200_000];
        new Random(1).NextBytes(content);

        await _s3.PutObjectAsync(new()
        {
            BucketName = "uploads",
            Key = "a.bin",
            InputStream = new MemoryStream(content),
            UseChunkEncoding = chunked,
            ChecksumAlgorithm = ChecksumAlgorithm.FindValue(algorithm),
        });
        using var get = await _s3.GetObjectAsync("uploads", "a.bin");

        Assert.Equal(content, await ReadAsync(get));
        Assert.Single(await _host.WaitForExecutionsAsync());
    }

    [Fact]
    public async Task TransferUtilitySends20MegabytesInParts()
    {
        var content = new byte[20 << 20];
        new Random(1).NextBytes(content);
        using var transfer = new TransferUtility(_s3);

        await transfer.UploadAsync(new TransferUtilityUploadRequest
        {
            BucketName = "uploads", Key = "large.bin", InputStream = new MemoryStream(content), PartSize = 5 << 20,
        });
        using var get = await _s3.GetObjectAsync("uploads", "large.bin");

        Assert.EndsWith("-4\"", get.ETag, StringComparison.Ordinal);
        Assert.Equal(content, await ReadAsync(get));
        Assert.Single(await _host.WaitForExecutionsAsync());
        Assert.Empty((await _s3.ListMultipartUploadsAsync("uploads")).MultipartUploads ?? []);
    }

    [Fact]
    public async Task PaginatorListsAllPages()
    {
        foreach (var number in Enumerable.Range(0, 25))
        {
            await _host.PutAsync($"uploads/many%20{number:D2}/a.txt", "x");
        }

        var keys = new List<string>();
        await foreach (var entry in _s3.Paginators.ListObjectsV2(new() { BucketName = "uploads", MaxKeys = 10 }).S3Objects)
        {
            keys.Add(entry.Key);
        }

        var prefixes = new List<string>();
        await foreach (var prefix in _s3.Paginators.ListObjectsV2(new() { BucketName = "uploads", MaxKeys = 10, Delimiter = "/" }).CommonPrefixes)
        {
            prefixes.Add(prefix);
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"many {number:D2}/a.txt"), keys);
        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"many {number:D2}/"), prefixes);
    }

    [Fact]
    public async Task PresignedUrlsPutAndGet()
    {
        var put = await PresignAsync(HttpVerb.PUT);
        using var content = new ByteArrayContent("content"u8.ToArray());

        using var response = await _host.Client.PutAsync(new Uri(put), content);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("content", await _host.Client.GetStringAsync(new Uri(await PresignAsync(HttpVerb.GET))));

        Task<string> PresignAsync(HttpVerb verb) => _s3.GetPreSignedURLAsync(new()
        {
            BucketName = "uploads", Key = "a b.txt", Verb = verb, Expires = DateTime.UtcNow.AddHours(1), Protocol = Protocol.HTTP,
        });
    }

    [Fact]
    public async Task ObjectsAreCopiedTaggedHeadedAndDeletedAtOnce()
    {
        await _s3.PutObjectAsync(new() { BucketName = "uploads", Key = "a", ContentBody = "x", TagSet = [new() { Key = "k", Value = "v" }] });
        await _s3.CopyObjectAsync("uploads", "a", "uploads", "b c");
        var head = await _s3.GetObjectMetadataAsync("uploads", "b c");
        await _s3.PutObjectTaggingAsync(new() { BucketName = "uploads", Key = "a", Tagging = new() { TagSet = [] } });
        var tags = await _s3.GetObjectTaggingAsync(new() { BucketName = "uploads", Key = "a" });
        var deleted = await _s3.DeleteObjectsAsync(new() { BucketName = "uploads", Objects = [new() { Key = "a" }, new() { Key = "b c" }] });

        Assert.Equal(1, head.ContentLength);
        Assert.Empty(tags.Tagging ?? []);
        Assert.Equal(2, deleted.DeletedObjects.Count);
        Assert.Equal(4, (await _host.WaitForExecutionsAsync()).Count);
    }

    [Fact]
    public async Task ErrorsBecomeSdkExceptions()
    {
        Assert.Equal(["renditions", "uploads"], (await _s3.ListBucketsAsync()).Buckets.Select(bucket => bucket.BucketName));
        await _s3.PutBucketAsync("uploads");

        var denied = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.PutObjectAsync(new() { BucketName = "renditions", Key = "a", ContentBody = "x" }));
        var missing = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.PutBucketVersioningAsync(
            new() { BucketName = "uploads", VersioningConfig = new() { Status = VersionStatus.Enabled } }));
        var exists = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.PutObjectAsync(new() { BucketName = "uploads", Key = "a", ContentBody = "x", IfMatch = "\"other\"" }));

        Assert.Equal("AccessDenied", denied.ErrorCode);
        Assert.Equal("NotImplemented", missing.ErrorCode);
        Assert.Equal("NoSuchKey", exists.ErrorCode);
    }

    [Fact]
    public async Task PropertiesOfBucketsAreRead()
    {
        await _s3.PutObjectAsync(new() { BucketName = "uploads", Key = "a", ContentBody = "x" });

        var versioning = await _s3.GetBucketVersioningAsync("uploads");
        var bucket = await _s3.GetBucketAclAsync(new GetBucketAclRequest { BucketName = "uploads" });
        var policy = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.GetBucketPolicyStatusAsync(new() { BucketName = "uploads" }));

        Assert.Equal(VersionStatus.Off, versioning.VersioningConfig.Status);
        var grant = Assert.Single(bucket.Grants);
        Assert.Equal((S3Permission.FULL_CONTROL, "local"), (grant.Permission, grant.Grantee.CanonicalUser));
        Assert.Equal("NoSuchBucketPolicy", policy.ErrorCode);
    }

    private static async Task<byte[]> ReadAsync(GetObjectResponse response)
    {
        using var content = new MemoryStream();
        await response.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }
}
