using System.Text;

namespace Pipeline.Testing.Files;

/// <summary>Gives a JPEG the metadata of a camera and of an editor: EXIF with camera and date, XMP with place and keywords.</summary>
internal static class CameraPhoto
{
    public const double Latitude = 48.137412;
    public const double Longitude = 11.575534;

    /// <param name="jpeg">The photo.</param>
    /// <param name="takenAt">When it was taken, as EXIF writes it; null for no date.</param>
    /// <param name="model">Model of the camera.</param>
    /// <param name="keywords">Keywords.</param>
    public static byte[] Write(byte[] jpeg, string? takenAt = "2025:06:07 18:32:05", string model = "Canon EOS R5", params string[] keywords)
    {
        var exif = new ExifFile().With(0x010F, "Canon").With(0x0110, model);
        if (takenAt is not null)
        {
            exif.With(0x9003, takenAt);
        }

        return MetadataFile.JpegWithExif(MetadataFile.JpegWithXmp(jpeg, Encoding.UTF8.GetBytes(Xmp(keywords))), exif.Write());
    }

    private static string Xmp(string[] keywords) => $"""
        <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
         <rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'
           exif:GPSLatitude='48,8.24472N' exif:GPSLongitude='11,34.53204E'>
          <dc:subject><rdf:Bag>{string.Concat(keywords.Select(keyword => $"<rdf:li>{keyword}</rdf:li>"))}</rdf:Bag></dc:subject>
         </rdf:Description>
        </rdf:RDF>
        """;
}
