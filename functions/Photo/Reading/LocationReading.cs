using System.Globalization;
using Pipeline.Core.Photos;
using Pipeline.Photo.Exif;
using Pipeline.Photo.Xmp;

namespace Pipeline.Photo.Reading;

/// <summary>Reads where a photo was taken, from EXIF or else XMP.</summary>
internal static class LocationReading
{
    private const int ExactDigits = 7;

    // From the deepest sea to the height of satellites.
    private const double MinAltitude = -12_000;
    private const double MaxAltitude = 1_000_000;

    public static PhotoLocation? Read(ExifValues exif, XmpValues xmp, KeepLocation keepLocation)
    {
        if (keepLocation == KeepLocation.Off)
        {
            return null;
        }

        var found = FromExif(exif) ?? FromXmp(xmp);
        return found is not { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 } ? null
            : keepLocation == KeepLocation.City ? new(Round(found.Latitude, 1), Round(found.Longitude, 1))
            : new(Round(found.Latitude, ExactDigits), Round(found.Longitude, ExactDigits), BoundAltitude(found.AltitudeMetres));
    }

    private static PhotoLocation? FromExif(ExifValues exif)
    {
        var latitude = Sign(exif.GetDegrees(GpsTag.Latitude), exif.GetText(GpsTag.LatitudeRef), "S");
        var longitude = Sign(exif.GetDegrees(GpsTag.Longitude), exif.GetText(GpsTag.LongitudeRef), "W");
        var altitude = exif.GetNumber(GpsTag.Altitude) * (exif.GetNumber(GpsTag.AltitudeRef) == 1 ? -1 : 1);
        return latitude is null || longitude is null ? null : new(latitude.Value, longitude.Value, altitude);
    }

    private static PhotoLocation? FromXmp(XmpValues xmp)
    {
        var latitude = ParseDegrees(xmp.GetText(XmpProperty.GpsLatitude));
        var longitude = ParseDegrees(xmp.GetText(XmpProperty.GpsLongitude));
        var altitude = Numbers.Parse(xmp.GetText(XmpProperty.GpsAltitude)) * (xmp.GetText(XmpProperty.GpsAltitudeRef) == "1" ? -1 : 1);
        return latitude is null || longitude is null ? null : new(latitude.Value, longitude.Value, altitude);
    }

    private static double? Sign(double? degrees, string? reference, string negative) =>
        reference?.StartsWith(negative, StringComparison.OrdinalIgnoreCase) == true ? -degrees : degrees;

    /// <summary>Degrees, minutes and perhaps seconds, separated by commas, and a direction: <c>48,8.5N</c>.</summary>
    private static double? ParseDegrees(string? text)
    {
        if (text is not { Length: > 1 and < 50 })
        {
            return null;
        }

        var degrees = 0.0;
        var unit = 1.0;
        foreach (var part in text[..^1].Split(','))
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            degrees += value / unit;
            unit *= 60;
        }

        return char.ToUpperInvariant(text[^1]) switch { 'N' or 'E' => degrees, 'S' or 'W' => -degrees, _ => null };
    }

    private static double? BoundAltitude(double? altitude) => altitude is >= MinAltitude and <= MaxAltitude ? Round(altitude.Value, 2) : null;

    // Adding zero turns -0 into 0.
    private static double Round(double value, int digits) => Math.Round(value, digits) + 0.0;
}
