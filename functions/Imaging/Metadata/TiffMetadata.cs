using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Exif;

namespace Pipeline.Imaging.Metadata;

/// <summary>Finds the blocks of a TIFF: the file itself has the structure of EXIF; its first directory holds IPTC and XMP.</summary>
internal static class TiffMetadata
{
    private const ushort XmpTag = 700;
    private const ushort IptcTag = 33723;
    private const ushort PhotoshopTag = 34377;

    public static MetadataBlocks Read(ImageSource source)
    {
        var file = source.ToMemory();
        var directory = new ExifBlock(file.Span);
        var iptc = Bound(directory.Find(IptcTag, out _));
        return new()
        {
            Exif = file,
            Iptc = iptc.IsEmpty ? PhotoshopResources.Find(Bound(directory.Find(PhotoshopTag, out _)), PhotoshopResources.Iptc).ToArray() : iptc.ToArray(),
            Xmp = Bound(directory.Find(XmpTag, out _)).ToArray(),
        };
    }

    private static ReadOnlySpan<byte> Bound(ReadOnlySpan<byte> block) => block.Length <= MetadataBlocks.MaxBlockBytes ? block : [];
}
