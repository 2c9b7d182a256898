using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Photo.Reading;

/// <summary>
/// Reads a small JPEG with a block of every kind, so that the first photo of a process does not wait for the compiler: generic code over
/// this project's types is compiled at run time even if the assemblies are precompiled.
/// </summary>
public static class PhotoWarmUp
{
    /// <summary>One directory, little-endian, with Make (abc) and DateTimeOriginal.</summary>
    private static readonly byte[] Exif =
    [
        .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0,
        0x0F, 1, 2, 0, 4, 0, 0, 0, .. "abc\0"u8,
        3, 0x90, 2, 0, 20, 0, 0, 0, 38, 0, 0, 0,
        0, 0, 0, 0, .. "2000:01:01 00:00:00\0"u8,
    ];

    /// <summary>A caption, as an Image Resource Block of Photoshop has it.</summary>
    private static readonly byte[] Iptc = [.. "Photoshop 3.0\08BIM"u8, 4, 4, 0, 0, 0, 0, 0, 8, 0x1C, 2, 120, 0, 3, .. "def"u8];

    private static readonly byte[] Xmp =
    [
        .. "http://ns.adobe.com/xap/1.0/\0"u8,
        .. "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'>"u8,
        .. "<dc:subject><rdf:Bag><rdf:li>ghi</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF>"u8,
    ];

    /// <summary>Baseline, 8 bits, 1 × 1 pixel, one component.</summary>
    private static readonly byte[] Frame = [8, 0, 1, 0, 1, 1, 1, 0x11, 0];

    /// <summary>The file that is read.</summary>
    internal static byte[] File { get; } =
        [0xFF, 0xD8, .. Segment(0xE1, Exif), .. Segment(0xE1, Xmp), .. Segment(0xED, Iptc), .. Segment(0xC0, Frame), 0xFF, 0xD9];

    /// <summary>Reads the file once.</summary>
    /// <param name="reader">The reader to warm up.</param>
    public static void Run(PhotoReader reader)
    {
        using var source = new ImageSource(File);
        reader.Read(source, ImageFormat.Jpeg);
    }

    private static byte[] Segment(byte marker, byte[] content)
    {
        var segment = new byte[4 + content.Length];
        (segment[0], segment[1]) = (0xFF, marker);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(content.Length + 2));
        content.CopyTo(segment, 4);
        return segment;
    }
}
