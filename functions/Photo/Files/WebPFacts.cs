using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Photo.Files;

/// <summary>Facts of a WebP, whose pixels are always RGB with 8 bits.</summary>
/// <seealso href="https://developers.google.com/speed/webp/docs/riff_container"/>
internal static class WebPFacts
{
    private const int FileHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int MaxChunks = 20_000;
    private const byte AlphaFlag = 0x10;

    public static FileFacts Read(ImageSource source)
    {
        var facts = new FileFacts { ColourModel = FileFacts.Rgb, BitDepth = 8 };
        var window = new SourceWindow(source);
        long offset = FileHeaderLength;
        for (var chunks = 0; chunks < MaxChunks; chunks++)
        {
            var chunk = window.Read(offset, ChunkHeaderLength + 5);
            if (chunk.Length < ChunkHeaderLength)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var content = chunk[ChunkHeaderLength..];
            if (chunk.StartsWith("VP8X"u8) && content.Length > 0)
            {
                facts = facts with { Alpha = (content[0] & AlphaFlag) != 0 };
            }
            else if (chunk.StartsWith("VP8L"u8) && content.Length == 5)
            {
                // After a signature and two times 14 bits of size.
                facts = facts with { Alpha = facts.Alpha ?? (content[4] & AlphaFlag) != 0 };
            }
            else if (chunk.StartsWith("VP8 "u8))
            {
                facts = facts with { Alpha = facts.Alpha ?? false };
            }
            else if (chunk.StartsWith("C2PA"u8))
            {
                facts = facts with { HasC2pa = true };
            }
            else if (chunk.StartsWith("ICCP"u8) && length <= FileFacts.MaxProfileBytes && facts.Profile.IsEmpty)
            {
                facts = facts with { Profile = window.ReadBlock(offset + ChunkHeaderLength, length) };
            }

            offset += ChunkHeaderLength + length + (length & 1);
        }

        return facts;
    }
}
