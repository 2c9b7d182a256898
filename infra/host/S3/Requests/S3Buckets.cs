using Microsoft.AspNetCore.Http;
using Pipeline.Core.Describing;
using Pipeline.Host.Engine;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.Store.Images;

namespace Pipeline.Host.S3.Requests;

/// <summary>The two buckets of this host.</summary>
internal sealed class S3Buckets(LocalPipeline pipeline)
{
    /// <summary>All buckets, sorted by name.</summary>
    public IReadOnlyList<IS3Bucket> All { get; } = [new RenditionsBucket(pipeline.Store.Images, CreateAccess(pipeline)), new UploadsBucket(pipeline.Store.Uploads)];

    /// <summary>When the buckets were created: when the data folder was.</summary>
    public DateTimeOffset CreatedAt { get; } = Directory.GetCreationTimeUtc(pipeline.Store.Folder);

    public IS3Bucket? Find(string name) => All.FirstOrDefault(bucket => bucket.Name == name);

    /// <exception cref="S3Exception">There is no such bucket.</exception>
    public IS3Bucket Get(string name) => Find(name) ?? throw new S3Exception(
        StatusCodes.Status404NotFound, "NoSuchBucket", "The specified bucket does not exist: this host has uploads and renditions.", ("BucketName", name));

    private static RenditionAccess CreateAccess(LocalPipeline pipeline) =>
        new(pipeline.Store.Catalogue, onlyPublished: pipeline.Describing?.Moderation?.Action == ModerationAction.Quarantine);
}
