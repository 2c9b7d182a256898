using System.Buffers.Binary;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Files;

/// <summary>Writes animated GIFs in which each frame has one colour.</summary>
/// <seealso href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt"/>
internal static class GifFile
{
    private const int PaletteSize = 128;

    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="plays">How often the animation plays; 0 means forever.</param>
    /// <param name="frames">Colour and duration of each frame; at most 128 different colours.</param>
    public static byte[] Write(int width, int height, int plays, params ReadOnlySpan<TestFrame> frames)
    {
        using var file = new MemoryStream();
        file.Write("GIF89a"u8);
        file.Write([.. Short(width), .. Short(height), 0xF6, 0, 0]); // a global palette of 128 colours
        var colours = frames.ToArray().Select(frame => (frame.R, frame.G, frame.B)).Distinct().ToList();
        var palette = new byte[PaletteSize * 3];
        for (var i = 0; i < colours.Count; i++)
        {
            (palette[i * 3], palette[(i * 3) + 1], palette[(i * 3) + 2]) = colours[i];
        }

        file.Write(palette);
        if (plays != 1)
        {
            // The extension counts repetitions after the first play, and 0 means forever.
            file.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, .. Short(Math.Max(0, plays - 1)), 0]);
        }

        foreach (var frame in frames)
        {
            file.Write([0x21, 0xF9, 4, 0, .. Short(frame.Milliseconds / 10), 0, 0]);
            file.Write([0x2C, 0, 0, 0, 0, .. Short(width), .. Short(height), 0]);
            WritePixels(file, width * height, (byte)colours.IndexOf((frame.R, frame.G, frame.B)));
        }

        file.WriteByte(0x3B);
        return file.ToArray();
    }

    /// <summary>LZW with 8-bit codes only: clears the table before it outgrows them.</summary>
    private static void WritePixels(MemoryStream file, int count, byte index)
    {
        const byte minimumCodeSize = 7;
        const byte clear = 128;
        const byte end = 129;
        const int pixelsBetweenClears = 100;
        var codes = new List<byte>();
        for (var i = 0; i < count; i++)
        {
            if (i % pixelsBetweenClears == 0)
            {
                codes.Add(clear);
            }

            codes.Add(index);
        }

        codes.Add(end);
        file.WriteByte(minimumCodeSize);
        foreach (var block in codes.Chunk(255))
        {
            file.WriteByte((byte)block.Length);
            file.Write(block);
        }

        file.WriteByte(0);
    }

    private static byte[] Short(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }
}
