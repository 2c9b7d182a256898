using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>A frame to write.</summary>
/// <param name="Left">Column of the canvas, in pixels.</param>
/// <param name="Top">Row of the canvas, in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Rgba">Straight alpha.</param>
/// <param name="Disposal">0 keeps the frame, 1 clears its area, 2 restores what was before.</param>
/// <param name="Blend">0 replaces the canvas, 1 blends with it.</param>
internal sealed record ApngTestFrame(int Left, int Top, int Width, int Height, byte[] Rgba, byte Disposal = 0, byte Blend = 0)
{
    public ushort DelayNumerator { get; init; } = 1;

    public ushort DelayDenominator { get; init; } = 10;
}

/// <summary>Writes animated PNGs, and knows what browsers show.</summary>
/// <param name="Width">Width of the canvas in pixels.</param>
/// <param name="Height">Height of the canvas in pixels.</param>
/// <param name="Frames">Frames to write.</param>
internal sealed record ApngFile(int Width, int Height, params ApngTestFrame[] Frames)
{
    /// <summary>RGBA of an image that is not part of the animation; null makes the first frame the default image.</summary>
    public byte[]? DefaultImage { get; init; }

    /// <summary>How often the animation plays; 0 means forever.</summary>
    public int Plays { get; init; }

    /// <summary>Writes RGB: all frames must be opaque.</summary>
    public bool IsRgb { get; init; }

    /// <summary>Number of frames to claim, if not the right one.</summary>
    public int? ClaimedFrames { get; init; }

    /// <summary>A chunk before the pixels.</summary>
    public (string Type, byte[] Data)? Chunk { get; init; }

    public byte[] Write()
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        PngFile.WriteChunk(file, "IHDR", [.. Number(Width), .. Number(Height), 8, IsRgb ? PngFile.Rgb : PngFile.Rgba, 0, 0, 0]);
        PngFile.WriteChunk(file, "acTL", [.. Number(ClaimedFrames ?? Frames.Length), .. Number(Plays)]);
        if (Chunk is { } chunk)
        {
            PngFile.WriteChunk(file, chunk.Type, chunk.Data);
        }

        if (DefaultImage is not null)
        {
            PngFile.WriteChunk(file, "IDAT", Compress(DefaultImage, Width));
        }

        var sequence = 0;
        for (var index = 0; index < Frames.Length; index++)
        {
            var frame = Frames[index];
            PngFile.WriteChunk(file, "fcTL", [.. Number(sequence++), .. Control(frame)]);
            var pixels = Compress(frame.Rgba, frame.Width);
            if (index == 0 && DefaultImage is null)
            {
                PngFile.WriteChunk(file, "IDAT", pixels);
                continue;
            }

            // Two chunks a frame: a frame's data may be split anywhere.
            foreach (var part in pixels.Chunk((pixels.Length / 2) + 1))
            {
                PngFile.WriteChunk(file, "fdAT", [.. Number(sequence++), .. part]);
            }
        }

        PngFile.WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>What browsers show: RGBA of each frame's canvas, blended in exact numbers.</summary>
    public IReadOnlyList<byte[]> Composite()
    {
        var canvas = new byte[Width * Height * 4];
        var shown = new List<byte[]>();
        foreach (var frame in Frames)
        {
            var before = (byte[])canvas.Clone();
            ForEachPixel(frame, (source, target) => Draw(frame, frame.Rgba.AsSpan(source, 4), canvas.AsSpan(target, 4)));
            shown.Add((byte[])canvas.Clone());
            if (frame.Disposal == 1)
            {
                ForEachPixel(frame, (_, target) => canvas.AsSpan(target, 4).Clear());
            }
            else if (frame.Disposal == 2)
            {
                canvas = before;
            }
        }

        return shown;
    }

    private static void Draw(ApngTestFrame frame, ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (frame.Blend == 0)
        {
            source.CopyTo(target);
            return;
        }

        var (over, below) = (source[3] / 255.0, target[3] / 255.0 * (1 - (source[3] / 255.0)));
        for (var channel = 0; channel < 3 && over + below > 0; channel++)
        {
            target[channel] = (byte)Math.Round(((source[channel] * over) + (target[channel] * below)) / (over + below));
        }

        target[3] = (byte)Math.Round((over + below) * 255);
    }

    private void ForEachPixel(ApngTestFrame frame, Action<int, int> visit)
    {
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                visit(((y * frame.Width) + x) * 4, (((frame.Top + y) * Width) + frame.Left + x) * 4);
            }
        }
    }

    private byte[] Compress(byte[] rgba, int width) => IsRgb
        ? PngFile.CompressRows([.. rgba.Where((_, index) => index % 4 != 3)], width * 3)
        : PngFile.CompressRows(rgba, width * 4);

    private static byte[] Control(ApngTestFrame frame) =>
    [
        .. Number(frame.Width), .. Number(frame.Height), .. Number(frame.Left), .. Number(frame.Top),
        (byte)(frame.DelayNumerator >> 8), (byte)frame.DelayNumerator, (byte)(frame.DelayDenominator >> 8), (byte)frame.DelayDenominator,
        frame.Disposal, frame.Blend,
    ];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
