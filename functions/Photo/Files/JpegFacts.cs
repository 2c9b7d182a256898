using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Photo.Files;

/// <summary>Facts of a JPEG: frame header, JFIF, and the JUMBF boxes of Content Credentials in APP11.</summary>
/// <seealso href="https://www.w3.org/Graphics/JPEG/jfif3.pdf">JFIF 1.02</seealso>
/// <seealso href="https://spec.c2pa.org/specifications/specifications/2.1/specs/C2PA_Specification.html">C2PA 2.1, A.3.1</seealso>
internal static class JpegFacts
{
    private const byte App0 = 0xE0;
    private const byte App11 = 0xEB;
    private const int MaxLabelBytes = 128;
    private const double CentimetresPerInch = 2.54;

    public static FileFacts Read(ImageSource source)
    {
        var header = JpegHeader.Read(source);
        var facts = new FileFacts
        {
            ColourModel = header?.Components switch { 1 => FileFacts.Grey, 3 => FileFacts.Rgb, 4 => FileFacts.Cmyk, _ => null },
            BitDepth = header?.Precision,
            Alpha = header is null ? null : false,
            Profile = JpegProfile.Read(source),
        };
        var window = new SourceWindow(source);
        foreach (var segment in JpegSegments.List(source).Where(segment => segment.Marker is App0 or App11))
        {
            var content = window.Read(segment.Offset, Math.Min(segment.Length, MaxLabelBytes));
            if (segment.Marker == App11)
            {
                facts = facts with { HasC2pa = facts.HasC2pa || IsC2pa(content) };
            }
            else if (facts.Dpi is null && content.Length >= 12 && content.StartsWith("JFIF\0"u8))
            {
                var density = BinaryPrimitives.ReadUInt16BigEndian(content[8..]);
                facts = facts with { Dpi = content[7] switch { 1 => density, 2 => density * CentimetresPerInch, _ => null } };
            }
        }

        return facts;
    }

    /// <summary>A box of type jumb whose description has the label c2pa.</summary>
    private static bool IsC2pa(ReadOnlySpan<byte> content) =>
        content.StartsWith("JP"u8) && content.IndexOf("jumb"u8) >= 0 && content.IndexOf("c2pa"u8) >= 0;
}
