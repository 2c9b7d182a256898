using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Imaging.Metadata;

/// <summary>
/// What the pipeline uses of a file's metadata, the same under every codec: codecs differ in which blocks they find and which types
/// they accept. Damaged blocks read as if they were not there.
/// </summary>
/// <param name="Orientation">1 to 8. 1 in HEIC and AVIF, whose own properties rotate and mirror: decoders apply these, and EXIF only repeats them.</param>
/// <param name="Copyright">The notice of EXIF, else of IPTC, else of XMP; null if there is none. At most 1,000 characters.</param>
public sealed record EmbeddedMetadata(int Orientation, string? Copyright)
{
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format detected from the content.</param>
    /// <exception cref="CorruptImageException">The file changed after it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EmbeddedMetadata Read(ImageSource source, ImageFormat format)
    {
        var blocks = MetadataBlocks.Read(source, format);
        var orientation = format is ImageFormat.Avif or ImageFormat.Heic ? 1 : ExifOrientation.Read(blocks.Exif.Span);
        return new(orientation, ExifCopyright.Read(blocks.Exif.Span) ?? IptcCopyright.Read(blocks.Iptc.Span) ?? XmpCopyright.Read(blocks.Xmp.Span));
    }
}
