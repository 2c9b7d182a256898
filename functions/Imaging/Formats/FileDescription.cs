using System.Buffers.Binary;
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

    private static string? DescribeBinary(ReadOnlySpan<byte> content) => CameraRaw.Describe(content) ?? DescribeByMagic(content) ?? DescribeIsoMedia(content) ?? DescribeByStructure(content);

    private static string? DescribeByMagic(ReadOnlySpan<byte> content)
    {
        foreach (var (offset, magic, description) in Magics.All)
        {
            if (content.Length >= offset + magic.Length && content.Slice(offset, magic.Length).SequenceEqual(magic))
            {
                return description;
            }
        }

        return null;
    }

    private static string? DescribeByStructure(ReadOnlySpan<byte> content) => content switch
    {
        [0, 0, 1, 0, not 0, 0, ..] => "a Windows icon",
        [0, 0, 2, 0, not 0, 0, ..] => "a Windows cursor",
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#', ..] => "a Netpbm image (PBM, PGM, PPM or PAM)",
        [(byte)'P', (byte)'f' or (byte)'F', (byte)'\r' or (byte)'\n', ..] => "a portable float map (PFM)",
        [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8, ..] => "a ZIP archive (or an office document)",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'A', (byte)'V', (byte)'I', (byte)' ', ..] => "an AVI video",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => "WAV audio",
        [(byte)'F', (byte)'O', (byte)'R', (byte)'M', _, _, _, _, (byte)'A', (byte)'I', (byte)'F', (byte)'F' or (byte)'C', ..] => "AIFF audio",
        [(byte)'F', (byte)'O', (byte)'R', (byte)'M', _, _, _, _, (byte)'I' or (byte)'P', ..] => "an Amiga IFF image",
        [0xFF, 0xFB or 0xF3 or 0xF2 or 0xFA, ..] => "MP3 audio",
        [0xFF, 0xF1 or 0xF9, ..] => "AAC audio",
        [0x0A, 0 or 2 or 3 or 4 or 5, 1, 1 or 2 or 4 or 8, ..] => "a PCX image",
        [0x47, ..] when content.Length > 376 && content[188] == 0x47 && content[376] == 0x47 => "an MPEG transport stream",
        _ => IsTarga(content) ? "a TGA image" : null,
    };

    /// <summary>TGA has no magic number at its start, so all fields of its header must make sense together.</summary>
    /// <seealso href="https://www.dca.fee.unicamp.br/~martino/disciplinas/ia978/tgaffs.pdf">Truevision TGA 2.0</seealso>
    private static bool IsTarga(ReadOnlySpan<byte> content)
    {
        if (content is not [_, <= 1, 1 or 2 or 3 or 9 or 10 or 11, _, _, _, _, _, _, _, _, _, _, _, _, _, 8 or 15 or 16 or 24 or 32, _, ..])
        {
            return false;
        }

        var hasMap = content[1] == 1;
        var mapBits = content[7];
        return hasMap == (content[2] is 1 or 9)
            && (hasMap ? mapBits is 15 or 16 or 24 or 32 : content[3..8].IndexOfAnyExcept((byte)0) < 0)
            && BinaryPrimitives.ReadUInt16LittleEndian(content[12..]) > 0
            && BinaryPrimitives.ReadUInt16LittleEndian(content[14..]) > 0
            && (content[17] & 0xC0) == 0;
    }

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
                : brand.SequenceEqual("M4A "u8) || brand.SequenceEqual("M4B "u8) ? "MPEG-4 audio"
                : brand.StartsWith("3g"u8) ? "a 3GP video"
                : brand.SequenceEqual("jp2 "u8) || brand.SequenceEqual("jpx "u8) || brand.SequenceEqual("jpm "u8) ? "a JPEG 2000 image"
                : brand.SequenceEqual("jxl "u8) ? "a JPEG XL image"
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

        if (content.StartsWith("/* XPM */"u8))
        {
            return "an XPM image";
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
