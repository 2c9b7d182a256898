using System.Text.Json.Serialization;

namespace Pipeline.Core.Events;

/// <summary>
/// An S3 event as EventBridge delivers it: the state machine's input. Keys are as uploaded, not URL-encoded.
/// Source: Amazon S3 User Guide, "EventBridge event message structure".
/// </summary>
/// <param name="Id">Id of the event; the same at every delivery.</param>
/// <param name="DetailType"><c>Object Created</c> or <c>Object Deleted</c>.</param>
/// <param name="Source"><c>aws.s3</c>; a backfill uses its own name.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Detail">Bucket, object, and what was done.</param>
public sealed record ImageEvent(
    string Id,
    [property: JsonPropertyName("detail-type")] string DetailType,
    string Source,
    DateTimeOffset Time,
    ImageEventDetail Detail)
{
    public const string ObjectCreated = "Object Created";

    /// <summary>The source of a backfill's events.</summary>
    public const string BackfillSource = "image-pipeline.backfill";

    public const string ObjectDeleted = "Object Deleted";

    /// <summary>Whether an earlier version is current again because somebody deleted the one after it.</summary>
    [JsonIgnore]
    public bool IsRestoration => DetailType == ObjectCreated && Detail.Reason == ImageEventDetail.DeleteObject;
}

/// <param name="Bucket">The uploads bucket.</param>
/// <param name="Object">What was created or deleted.</param>
/// <param name="Reason">The S3 operation: <c>PutObject</c>, <c>CompleteMultipartUpload</c>, <c>DeleteObject</c>, <c>Lifecycle Expiration</c>…</param>
/// <param name="DeletionType">For a deletion: <c>Permanently Deleted</c> or <c>Delete Marker Created</c>.</param>
public sealed record ImageEventDetail(
    BucketName Bucket,
    ImageEventObject Object,
    string? Reason = null,
    [property: JsonPropertyName("deletion-type")] string? DeletionType = null)
{
    public const string DeleteObject = "DeleteObject";

    public const string PermanentlyDeleted = "Permanently Deleted";

    public const string DeleteMarkerCreated = "Delete Marker Created";

    /// <summary>
    /// Whether one version of an object was deleted, in a bucket with versioning. It may have been an old one, the current one, or a
    /// delete marker, which the event does not tell: look at the key.
    /// </summary>
    public bool DeletesOneVersion() => DeletionType == PermanentlyDeleted && Object.VersionId is not null;
}

public sealed record BucketName(string Name);

/// <param name="Key">Object key, at most 1,024 bytes of UTF-8.</param>
/// <param name="Size">Size in bytes; absent for deletions.</param>
/// <param name="ETag">Entity tag. Lists of objects have it in quotation marks, which are taken off.</param>
/// <param name="VersionId">Version of the object, in a bucket with versioning.</param>
/// <param name="Sequencer">Hexadecimal; orders the events of one key (see <see cref="Events.Sequencer"/>). Absent for a backfill.</param>
public sealed record ImageEventObject(
    string Key,
    long? Size = null,
    [property: JsonPropertyName("etag")][property: JsonConverter(typeof(EntityTagConverter))] string? ETag = null,
    [property: JsonPropertyName("version-id")] string? VersionId = null,
    string? Sequencer = null);
