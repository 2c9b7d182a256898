using System.Text.Json.Serialization;
using Pipeline.Core.Photos;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Placeholders;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Catalogue;

/// <summary>One content of an image, and what was made from it.</summary>
/// <param name="Sha256">SHA-256 of the original, 64 lower-case hexadecimal digits: the version's identity.</param>
/// <param name="RenditionSet">Hash of the rendition set that was made.</param>
/// <param name="Prefix">Key prefix of the renditions: <c>{key}/{first 16 of sha256}-{rendition set}/</c>; a focal point changes the last part.</param>
/// <param name="Format">Format of the original.</param>
/// <param name="Width">Upright width of the original in pixels.</param>
/// <param name="Height">Upright height of the original in pixels.</param>
/// <param name="Frames">Number of frames or pages that the original's file has, whatever the renditions show of them.</param>
/// <param name="Bytes">Size of the original in bytes.</param>
/// <param name="Placeholder">What to show while a rendition loads.</param>
/// <param name="Renditions">The renditions, in the set's order.</param>
/// <param name="Damaged">Whether the original's pixel data are damaged, and the renditions show what could be decoded.</param>
/// <param name="FocalPoint">The original's focal point, which its crops are placed by; null if it has none or the set does not use it.</param>
/// <param name="Photo">What the photo says of itself; null in records of earlier versions.</param>
/// <param name="PhotoSchema">How <paramref name="Photo"/> was read, see <see cref="PhotoReading.Schema"/>.</param>
/// <param name="User">What the uploader added: the object's user metadata and, if the settings keep them, its tags; null if nothing.</param>
public sealed record ImageVersion(
    string Sha256,
    string RenditionSet,
    string Prefix,
    ImageFormat Format,
    int Width,
    int Height,
    int Frames,
    long Bytes,
    Placeholder? Placeholder,
    IReadOnlyList<RenditionRecord> Renditions,
    bool Damaged = false,
    FocalPoint? FocalPoint = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PhotoMetadata? Photo = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PhotoSchema = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UserMetadata? User = null)
{
    /// <summary>
    /// The same renditions as those of no content and no set, so that the next execution makes them again: files of theirs are gone or damaged.
    /// Readers see what is left of them until the new ones exist.
    /// </summary>
    public ImageVersion MarkIncomplete() => this with { RenditionSet = "incomplete", Sha256 = new('0', 64) };

    /// <summary>The same version with other metadata.</summary>
    public ImageVersion With(VersionMetadata metadata) => this with { Photo = metadata.Photo, PhotoSchema = metadata.PhotoSchema, User = metadata.User };
}

/// <summary>One rendition that was made.</summary>
/// <param name="Name">Its name in the set.</param>
/// <param name="Key">Object key in the renditions bucket. Renditions of a version that come out the same share it.</param>
/// <param name="Format">Format written.</param>
/// <param name="ContentType">Media type of the object.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height of one frame in pixels.</param>
/// <param name="Frames">Number of frames given to the encoder. The file may have fewer: WebP encoders merge frames that are equal.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="Colours">Whose colours it has. The JSON says so only if that is not sRGB.</param>
/// <param name="Url">Where it is delivered; null in the catalogue, which has keys only, and without delivery.</param>
public sealed record RenditionRecord(
    string Name,
    string Key,
    ImageFormat Format,
    string ContentType,
    int Width,
    int Height,
    int Frames,
    long Bytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Gamut Colours = Gamut.Srgb,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url = null);
