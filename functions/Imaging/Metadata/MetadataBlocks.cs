using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Imaging.Metadata;

/// <summary>The blocks of metadata in a file, as stored. Of several blocks of a kind, the first counts, as in browsers.</summary>
public sealed record MetadataBlocks
{
    /// <summary>Maximum size of one block in bytes. A larger one is passed over.</summary>
    public const int MaxBlockBytes = 4 << 20;

    public static MetadataBlocks None { get; } = new();

    /// <summary>EXIF: a TIFF file, with or without <c>Exif\0\0</c> before it.</summary>
    public ReadOnlyMemory<byte> Exif { get; init; }

    /// <summary>IPTC data sets.</summary>
    public ReadOnlyMemory<byte> Iptc { get; init; }

    /// <summary>Digest of the IPTC data sets when XMP was last written (16 bytes of MD5); empty if the file has none.</summary>
    public ReadOnlyMemory<byte> IptcDigest { get; init; }

    /// <summary>An XMP packet.</summary>
    public ReadOnlyMemory<byte> Xmp { get; init; }

    /// <summary>A second XMP packet: what a JPEG's first one has no room for.</summary>
    public ReadOnlyMemory<byte> ExtendedXmp { get; init; }

    /// <summary>Finds the blocks of a file, whatever it contains. A TIFF is read whole, because the file itself is the EXIF block.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format detected from the content.</param>
    /// <exception cref="CorruptImageException">The file changed after it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MetadataBlocks Read(ImageSource source, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => JpegMetadata.Read(source),
        ImageFormat.Png => PngMetadata.Read(source),
        ImageFormat.WebP => WebPMetadata.Read(source),
        ImageFormat.Tiff => TiffMetadata.Read(source),
        ImageFormat.Avif or ImageFormat.Heic => HeifMetadata.Read(source),
        _ => None,
    };
}
