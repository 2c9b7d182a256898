using System.Text.Json.Serialization;

namespace Pipeline.Core.Catalogue;

/// <summary>What the catalogue tells about one image: the only pointer to its current version.</summary>
/// <param name="ImageId">Identity: <c>bucket/key</c>.</param>
/// <param name="Bucket">Bucket of the original.</param>
/// <param name="Key">Key of the original.</param>
/// <param name="Status">What became of the newest event.</param>
/// <param name="Current">The version to show; a rejected or failed upload leaves the last good one in place. Null when there is none.</param>
/// <param name="Sequencer">Sequencer of the newest event applied; null while only backfills were.</param>
/// <param name="ETag">Entity tag that event named: tells whether a backfill means the same upload.</param>
/// <param name="VersionId">Object version that event named, in a bucket that keeps versions.</param>
/// <param name="Reason">Why the newest upload was rejected or failed; otherwise null.</param>
/// <param name="Execution">Id of the execution that wrote this.</param>
/// <param name="CreatedAt">First seen.</param>
/// <param name="UpdatedAt">Last changed.</param>
/// <param name="ExpiresAt">When a deleted image's record may go; null for all others.</param>
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
    DateTimeOffset? ExpiresAt = null);

/// <summary>What became of an image's newest event.</summary>
public enum ImageStatus
{
    /// <summary>An execution is under way and there is nothing to show yet.</summary>
    Processing,

    /// <summary>The newest version's renditions are there.</summary>
    Ready,

    /// <summary>The newest upload may not pass; see the reason.</summary>
    Rejected,

    /// <summary>Processing ended with a fault; see the reason.</summary>
    Failed,

    /// <summary>The original was deleted. Kept for 30 days so that delayed events lose against it.</summary>
    Deleted,
}

/// <summary>Why an image was rejected or failed.</summary>
/// <param name="Code">One of <see cref="ReasonCodes"/>, or a fault's class name.</param>
/// <param name="Message">For people: what was found, what is allowed, what to do.</param>
public sealed record Reason(string Code, string Message);

/// <summary>Codes of <see cref="Reason"/> for rejected images.</summary>
public static class ReasonCodes
{
    public const string EmptyObject = "emptyObject";

    public const string ObjectTooLarge = "objectTooLarge";

    public const string UnsupportedFormat = "unsupportedFormat";

    public const string CorruptImage = "corruptImage";

    public const string TooManyPixels = "tooManyPixels";

    public const string TooManyFrames = "tooManyFrames";
}
