using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Photos;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Photo.Reading;

/// <summary>What exiftool says of files, in the form of the record.</summary>
internal static class ExifToolOracle
{
    private static readonly string[] Tags =
    [
        "-MWG:DateTimeOriginal", "-MWG:Description", "-MWG:Keywords", "-MWG:Creator", "-MWG:Copyright", "-MWG:Rating", "-EXIF:Make", "-EXIF:Model",
        "-EXIF:LensModel", "-EXIF:ExposureTime", "-EXIF:FNumber", "-EXIF:ISO", "-EXIF:FocalLength", "-EXIF:FocalLengthIn35mmFormat", "-EXIF:Flash",
        "-EXIF:Orientation", "-IPTC:ObjectName", "-XMP-dc:Title", "-IPTC:Credit", "-XMP-photoshop:Credit", "-XMP-iptcExt:DigitalSourceType",
        "-ICC_Profile:ProfileDescription", "-EXIF:XResolution", "-EXIF:ResolutionUnit", "-Composite:GPSLatitude", "-Composite:GPSLongitude",
        "-Composite:GPSAltitude",
    ];

    /// <summary>Asserts that the record of each file has what exiftool finds in it.</summary>
    public static void AssertAgrees(IReadOnlyList<string> files)
    {
        var found = ExifTool.Read(Tags, files);
        Assert.Equal(files.Count, found.Count);
        foreach (var (file, tags) in files.Zip(found))
        {
            AssertAgrees(Path.GetFileName(file), tags, PhotoFiles.ReadFile(file, KeepLocation.Exact));
        }
    }

    private static void AssertAgrees(string file, JsonObject tags, PhotoMetadata photo)
    {
        // IPTC counts in JPEG and TIFF only.
        var withIptc = file.EndsWith("jpg", StringComparison.Ordinal) || file.EndsWith("tif", StringComparison.Ordinal);
        AssertEqual("takenAt", ToIso(Text(tags, "Composite:DateTimeOriginal")), photo.TakenAt);
        AssertEqual("make", Text(tags, "EXIF:Make"), photo.Make);
        AssertEqual("model", Text(tags, "EXIF:Model"), photo.Model);
        AssertEqual("lens", Text(tags, "EXIF:LensModel"), photo.Lens);
        AssertNear("exposureSeconds", Number(tags, "EXIF:ExposureTime"), photo.ExposureSeconds);
        AssertNear("fNumber", Number(tags, "EXIF:FNumber"), photo.FNumber);
        AssertNear("iso", Number(tags, "EXIF:ISO"), photo.Iso);
        AssertNear("focalLengthMm", Number(tags, "EXIF:FocalLength"), photo.FocalLengthMm);
        AssertNear("focalLength35Mm", Number(tags, "EXIF:FocalLengthIn35mmFormat"), photo.FocalLength35Mm);
        AssertEqual("flash", Number(tags, "EXIF:Flash") is { } flash ? ((int)flash & 1) == 1 : null, photo.Flash);
        AssertEqual("title", Text(tags, "XMP:Title") ?? (withIptc ? Text(tags, "IPTC:ObjectName") : null), photo.Title);
        AssertEqual("description", Text(tags, "Composite:Description"), photo.Description);
        AssertEqual("keywords", Join(tags["Composite:Keywords"]), photo.Keywords is null ? null : string.Join("; ", photo.Keywords));
        AssertEqual("creator", Join(tags["Composite:Creator"]), photo.Creator);
        AssertEqual("credit", Text(tags, "XMP:Credit") ?? (withIptc ? Text(tags, "IPTC:Credit") : null), photo.Credit);
        AssertEqual("copyright", Text(tags, "Composite:Copyright")?.Split('\n')[0].TrimEnd(), photo.Copyright);
        AssertNear("rating", Number(tags, "Composite:Rating"), photo.Rating);
        AssertEqual("digitalSourceType", Text(tags, "XMP:DigitalSourceType"), photo.DigitalSourceType);
        AssertEqual("orientation", Number(tags, "EXIF:Orientation") is >= 1 and <= 8 and var orientation ? (int)orientation : null, photo.Orientation);
        AssertEqual("colourProfile", Text(tags, "ICC_Profile:ProfileDescription"), photo.ColourProfile);
        AssertNear("location.latitude", Number(tags, "Composite:GPSLatitude"), photo.Location?.Latitude);
        AssertNear("location.longitude", Number(tags, "Composite:GPSLongitude"), photo.Location?.Longitude);
        AssertNear("location.altitudeMetres", Number(tags, "Composite:GPSAltitude"), photo.Location?.AltitudeMetres);
        if (Number(tags, "EXIF:XResolution") is { } resolution && Number(tags, "EXIF:ResolutionUnit") is 2)
        {
            AssertNear("dpi", resolution, photo.Dpi);
        }

        void AssertEqual<T>(string member, T expected, T actual) =>
            Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"{file}: {member} is '{actual}', exiftool says '{expected}'.");

        void AssertNear(string member, double? expected, double? actual) =>
            Assert.True(
                expected is null ? actual is null : actual is { } value && Math.Abs(value - expected.Value) <= 1e-6 * Math.Max(1, Math.Abs(expected.Value)),
                $"{file}: {member} is {actual}, exiftool says {expected}.");
    }

    private static string? Text(JsonObject tags, string name) => tags[name]?.ToString().Trim() is { Length: > 0 } text ? text : null;

    private static double? Number(JsonObject tags, string name) =>
        double.TryParse(Text(tags, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Join(JsonNode? value) => value switch
    {
        null => null,
        JsonArray list => string.Join("; ", list.Select(item => item!.ToString())),
        _ => value.ToString().Trim(),
    };

    /// <summary>2024:05:01 12:34:56.78+02:00 as ISO 8601.</summary>
    private static string? ToIso(string? date) =>
        date is null ? null : (date[..10].Replace(':', '-') + (date.Length > 11 ? "T" + date[11..] : string.Empty)).Replace("+00:00", "Z", StringComparison.Ordinal);
}
