using System.Buffers.Binary;

namespace Pipeline.Imaging.Formats;

/// <summary>Detects formats by their first bytes. Trusts neither file name nor media type, and decodes nothing.</summary>
public static class FormatSniffer
{
    /// <summary>Number of bytes to look at, from the start of the file. Fewer are enough if the file is shorter.</summary>
    public const int HeaderLength = 1024;

    /// <summary>The raster format of a file; null if the pipeline does not know it.</summary>
    /// <param name="content">The file, or its first <see cref="HeaderLength"/> bytes.</param>
    public static ImageFormat? Sniff(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageFormat.Gif,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] =>
            CameraRaw.Describe(content) is null ? ImageFormat.Tiff : null,
        _ when content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) => ImageFormat.WebP,
        _ when IsBitmap(content) => ImageFormat.Bmp,
        _ => SniffBrands(content),
    };

    /// <summary>What a file appears to be, for a message to its sender: <c>a PDF document</c>.</summary>
    /// <inheritdoc cref="Sniff"/>
    public static string Describe(ReadOnlySpan<byte> content) => FileDescription.Describe(content[..Math.Min(content.Length, HeaderLength)]);

    // Plain text can begin with "BM", so the size of the second header decides.
    private static bool IsBitmap(ReadOnlySpan<byte> content)
        => content.Length >= 18
            && content.StartsWith("BM"u8)
            && BinaryPrimitives.ReadUInt32LittleEndian(content[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    /// <summary>Detects ISO 14496-12 files by brand: the major brand first, then the compatible ones.</summary>
    private static ImageFormat? SniffBrands(ReadOnlySpan<byte> content)
    {
        if (content.Length < 16 || !content[4..].StartsWith("ftyp"u8))
        {
            return null;
        }

        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(content), (uint)Math.Min(content.Length, HeaderLength));
        if (FormatOfBrand(content.Slice(8, 4)) is { } major)
        {
            return major;
        }

        // mif1 and msf1 say that there are pictures, not how they are encoded.
        ImageFormat? format = null;
        for (var i = 16; i + 4 <= length && format is null; i += 4)
        {
            format = FormatOfBrand(content.Slice(i, 4));
        }

        var isGeneric = content[8..].StartsWith("mif1"u8) || content[8..].StartsWith("msf1"u8) || content[8..].StartsWith("miaf"u8);
        return isGeneric ? format : null;
    }

    private static ImageFormat? FormatOfBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
        {
            return ImageFormat.Avif;
        }

        // heic heix heim heis: pictures; hevc hevx hevm hevs: sequences.
        return brand is [(byte)'h', (byte)'e', (byte)'i', (byte)'c' or (byte)'x' or (byte)'m' or (byte)'s']
            or [(byte)'h', (byte)'e', (byte)'v', (byte)'c' or (byte)'x' or (byte)'m' or (byte)'s']
            ? ImageFormat.Heic
            : null;
    }
}
