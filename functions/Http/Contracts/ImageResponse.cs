using System.ComponentModel;
using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Photos;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Placeholders;

namespace Pipeline.Http.Contracts;

/// <summary>What the catalogue says about an image, for those who show it.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Key">Key of the image.</param>
/// <param name="Status">Outcome of the newest upload or deletion.</param>
/// <param name="Reason">Why the newest upload was rejected, failed or is in quarantine.</param>
/// <param name="ETag">Entity tag of the newest upload that the record knows: the one that the form's answer had.</param>
/// <param name="Version">The version to show; null if there is none. An upload that was rejected, failed or is in quarantine leaves the last good one.</param>
/// <param name="CreatedAt">When the image was first seen.</param>
/// <param name="UpdatedAt">When the record last changed.</param>
/// <param name="Description">What the version shows, in words; null if nobody has described it.</param>
[Description("What the catalogue says about an image.")]
public sealed record ImageResponse(
    [property: Description("Bucket and key of the image.")] string ImageId,
    [property: Description("Key of the image.")] string Key,
    [property: Description("Outcome of the newest upload or deletion.")] ApiStatus Status,
    [property: Description("Why the newest upload was rejected, failed or is in quarantine.")] Reason? Reason,
    [property: Description("Entity tag of the newest upload that the record knows. The answer to the form has the same.")]
    [property: JsonPropertyName("etag")] string? ETag,
    [property: Description("The version to show. An upload that was rejected, failed or is in quarantine leaves the last good one.")] VersionResponse? Version,
    [property: Description("When the image was first seen.")] DateTimeOffset? CreatedAt,
    [property: Description("When the record last changed.")] DateTimeOffset? UpdatedAt,
    [property: Description("What the version shows, in words. Absent if nobody has described it.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DescriptionResponse? Description = null);

/// <summary>Statuses of the API.</summary>
public enum ApiStatus
{
    /// <summary>An execution is under way. An earlier version may be there to show.</summary>
    Processing,

    /// <summary>The newest version's renditions exist.</summary>
    Succeeded,

    /// <summary>The newest upload was rejected; see the reason.</summary>
    Rejected,

    /// <summary>Processing ended with a fault; see the reason.</summary>
    Failed,

    /// <summary>The original was deleted.</summary>
    Deleted,

    /// <summary>The original is in the bucket, and the catalogue has no record of it yet.</summary>
    Unprocessed,

    /// <summary>The newest upload is kept from readers until a person releases it; see the reason.</summary>
    Quarantined,
}

/// <summary>One content of an image, and what was made from it.</summary>
/// <param name="Sha256">SHA-256 of the original in hexadecimal digits.</param>
/// <param name="Format">Format of the original.</param>
/// <param name="Width">Upright width of the original in pixels.</param>
/// <param name="Height">Upright height of the original in pixels.</param>
/// <param name="Bytes">Size of the original in bytes.</param>
/// <param name="Placeholder">What to show while a rendition loads.</param>
/// <param name="Renditions">The renditions, in the set's order.</param>
/// <param name="Photo">What the photo says of itself.</param>
[Description("One content of an image, and what was made from it.")]
public sealed record VersionResponse(
    [property: Description("SHA-256 of the original in hexadecimal digits.")] string Sha256,
    [property: Description("Format of the original.")] ImageFormat Format,
    [property: Description("Upright width of the original in pixels.")] int Width,
    [property: Description("Upright height of the original in pixels.")] int Height,
    [property: Description("Size of the original in bytes.")] long Bytes,
    [property: Description("What to show while a rendition loads.")] Placeholder? Placeholder,
    [property: Description("The renditions, in the order of the rendition set.")] IReadOnlyList<RenditionResponse> Renditions,
    [property: Description("What the photo says of itself.")] PhotoMetadata? Photo);

/// <summary>One rendition.</summary>
/// <param name="Name">Its name in the rendition set.</param>
/// <param name="Url">Where it is, for ever the same content; null if the deployment has no delivery.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Bytes">Size in bytes.</param>
[Description("One rendition.")]
public sealed record RenditionResponse(
    [property: Description("Its name in the rendition set.")] string Name,
    [property: Description("Where it is. The content of an address never changes. Null if the deployment delivers no renditions.")] string? Url,
    [property: Description("Media type.")] string ContentType,
    [property: Description("Width in pixels.")] int Width,
    [property: Description("Height in pixels.")] int Height,
    [property: Description("Size in bytes.")] long Bytes);
