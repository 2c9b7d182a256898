using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>A frame to write. Its indexes are in reading order, also if it is stored interlaced.</summary>
internal sealed record GifTestFrame(int Left, int Top, int Width, int Height, byte[] Indexes)
{
    /// <summary>The disposal method as stored, 0 to 7.</summary>
    public int Disposal { get; init; }

    public int? TransparentIndex { get; init; }

    public bool IsInterlaced { get; init; }

    /// <summary>The frame's own colours; null for those of all frames.</summary>
    public byte[][]? Palette { get; init; }

    /// <summary>Hundredths of a second.</summary>
    public int Delay { get; init; } = 10;

    /// <summary>Pixels to write, fewer than the frame has if the data are to end early.</summary>
    public int? PixelsToWrite { get; init; }
}

/// <summary>
/// Writes GIFs with every feature that concerns what is seen, and knows what browsers show: the reference that codecs are compared with.
/// </summary>
/// <param name="Width">Width in the header in pixels.</param>
/// <param name="Height">Height in the header in pixels.</param>
/// <param name="Frames">Frames to write.</param>
internal sealed record GifAnimation(int Width, int Height, params GifTestFrame[] Frames)
{
    /// <summary>Colours of all frames without their own; null for none.</summary>
    public byte[][]? Palette { get; init; } = [[250, 0, 0], [0, 250, 0], [0, 0, 250], [250, 250, 0], [0, 250, 250], [250, 0, 250], [9, 9, 9], [240, 240, 240]];

    public byte BackgroundIndex { get; init; }

    /// <summary>Content of the extension that counts repetitions; null writes none.</summary>
    public int? Repetitions { get; init; }

    public bool HasTrailer { get; init; } = true;

    public int CanvasWidth => Math.Max(Width, Frames[0].Left + Frames[0].Width);

    public int CanvasHeight => Math.Max(Height, Frames[0].Top + Frames[0].Height);

    public byte[] Write()
    {
        using var file = new MemoryStream();
        file.Write("GIF89a"u8);
        file.Write([.. Short(Width), .. Short(Height), PaletteFlags(Palette), BackgroundIndex, 0]);
        WritePalette(file, Palette);
        if (Repetitions is { } repetitions)
        {
            file.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, .. Short(repetitions), 0]);
        }

        foreach (var frame in Frames)
        {
            WriteFrame(file, frame);
        }

        file.Write(HasTrailer ? [0x3B] : []);
        return file.ToArray();
    }

    /// <summary>What browsers show: RGBA of each frame's canvas, transparent where nothing was drawn.</summary>
    public IReadOnlyList<byte[]> Composite()
    {
        var canvas = new byte[CanvasWidth * CanvasHeight * 4];
        var shown = new List<byte[]>();
        foreach (var frame in Frames)
        {
            var before = (byte[])canvas.Clone();
            ForEachPixel(frame, (index, target) =>
            {
                if (index == frame.TransparentIndex)
                {
                    return;
                }

                var palette = frame.Palette ?? Palette ?? [];
                byte[] colour = index < palette.Length ? palette[index] : [0, 0, 0];
                byte[] pixel = [.. colour, 255];
                pixel.CopyTo(canvas, target);
            });
            shown.Add((byte[])canvas.Clone());
            if (frame.Disposal == 2)
            {
                ForEachPixel(frame, (_, target) => canvas.AsSpan(target, 4).Clear());
            }
            else if (frame.Disposal is 3 or 4)
            {
                canvas = before;
            }
        }

        return shown;
    }

    private void ForEachPixel(GifTestFrame frame, Action<int, int> visit)
    {
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                if (frame.Left + x < CanvasWidth && frame.Top + y < CanvasHeight)
                {
                    visit(frame.Indexes[(y * frame.Width) + x], (((frame.Top + y) * CanvasWidth) + frame.Left + x) * 4);
                }
            }
        }
    }

    private static void WriteFrame(MemoryStream file, GifTestFrame frame)
    {
        var flags = (byte)((frame.Disposal << 2) | (frame.TransparentIndex is null ? 0 : 1));
        file.Write([0x21, 0xF9, 4, flags, .. Short(frame.Delay), (byte)(frame.TransparentIndex ?? 0), 0]);
        file.Write([0x2C, .. Short(frame.Left), .. Short(frame.Top), .. Short(frame.Width), .. Short(frame.Height)]);
        file.WriteByte((byte)(PaletteFlags(frame.Palette) | (frame.IsInterlaced ? 0x40 : 0)));
        WritePalette(file, frame.Palette);
        var stored = frame.IsInterlaced ? Interlace(frame) : frame.Indexes;
        GifLzw.Write(file, stored.AsSpan(0, frame.PixelsToWrite ?? stored.Length));
    }

    private static byte[] Interlace(GifTestFrame frame) =>
    [
        .. new (int First, int Step)[] { (0, 8), (4, 8), (2, 4), (1, 2) }.SelectMany(pass =>
            Enumerable.Range(0, frame.Height).Where(y => y % pass.Step == pass.First)
                .SelectMany(y => frame.Indexes.Skip(y * frame.Width).Take(frame.Width))),
    ];

    private static byte PaletteFlags(byte[][]? palette) => palette is null ? (byte)0 : (byte)(0x80 | PaletteBits(palette));

    private static int PaletteBits(byte[][] palette) => Math.Max(0, (int)Math.Ceiling(Math.Log2(palette.Length)) - 1);

    private static void WritePalette(MemoryStream file, byte[][]? palette)
    {
        if (palette is null)
        {
            return;
        }

        var bytes = new byte[(2 << PaletteBits(palette)) * 3];
        palette.SelectMany(colour => colour).ToArray().CopyTo(bytes, 0);
        file.Write(bytes);
    }

    private static byte[] Short(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }
}
