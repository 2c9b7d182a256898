using System.Buffers.Binary;
using System.IO.Compression;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Photo.Files;

/// <summary>Facts of a PNG: the chunks before its pixels.</summary>
/// <seealso href="https://www.w3.org/TR/png-3/">PNG, third edition</seealso>
internal static class PngFacts
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;
    private const int MaxChunks = 10_000;
    private const double MetresPerInch = 0.0254;

    public static FileFacts Read(ImageSource source)
    {
        var facts = new FileFacts();
        var window = new SourceWindow(source);
        long offset = SignatureLength;
        for (var chunks = 0; chunks < MaxChunks; chunks++)
        {
            var chunk = window.Read(offset, 8 + 13);
            if (chunk.Length < 8 || chunk[4..].StartsWith("IDAT"u8))
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            facts = Add(facts, window, offset, length, chunk);
            offset += length + ChunkOverhead;
        }

        return facts;
    }

    private static FileFacts Add(FileFacts facts, SourceWindow window, long offset, uint length, ReadOnlySpan<byte> chunk)
    {
        var type = chunk.Slice(4, 4);
        var content = chunk[8..];
        if (type.SequenceEqual("IHDR"u8) && content.Length >= 13)
        {
            return facts with
            {
                BitDepth = content[8] is 1 or 2 or 4 or 8 or 16 ? content[8] : null,
                ColourModel = content[9] switch { 0 or 4 => FileFacts.Grey, 2 or 6 => FileFacts.Rgb, 3 => FileFacts.Palette, _ => null },
                Alpha = content[9] is 4 or 6,
            };
        }

        if (type.SequenceEqual("tRNS"u8))
        {
            return facts with { Alpha = true };
        }

        if (type.SequenceEqual("pHYs"u8) && content.Length >= 9)
        {
            return facts with { Dpi = content[8] == 1 ? BinaryPrimitives.ReadUInt32BigEndian(content) * MetresPerInch : null };
        }

        if (type.SequenceEqual("caBX"u8))
        {
            return facts with { HasC2pa = true };
        }

        return type.SequenceEqual("iCCP"u8) && facts.Profile.IsEmpty && length <= FileFacts.MaxProfileBytes
            ? facts with { Profile = Decompress(window.ReadBlock(offset + 8, length)) }
            : facts;
    }

    /// <summary>A name, a zero, the compression method, and the profile.</summary>
    private static byte[] Decompress(byte[] chunk)
    {
        var start = Array.IndexOf(chunk, (byte)0) + 2;
        if (start < 2 || start >= chunk.Length)
        {
            return [];
        }

        using var profile = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(chunk, start, chunk.Length - start), CompressionMode.Decompress);
            var buffer = new byte[8192];
            while (profile.Length < FileFacts.MaxProfileBytes && zlib.Read(buffer) is var count and > 0)
            {
                profile.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            // The description comes early in a profile. It may precede the damage.
        }

        return profile.ToArray();
    }
}
