namespace Pipeline.Photo.Xmp;

/// <summary>The properties that are read. Every other one is skipped.</summary>
internal enum XmpProperty
{
    Title,
    Description,
    Subject,
    Creator,
    Rights,
    Credit,
    DateCreated,
    Rating,
    DigitalSourceType,
    Make,
    Model,
    Orientation,
    DateTimeOriginal,
    ExposureTime,
    FNumber,
    IsoSpeedRatings,
    PhotographicSensitivity,
    FocalLength,
    FocalLengthIn35mmFilm,
    FlashFired,
    LensModel,
    Lens,
    GpsLatitude,
    GpsLongitude,
    GpsAltitude,
    GpsAltitudeRef,
}

/// <summary>Namespaces and names of the properties.</summary>
/// <seealso href="https://developer.adobe.com/xmp/docs/XMPNamespaces/"/>
/// <seealso href="https://www.iptc.org/std/photometadata/specification/IPTC-PhotoMetadata">IPTC Photo Metadata</seealso>
internal static class XmpNames
{
    public const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public const string Exif = "http://ns.adobe.com/exif/1.0/";

    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Photoshop = "http://ns.adobe.com/photoshop/1.0/";
    private const string Basic = "http://ns.adobe.com/xap/1.0/";
    private const string IptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private const string Tiff = "http://ns.adobe.com/tiff/1.0/";
    private const string ExifExtension = "http://cipa.jp/exif/1.0/";
    private const string Auxiliary = "http://ns.adobe.com/exif/1.0/aux/";

    private static readonly Dictionary<(string Namespace, string Name), XmpProperty> Properties = new()
    {
        [(DublinCore, "title")] = XmpProperty.Title,
        [(DublinCore, "description")] = XmpProperty.Description,
        [(DublinCore, "subject")] = XmpProperty.Subject,
        [(DublinCore, "creator")] = XmpProperty.Creator,
        [(DublinCore, "rights")] = XmpProperty.Rights,
        [(Photoshop, "Credit")] = XmpProperty.Credit,
        [(Photoshop, "DateCreated")] = XmpProperty.DateCreated,
        [(Basic, "Rating")] = XmpProperty.Rating,
        [(IptcExtension, "DigitalSourceType")] = XmpProperty.DigitalSourceType,
        [(Tiff, "Make")] = XmpProperty.Make,
        [(Tiff, "Model")] = XmpProperty.Model,
        [(Tiff, "Orientation")] = XmpProperty.Orientation,
        [(Exif, "DateTimeOriginal")] = XmpProperty.DateTimeOriginal,
        [(Exif, "ExposureTime")] = XmpProperty.ExposureTime,
        [(Exif, "FNumber")] = XmpProperty.FNumber,
        [(Exif, "ISOSpeedRatings")] = XmpProperty.IsoSpeedRatings,
        [(ExifExtension, "PhotographicSensitivity")] = XmpProperty.PhotographicSensitivity,
        [(Exif, "FocalLength")] = XmpProperty.FocalLength,
        [(Exif, "FocalLengthIn35mmFilm")] = XmpProperty.FocalLengthIn35mmFilm,
        [(ExifExtension, "LensModel")] = XmpProperty.LensModel,
        [(Auxiliary, "Lens")] = XmpProperty.Lens,
        [(Exif, "GPSLatitude")] = XmpProperty.GpsLatitude,
        [(Exif, "GPSLongitude")] = XmpProperty.GpsLongitude,
        [(Exif, "GPSAltitude")] = XmpProperty.GpsAltitude,
        [(Exif, "GPSAltitudeRef")] = XmpProperty.GpsAltitudeRef,
    };

    public static XmpProperty? Find(string @namespace, string name, bool withLocation) =>
        Properties.TryGetValue((@namespace, name), out var property) && (withLocation || property < XmpProperty.GpsLatitude) ? property : null;
}
