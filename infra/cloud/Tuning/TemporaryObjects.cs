using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.S3;
using Pipeline.Cloud.Stack;
using Pipeline.EventPatterns;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Tuning;

/// <summary>A photo in the uploads bucket.</summary>
internal sealed record StoredPhoto(string Bucket, string Key, string? VersionId, string ETag);

/// <summary>
/// The photos and renditions of a measurement, under a prefix of its own. Resize's role reads originals from the uploads bucket only, so that is where
/// the photos must be; but no upload may start the pipeline. Their keys end in a slash, as those of folders do, and no rule routes these, whatever the
/// stack's filter of keys is. The stack's own patterns are asked before anything is uploaded.
/// </summary>
internal sealed class TemporaryObjects(IAmazonS3 s3, DeployedStack stack)
{
    private readonly string _prefix = $"tune/{Guid.NewGuid():n}/";
    private readonly List<StoredPhoto> _photos = [];

    /// <summary>Uploads a photo. Its key is also the prefix of its renditions.</summary>
    /// <exception cref="UsageException">The stack would process it.</exception>
    /// <exception cref="AmazonS3Exception">S3 refuses.</exception>
    public async Task<StoredPhoto> UploadAsync(TuningPhoto photo, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{_prefix}{_photos.Count}/{photo.Name}/");
        RequireUnrouted(key);
        using var content = new MemoryStream(photo.Content, writable: false);
        cancellationToken.ThrowIfCancellationRequested();
        // Once it is sent, the answer says which version to remove.
        var response = await s3.PutObjectAsync(
            new() { BucketName = stack.UploadsBucket, Key = key, InputStream = content, UseChunkEncoding = false }, CancellationToken.None);
        var stored = new StoredPhoto(stack.UploadsBucket, key, string.IsNullOrEmpty(response.VersionId) ? null : response.VersionId, response.ETag.Trim('"'));
        _photos.Add(stored);
        return stored;
    }

    /// <summary>Deletes the photos, with their versions, so that no delete marker stays.</summary>
    public async Task DeletePhotosAsync(CancellationToken cancellationToken)
    {
        foreach (var photo in _photos)
        {
            await s3.DeleteObjectAsync(new() { BucketName = photo.Bucket, Key = photo.Key, VersionId = photo.VersionId }, cancellationToken);
        }
    }

    /// <summary>Deletes the renditions.</summary>
    public async Task DeleteRenditionsAsync(CancellationToken cancellationToken)
    {
        var page = await s3.ListObjectsV2Async(new() { BucketName = stack.RenditionsBucket, Prefix = _prefix }, cancellationToken);
        foreach (var rendition in page.S3Objects ?? [])
        {
            await s3.DeleteObjectAsync(new() { BucketName = stack.RenditionsBucket, Key = rendition.Key }, cancellationToken);
        }
    }

    private void RequireUnrouted(string key)
    {
        if (stack.EventPatterns.Count == 0)
        {
            throw new UsageException("The stack does not say which events it routes. It was deployed by an older version: run `pulumi up`.");
        }

        EventPattern[] patterns = [.. stack.EventPatterns.Select(EventPattern.Parse)];
        JsonObject[] events =
        [
            CreateEvent(key, "Object Created", new() { ["reason"] = "PutObject" }),
            CreateEvent(key, "Object Deleted", new() { ["reason"] = "DeleteObject", ["deletion-type"] = "Permanently Deleted" }),
        ];
        if (events.Any(each => patterns.All(pattern => pattern.Matches(each))))
        {
            throw new UsageException($"The stack's rule would route the upload of s3://{stack.UploadsBucket}/{key}. It was changed by hand: run `pulumi up`.");
        }
    }

    private JsonObject CreateEvent(string key, string type, JsonObject detail)
    {
        detail["bucket"] = new JsonObject { ["name"] = stack.UploadsBucket };
        detail["object"] = new JsonObject { ["key"] = key };
        return new() { ["source"] = "aws.s3", ["detail-type"] = type, ["detail"] = detail };
    }
}
