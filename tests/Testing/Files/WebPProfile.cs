using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>Adds an ICC profile to a WebP.</summary>
/// <seealso href="https://developers.google.com/speed/webp/docs/riff_container"/>
internal static class WebPProfile
{
    private const int FileHeaderLength = 12;

    /// <param name="webp">A still picture without alpha, in the simple form (one chunk).</param>
    /// <param name="profile">The profile.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static byte[] AddTo(byte[] webp, byte[] profile, int width, int height)
    {
        var extended = new byte[10];
        extended[0] = 0x20; // has a profile
        BinaryPrimitives.WriteInt32LittleEndian(extended.AsSpan(4), width - 1);
        BinaryPrimitives.WriteInt16LittleEndian(extended.AsSpan(7), (short)(height - 1));
        byte[] file = [.. webp[..FileHeaderLength], .. Chunk("VP8X"u8, extended), .. Chunk("ICCP"u8, profile), .. FindPixels(webp)];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    /// <summary>The chunk with the pixels. libwebp writes the extended form without a need in some cases.</summary>
    private static byte[] FindPixels(byte[] webp)
    {
        for (var offset = FileHeaderLength; ;)
        {
            var length = 8 + ((BinaryPrimitives.ReadInt32LittleEndian(webp.AsSpan(offset + 4)) + 1) & ~1);
            if (webp.AsSpan(offset).StartsWith("VP8 "u8) || webp.AsSpan(offset).StartsWith("VP8L"u8))
            {
                return webp[offset..(offset + length)];
            }

            offset += length;
        }
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. type, .. length, .. data, .. new byte[data.Length & 1]];
    }
}
