using System.IO.Compression;
using System.Text;

namespace Pipeline.Host.Store.Sql;

/// <summary>Long texts that are read seldom, compressed with Brotli.</summary>
internal static class PackedText
{
    /// <summary>Length of a text that is worth compressing.</summary>
    public const int MinLength = 500;

    // Measured on histories of photos: level 5 halves the size of level 1 and takes a few milliseconds; higher levels gain little.
    private const int Quality = 5;
    private const int Window = 22;

    public static byte[] Pack(string text) => Pack(Encoding.UTF8.GetBytes(text));

    public static byte[] Pack(ReadOnlySpan<byte> content)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        return BrotliEncoder.TryCompress(content, packed, out var length, Quality, Window)
            ? packed[..length]
            : throw new InvalidOperationException("The compressed text does not fit into the buffer for it.");
    }

    public static Stream Open(byte[] packed) => new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);

    public static string Unpack(byte[] packed)
    {
        using var reader = new StreamReader(Open(packed));
        return reader.ReadToEnd();
    }
}
