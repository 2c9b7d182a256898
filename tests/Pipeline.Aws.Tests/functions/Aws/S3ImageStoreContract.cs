using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Photos;
using Pipeline.Core.Storage;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>The contract of every store, over the wire, and what S3 adds to it.</summary>
public abstract partial class S3ImageStoreContract(S3Emulator emulator) : ImageStoreContract, IAsyncLifetime
{
    private string _originals = "";
    private string _renditions = "";

    protected override IImageStore Store => StoreAt(TimeProvider.System);

    protected override string Bucket => _originals;

    private AmazonS3Client S3 => emulator.Client;

    public async Task InitializeAsync() => (_originals, _renditions) = (await emulator.CreateBucketAsync(), await emulator.CreateBucketAsync());

    public Task DisposeAsync() => Task.CompletedTask;

    protected override async Task<string> PutOriginalAsync(string key, byte[] content, string? focalPoint = null)
    {
        var request = new PutObjectRequest { BucketName = _originals, Key = key, InputStream = new MemoryStream(content), UseChunkEncoding = false };
        if (focalPoint is not null)
        {
            request.Metadata["focal-point"] = focalPoint;
        }

        return (await S3.PutObjectAsync(request)).ETag.Trim('"');
    }

    protected override Task DeleteOriginalAsync(string key) => S3.DeleteObjectAsync(_originals, key);

    protected override async Task<byte[]?> ReadRenditionAsync(string key)
    {
        try
        {
            using var response = await S3.GetObjectAsync(_renditions, key);
            using var content = new MemoryStream();
            await response.ResponseStream.CopyToAsync(content);
            return content.ToArray();
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }

    [Fact]
    public async Task UserMetadataAreReadWithTheOriginal()
    {
        var request = new PutObjectRequest { BucketName = _originals, Key = "a.jpg", InputStream = new MemoryStream([1, 2, 3]), UseChunkEncoding = false };
        request.Metadata["album"] = "Summer";
        request.Metadata["Credit"] = "A. Photographer";
        await S3.PutObjectAsync(request);

        var found = await Store.FindOriginalAsync(new(_originals, "a.jpg", null, null), CancellationToken.None);
        using var read = (OriginalRead.Found)await Store.ReadOriginalAsync(new(_originals, "a.jpg", null, null), 10, CancellationToken.None);

        var expected = new UserMetadata(new Dictionary<string, string> { ["album"] = "Summer", ["credit"] = "A. Photographer" });
        Assert.Equal(expected, found!.User);
        Assert.Equal(expected, read.User);
    }

    [Fact]
    public async Task TagsAreReadIfTheyAreKept()
    {
        var request = new PutObjectRequest
        {
            BucketName = _originals, Key = "a.jpg", InputStream = new MemoryStream([1, 2, 3]), UseChunkEncoding = false, TagSet = [new() { Key = "project", Value = "website" }],
        };
        await S3.PutObjectAsync(request);
        var store = new S3ImageStore(S3, _renditions, TimeProvider.System, keepTags: true);

        var found = await store.FindOriginalAsync(new(_originals, "a.jpg", null, null), CancellationToken.None);
        using var read = (OriginalRead.Found)await store.ReadOriginalAsync(new(_originals, "a.jpg", null, null), 10, CancellationToken.None);
        var without = await Store.FindOriginalAsync(new(_originals, "a.jpg", null, null), CancellationToken.None);

        var expected = new UserMetadata(tags: new Dictionary<string, string> { ["project"] = "website" });
        Assert.Equal(expected, found!.User);
        Assert.Equal(expected, read.User);
        Assert.Null(without!.User);
    }

    private S3ImageStore StoreAt(TimeProvider time) => new(S3, _renditions, time);
}

[Collection(Emulated.ByFauxqs)]
public sealed class FauxqsImageStoreTests(Fauxqs fauxqs) : S3ImageStoreContract(fauxqs);

[Collection(Emulated.ByS3rver)]
public sealed class S3rverImageStoreTests(S3rver s3rver) : S3ImageStoreContract(s3rver);
