using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;
using Pipeline.Core.Grouping;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Contracts;

/// <param name="Execution">Id of the execution.</param>
/// <param name="Event">What happened to the original.</param>
/// <param name="Groups">Whether the definition makes renditions in groups. False for executions that began before it did: see <see cref="ResizeRequest.Plan"/>.</param>
/// <param name="Backfill">What a backfill adds; null for an upload.</param>
public sealed record ValidateRequest(
    string Execution,
    ImageEvent Event,
    bool Groups = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BackfillCheck? Backfill = null);

/// <summary>How Validate looks at an original that a backfill found, and no rule routed.</summary>
/// <param name="Keys">Which keys are images. An event of another key would not have been routed.</param>
/// <param name="Refresh">What of records to update instead of making renditions: one of <see cref="BackfillRefresh"/>.</param>
public sealed record BackfillCheck(KeyFilter Keys, string Refresh = BackfillRefresh.None);

/// <summary>What of the records a backfill updates without new renditions.</summary>
public static class BackfillRefresh
{
    /// <summary>Nothing: renditions are made where they are missing or outdated.</summary>
    public const string None = "none";

    /// <summary>What photos say of themselves.</summary>
    public const string Photo = "photo";

    /// <summary>What models say of images, in a pipeline that describes images.</summary>
    public const string Description = "description";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } = [None, Photo, Description];
}

/// <summary>What an upload is, whether it may pass, and what to make of it.</summary>
/// <param name="Outcome">Decides what happens next.</param>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Reason">Why it was rejected; otherwise null.</param>
/// <param name="Original">What was accepted; otherwise null.</param>
/// <param name="Groups">The files to make, in the set's order, grouped by call; null unless accepted. Renditions that come out the same are one file.</param>
/// <param name="Warning">For people: what the upload says that cannot be followed; null if nothing. Only logged.</param>
/// <param name="Renditions">The same files without groups, instead of <paramref name="Groups"/>, for a request without <see cref="ValidateRequest.Groups"/>.</param>
/// <param name="Metadata">What the original says of itself and what its uploader added, for Persist; null unless accepted. Not part of the original, which every Resize gets.</param>
public sealed record ValidateResponse(
    ValidationOutcome Outcome,
    string ImageId,
    Reason? Reason = null,
    Original? Original = null,
    IReadOnlyList<RenditionGroup>? Groups = null,
    string? Warning = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RenditionPlan>? Renditions = null,
    VersionMetadata? Metadata = null);

public enum ValidationOutcome
{
    /// <summary>The renditions must be made.</summary>
    Accepted,

    /// <summary>The record already shows this content with this rendition set.</summary>
    Unchanged,

    /// <summary>A newer event was seen, or the object is gone or has other content now.</summary>
    Superseded,

    /// <summary>The upload may not pass; see the reason.</summary>
    Rejected,

    /// <summary>Only of a backfill: the key is not that of an image, or there is no record to refresh.</summary>
    Skipped,

    /// <summary>Only of a backfill: the record has what was asked for, and its renditions as before.</summary>
    Refreshed,
}

/// <summary>An accepted original.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">Its key.</param>
/// <param name="VersionId">Object version, in a bucket with versioning.</param>
/// <param name="ETag">Entity tag of the content that was validated; null if the event had none.</param>
/// <param name="Sha256">SHA-256 of the content, 64 hexadecimal digits.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="RenditionSet">Hash of the rendition set.</param>
/// <param name="Prefix">Key prefix of its renditions.</param>
/// <param name="Info">What its header says.</param>
/// <param name="Decode">A decode that is large enough for every rendition of the set.</param>
/// <param name="FocalPoint">Its focal point; null if it has none or the set does not use it.</param>
public sealed record Original(
    string Bucket,
    string Key,
    string? VersionId,
    [property: JsonPropertyName("etag")] string? ETag,
    string Sha256,
    long Bytes,
    string RenditionSet,
    string Prefix,
    ImageInfo Info,
    DecodeOptions Decode,
    FocalPoint? FocalPoint = null);
