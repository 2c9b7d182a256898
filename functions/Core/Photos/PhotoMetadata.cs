using System.Text.Json.Serialization;

namespace Pipeline.Core.Photos;

/// <summary>
/// What a photo says of itself. A member that the file does not have, or has damaged, is null. Strings have at most 1,000 UTF-16 units
/// and no control characters; the record has at most 8 KB as JSON.
/// </summary>
/// <param name="TakenAt">When the photo was taken: ISO 8601, with an offset and fractions of a second where the file has them; a date alone, a month or a year if it says no more.</param>
/// <param name="Make">Maker of the camera.</param>
/// <param name="Model">Model of the camera.</param>
/// <param name="Lens">Model of the lens.</param>
/// <param name="ExposureSeconds">Exposure time in seconds.</param>
/// <param name="FNumber">Aperture as f-number.</param>
/// <param name="Iso">Sensitivity.</param>
/// <param name="FocalLengthMm">Focal length in millimetres.</param>
/// <param name="FocalLength35Mm">Focal length in millimetres that gives the same angle of view on 35 mm film.</param>
/// <param name="Flash">Whether the flash fired.</param>
/// <param name="Title">Short title.</param>
/// <param name="Description">Caption.</param>
/// <param name="Keywords">At most 50, in the file's order, each once.</param>
/// <param name="Creator">Photographer; several are separated by a semicolon.</param>
/// <param name="Credit">Line that names whom to credit.</param>
/// <param name="Copyright">Copyright notice.</param>
/// <param name="Rating">1 to 5 stars, 0 for unrated, -1 for rejected.</param>
/// <param name="DigitalSourceType">How the picture was made: a term of IPTC's vocabulary, as the file has it. <c>…/trainedAlgorithmicMedia</c> is made by AI.</param>
/// <param name="Location">Where the photo was taken; only if the settings keep it.</param>
/// <param name="Orientation">EXIF orientation as stored, 1 to 8.</param>
/// <param name="ColourProfile">Description of the embedded ICC profile.</param>
/// <param name="ColourModel">What the stored samples are: <c>grey</c>, <c>rgb</c>, <c>palette</c>, <c>cmyk</c> or <c>lab</c>.</param>
/// <param name="BitDepth">Bits per stored sample; of a palette, bits per index.</param>
/// <param name="Alpha">Whether the file has transparency.</param>
/// <param name="Dpi">Horizontal resolution in pixels per inch.</param>
/// <param name="HasC2pa">Whether the file has Content Credentials (C2PA). They are not verified.</param>
/// <seealso href="https://web.archive.org/web/20180919181934/http://www.metadataworkinggroup.org/pdf/mwg_guidance.pdf">Metadata Working Group, Guidelines 2.0</seealso>
public sealed record PhotoMetadata(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TakenAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Make = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Lens = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ExposureSeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? FNumber = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Iso = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? FocalLengthMm = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? FocalLength35Mm = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Flash = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Keywords = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Creator = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Credit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Copyright = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Rating = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DigitalSourceType = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PhotoLocation? Location = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Orientation = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ColourProfile = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ColourModel = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? BitDepth = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Alpha = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Dpi = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HasC2pa = null);
