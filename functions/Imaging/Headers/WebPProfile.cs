using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>Reads the ICC profile of a WebP, still or animated. It stands before the pixels.</summary>
/// <seealso href="https://developers.google.com/speed/webp/docs/riff_container"/>
public static class WebPProfile
{
    private const int FileHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int MaxProfileBytes = 4 << 20;

    /// <summary>The profile; null if there is none, or the file is damaged.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[]? Read(ImageSource source)
    {
        const int maxChunks = 16;
        Span<byte> header = stackalloc byte[ChunkHeaderLength];
        long offset = FileHeaderLength;
        for (var i = 0; i < maxChunks && source.Read(header, offset) == header.Length; i++)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (header.StartsWith("ICCP"u8))
            {
                if (length > Math.Min(MaxProfileBytes, source.Length - offset - ChunkHeaderLength))
                {
                    return null;
                }

                var profile = new byte[length];
                return source.Read(profile, offset + ChunkHeaderLength) == profile.Length ? profile : null;
            }

            if (header.StartsWith("VP8 "u8) || header.StartsWith("VP8L"u8) || header.StartsWith("ANMF"u8))
            {
                return null;
            }

            offset += ChunkHeaderLength + (long)length + (length & 1);
        }

        return null;
    }
}
