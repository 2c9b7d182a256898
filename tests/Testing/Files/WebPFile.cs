using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>A frame to write.</summary>
/// <param name="Left">Column of the canvas in pixels, even.</param>
/// <param name="Top">Row of the canvas in pixels, even.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Still">The frame as a WebP of its own.</param>
/// <param name="Clears">Whether its area becomes transparent before the next frame.</param>
/// <param name="Replaces">Whether its transparent pixels replace the canvas instead of showing it.</param>
internal sealed record WebPTestFrame(int Left, int Top, int Width, int Height, byte[] Still, bool Clears = false, bool Replaces = false);

/// <summary>Writes animated WebPs from still ones.</summary>
/// <seealso href="https://developers.google.com/speed/webp/docs/riff_container"/>
internal static class WebPFile
{
    private const int FileHeaderLength = 12;

    /// <param name="width">Width of the canvas in pixels.</param>
    /// <param name="height">Height of the canvas in pixels.</param>
    /// <param name="background">Colour as BGRA, which browsers ignore.</param>
    /// <param name="frames">Frames to write.</param>
    public static byte[] Write(int width, int height, uint background, params ReadOnlySpan<WebPTestFrame> frames)
    {
        using var body = new MemoryStream();
        body.Write("WEBP"u8);
        WriteChunk(body, "VP8X"u8, [0x12, 0, 0, 0, .. Number(width - 1), .. Number(height - 1)]);
        var animation = new byte[6];
        BinaryPrimitives.WriteUInt32LittleEndian(animation, background);
        WriteChunk(body, "ANIM"u8, animation);
        foreach (var frame in frames)
        {
            WriteChunk(body, "ANMF"u8,
            [
                .. Number(frame.Left / 2), .. Number(frame.Top / 2), .. Number(frame.Width - 1), .. Number(frame.Height - 1), .. Number(100),
                (byte)((frame.Replaces ? 2 : 0) | (frame.Clears ? 1 : 0)), .. PixelChunks(frame.Still),
            ]);
        }

        using var file = new MemoryStream();
        WriteChunk(file, "RIFF"u8, body.ToArray());
        return file.ToArray();
    }

    private static byte[] PixelChunks(byte[] still)
    {
        using var chunks = new MemoryStream();
        for (var offset = FileHeaderLength; offset < still.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(still.AsSpan(offset + 4));
            var end = Math.Min(still.Length, offset + 8 + length + (length & 1));
            if (still.AsSpan(offset).StartsWith("VP8 "u8) || still.AsSpan(offset).StartsWith("VP8L"u8) || still.AsSpan(offset).StartsWith("ALPH"u8))
            {
                chunks.Write(still.AsSpan(offset, end - offset));
            }

            offset = end;
        }

        return chunks.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, byte[] content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        file.Write(type);
        file.Write(length);
        file.Write(content);
        file.Write(content.AsSpan(0, content.Length & 1));
    }

    private static byte[] Number(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
