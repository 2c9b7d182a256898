using System.Text.Json.Serialization;

namespace Pipeline.Core.Catalogue;

/// <summary>What the catalogue says about one image. The only pointer to its current version.</summary>
/// <param name="ImageId">Identity: <c>bucket/key</c>.</param>
/// <param name="Bucket">Bucket of the original.</param>
/// <param name="Key">Key of the original.</param>
/// <param name="Status">Outcome of the newest event.</param>
/// <param name="Current">The version to show, or null. A rejected or failed upload leaves the last good version in place.</param>
/// <param name="Sequencer">Sequencer of the newest event applied; null if there were only backfills.</param>
/// <param name="ETag">Entity tag from that event. Shows whether a backfill means the same upload.</param>
/// <param name="VersionId">Object version from that event, in a bucket with versioning.</param>
/// <param name="Reason">Why the newest upload was rejected or failed; otherwise null.</param>
/// <param name="Execution">Id of the execution that wrote the record.</param>
/// <param name="CreatedAt">When the image was first seen.</param>
/// <param name="UpdatedAt">When the record last changed.</param>
/// <param name="ExpiresAt">When a deleted image's record may be removed; null for all others.</param>
/// <param name="Description">What the current version shows, in words; null if nobody has described it.</param>
public sealed record ImageRecord(
    string ImageId,
    string Bucket,
    string Key,
    ImageStatus Status,
    ImageVersion? Current,
    string? Sequencer,
    [property: JsonPropertyName("etag")] string? ETag,
    string? VersionId,
    Reason? Reason,
    string Execution,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ExpiresAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImageDescription? Description = null);

/// <summary>Outcome of an image's newest event.</summary>
public enum ImageStatus
{
    /// <summary>An execution is under way and there is nothing to show yet.</summary>
    Processing,

    /// <summary>The newest version's renditions exist.</summary>
    Ready,

    /// <summary>The newest upload was rejected; see the reason.</summary>
    Rejected,

    /// <summary>Processing ended with a fault; see the reason.</summary>
    Failed,

    /// <summary>The original was deleted. Kept for 30 days so that delayed events lose against it.</summary>
    Deleted,

    /// <summary>The newest upload is kept from readers until a person releases it; see the reason.</summary>
    Quarantined,
}

/// <summary>Facts about statuses.</summary>
public static class ImageStatuses
{
    /// <summary>The statuses that every catalogue lists: those that somebody may have to look into. The others are of nearly all images.</summary>
    public static IReadOnlyList<ImageStatus> Listed { get; } = [ImageStatus.Processing, ImageStatus.Rejected, ImageStatus.Failed, ImageStatus.Quarantined];
}

/// <summary>Why an image was rejected, failed or is in quarantine.</summary>
/// <param name="Code">One of <see cref="ReasonCodes"/>, or a fault's class name.</param>
/// <param name="Message">For people: what was found, what is allowed, what to do.</param>
public sealed record Reason(string Code, string Message);

/// <summary>Values of <see cref="Reason.Code"/> for images that are rejected or in quarantine.</summary>
public static class ReasonCodes
{
    public const string EmptyObject = "emptyObject";

    public const string ObjectTooLarge = "objectTooLarge";

    public const string UnsupportedFormat = "unsupportedFormat";

    public const string CorruptImage = "corruptImage";

    public const string TooManyPixels = "tooManyPixels";

    public const string TooManyFrames = "tooManyFrames";

    public const string NeedsTooMuchMemory = "needsTooMuchMemory";

    public const string Moderated = "moderated";

    public const string NotDescribed = "notDescribed";
}
