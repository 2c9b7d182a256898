using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Pipeline.Testing.Files;

/// <summary>Adds blocks of metadata to files of several formats, and writes the blocks that hold a copyright notice.</summary>
internal static class MetadataFile
{
    /// <summary>An XMP packet with a notice in the form that the specification prescribes.</summary>
    public static byte[] Xmp(string notice) => Encoding.UTF8.GetBytes(
        "<?xpacket begin='\uFEFF' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        + "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        + $"<dc:rights><rdf:Alt><rdf:li xml:lang='de'>auf Deutsch</rdf:li><rdf:li xml:lang='x-default'>{notice}</rdf:li></rdf:Alt></dc:rights>"
        + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>");

    /// <summary>IPTC data sets: a title, and a notice.</summary>
    public static byte[] Iptc(byte[] notice) => [0x1C, 2, 5, 0, 2, (byte)'H', (byte)'i', 0x1C, 2, 116, .. Short(notice.Length), .. notice];

    /// <summary>Photoshop's image resources: the resolution, with a name of odd length, and IPTC data sets.</summary>
    public static byte[] Resources(byte[] iptc) =>
    [
        .. "8BIM"u8, 0x03, 0xED, 3, .. "abc"u8, 0, 0, 0, 3, 1, 2, 3, 0,
        .. "8BIM"u8, 0x04, 0x04, 0, 0, 0, 0, .. Short(iptc.Length), .. iptc,
    ];

    public static byte[] JpegWithExif(byte[] jpeg, byte[] exif) => WithSegment(jpeg, 0xE1, [.. "Exif\0\0"u8, .. exif]);

    public static byte[] JpegWithXmp(byte[] jpeg, byte[] xmp) => WithSegment(jpeg, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. xmp]);

    public static byte[] JpegWithResources(byte[] jpeg, byte[] resources) => WithSegment(jpeg, 0xED, [.. "Photoshop 3.0\0"u8, .. resources]);

    /// <summary>The chunk for an XMP packet in PNG.</summary>
    public static (string Type, byte[] Data) PngXmp(byte[] xmp, bool isCompressed)
    {
        var text = new MemoryStream();
        if (isCompressed)
        {
            using var zlib = new ZLibStream(text, CompressionLevel.Fastest, leaveOpen: true);
            zlib.Write(xmp);
        }
        else
        {
            text.Write(xmp);
        }

        return ("iTXt", [.. "XML:com.adobe.xmp\0"u8, (byte)(isCompressed ? 1 : 0), 0, 0, 0, .. text.ToArray()]);
    }

    /// <summary>A simple WebP as an extended one, with chunks before or after its pixels.</summary>
    public static byte[] WebPWith(byte[] webp, int width, int height, params (string Type, byte[] Data)[] chunks)
    {
        const byte exifAndXmp = 0x0C;
        byte[] header = [exifAndXmp, 0, 0, 0, .. Triple(width - 1), .. Triple(height - 1)];
        byte[] content = [.. "WEBP"u8, .. Chunk("VP8X", header), .. webp[12..], .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Data))];
        return [.. "RIFF"u8, .. Little(content.Length), .. content];
    }

    private static byte[] WithSegment(byte[] jpeg, byte marker, byte[] data) =>
        [.. jpeg[..2], 0xFF, marker, .. Short(data.Length + 2), .. data, .. jpeg[2..]];

    private static byte[] Chunk(string type, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(type), .. Little(data.Length), .. data, .. new byte[data.Length & 1]];

    private static byte[] Short(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Triple(int number) => [(byte)number, (byte)(number >> 8), (byte)(number >> 16)];

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
