using System.Text;

namespace Pipeline.Imaging.Formats;

/// <summary>Says in words what a file appears to be, from its first bytes.</summary>
internal static class FileDescription
{
    public static string Describe(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return "empty (0 bytes)";
        }

        return FormatSniffer.Sniff(content) is { } format ? DescribeKnown(format) : DescribeBinary(content) ?? DescribeText(content) ?? "a file of an unknown type";
    }

    private static string DescribeKnown(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "a JPEG image",
        ImageFormat.Png => "a PNG image",
        ImageFormat.WebP => "a WebP image",
        ImageFormat.Gif => "a GIF image",
        ImageFormat.Avif => "an AVIF image",
        ImageFormat.Heic => "a HEIC image",
        ImageFormat.Tiff => "a TIFF image",
        _ => "a BMP image",
    };

    private static string? DescribeBinary(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => "a JPEG XL image",
        [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => "a JPEG 2000 image",
        [0, 0, 1 or 2, 0, not 0, 0, ..] => "a Windows icon",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop document",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "a PDF document",
        [(byte)'%', (byte)'!', (byte)'P', (byte)'S', ..] => "a PostScript document",
        [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8, ..] => "a ZIP archive (or an office document)",
        [0x1F, 0x8B, ..] => "a gzip archive",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'A', (byte)'V', (byte)'I', (byte)' ', ..] => "an AVI video",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "a Matroska or WebM video",
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'M', (byte)'Z', ..] => "a program",
        _ => DescribeIsoMedia(content),
    };

    private static string? DescribeIsoMedia(ReadOnlySpan<byte> content)
    {
        if (content.Length < 12)
        {
            return null;
        }

        if (content[4..].StartsWith("ftyp"u8))
        {
            var brand = content.Slice(8, 4);
            return brand.SequenceEqual("qt  "u8) ? "a QuickTime video"
                : brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) ? "a HEIF image with an unknown codec"
                : "an MP4 video";
        }

        return content[4..].StartsWith("moov"u8) || content[4..].StartsWith("mdat"u8) || content[4..].StartsWith("wide"u8)
            ? "a QuickTime video"
            : null;
    }

    private static string? DescribeText(ReadOnlySpan<byte> content)
    {
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return "text (UTF-16)";
        }

        if (content.IndexOfAnyInRange((byte)0, (byte)8) >= 0)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text switch
        {
            _ when text.StartsWith("#!", StringComparison.Ordinal) || text.StartsWith("<?php", StringComparison.OrdinalIgnoreCase) => "a script",
            _ when !text.StartsWith('<') => IsMostlyText(text) ? "text" : null,
            _ when text.Contains("<svg", StringComparison.OrdinalIgnoreCase) || text.Contains(":svg", StringComparison.OrdinalIgnoreCase) => "an SVG drawing",
            _ when text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) => "an HTML page",
            _ when text.StartsWith("<script", StringComparison.OrdinalIgnoreCase) => "a script",
            _ => "an XML document",
        };
    }

    // The header may end in the middle of a character.
    private static bool IsMostlyText(string text) => text.Count(c => c is '\uFFFD') <= 1 && !text.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c));
}
