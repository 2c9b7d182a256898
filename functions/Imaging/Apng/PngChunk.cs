using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Imaging.Apng;

/// <summary>A chunk of a PNG: four bytes of length, four of type, the content, four of checksum.</summary>
/// <param name="Type">Four letters, as one big-endian number.</param>
/// <param name="Offset">Offset in bytes of the chunk in the file.</param>
/// <param name="Length">Size of the content in bytes.</param>
internal readonly record struct PngChunk(uint Type, long Offset, uint Length)
{
    public const int SignatureLength = 8;

    /// <summary>Bytes of a chunk before its content.</summary>
    public const int HeaderLength = 8;

    /// <summary>Bytes of a chunk besides its content.</summary>
    public const int FrameLength = 12;

    public const uint Header = 0x49484452; // IHDR
    public const uint Pixels = 0x49444154; // IDAT
    public const uint End = 0x49454E44; // IEND
    public const uint Transparency = 0x74524E53; // tRNS
    public const uint AnimationControl = 0x6163544C; // acTL
    public const uint FrameControl = 0x6663544C; // fcTL
    public const uint FramePixels = 0x66644154; // fdAT

    /// <summary>Offset in bytes of what follows the chunk.</summary>
    public long EndOffset => Offset + FrameLength + Length;

    /// <summary>Reads a chunk's header.</summary>
    /// <returns>Null if the file ends before the chunk does.</returns>
    public static PngChunk? Read(ImageSource source, long offset)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (source.Read(header, offset) < HeaderLength)
        {
            return null;
        }

        var chunk = new PngChunk(BinaryPrimitives.ReadUInt32BigEndian(header[4..]), offset, BinaryPrimitives.ReadUInt32BigEndian(header));
        return chunk.EndOffset <= source.Length ? chunk : null;
    }

    /// <summary>Reads the chunk's type and content into a buffer of that size.</summary>
    /// <returns>Whether the checksum is right.</returns>
    public bool ReadContent(ImageSource source, Span<byte> typeAndContent)
    {
        Span<byte> checksum = stackalloc byte[4];
        return source.Read(typeAndContent, Offset + 4) == typeAndContent.Length
            && source.Read(checksum, EndOffset - 4) == checksum.Length
            && BinaryPrimitives.ReadUInt32BigEndian(checksum) == Crc32.Compute(typeAndContent);
    }
}
