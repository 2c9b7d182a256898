using Pipeline.Core.Events;

namespace Pipeline.Testing.Events;

/// <summary>Events as S3 sends them.</summary>
internal static class ImageEvents
{
    public const string Bucket = "uploads";

    public static ImageEvent Created(string key, string? sequencer, string? etag = null, string? versionId = null) => new(
        Guid.NewGuid().ToString(),
        ImageEvent.ObjectCreated,
        "aws.s3",
        DateTimeOffset.UnixEpoch,
        new(new(Bucket), new(key, 1, etag, versionId, sequencer), "PutObject"));

    public static ImageEvent Deleted(string key, string? sequencer, string? versionId = null, string deletionType = ImageEventDetail.PermanentlyDeleted) => new(
        Guid.NewGuid().ToString(),
        ImageEvent.ObjectDeleted,
        "aws.s3",
        DateTimeOffset.UnixEpoch,
        new(new(Bucket), new(key, null, null, versionId, sequencer), "DeleteObject", deletionType));
}
