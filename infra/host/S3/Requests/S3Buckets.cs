using Microsoft.AspNetCore.Http;
using Pipeline.Host.Engine;
using Pipeline.Host.S3.Protocol;

namespace Pipeline.Host.S3.Requests;

/// <summary>The two buckets there are.</summary>
internal sealed class S3Buckets(LocalPipeline pipeline)
{
    /// <summary>By name, in order.</summary>
    public IReadOnlyList<IS3Bucket> All { get; } = [new RenditionsBucket(pipeline.Store.Images), new UploadsBucket(pipeline.Store.Uploads)];

    /// <summary>When they were made: with their folder.</summary>
    public DateTimeOffset CreatedAt { get; } = Directory.GetCreationTimeUtc(pipeline.Store.Folder);

    public IS3Bucket? Find(string name) => All.FirstOrDefault(bucket => bucket.Name == name);

    /// <exception cref="S3Exception">There is no such bucket.</exception>
    public IS3Bucket Get(string name) => Find(name) ?? throw new S3Exception(
        StatusCodes.Status404NotFound, "NoSuchBucket", "The specified bucket does not exist: this host has uploads and renditions.", ("BucketName", name));
}
