using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pipeline.Testing.Files;

/// <summary>Writes an image as TIFFs of any kind: classic and BigTIFF, both byte orders, all sample formats, strips, tiles, planes.</summary>
/// <seealso href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</seealso>
internal sealed record TiffImage(int Width, int Height, int BitsPerSample, int Photometric)
{
    public const int Unsigned = 1;
    public const int Signed = 2;
    public const int FloatingPoint = 3;

    public const ushort Byte = 1;
    public const ushort Ascii = 2;
    public const ushort Short = 3;
    public const ushort Long = 4;
    private const ushort Undefined = 7;
    private const ushort Long8 = 16;

    public int SampleFormat { get; init; } = Unsigned;

    /// <summary>Values of the tag ExtraSamples; null writes no such tag.</summary>
    public int[]? ExtraSamples { get; init; }

    public bool IsPlanar { get; init; }

    public bool IsBigEndian { get; init; }

    public bool IsBigTiff { get; init; }

    /// <summary>Edge of the tiles in pixels; 0 for one strip.</summary>
    public int TileEdge { get; init; }

    public int Compression { get; init; } = 1;

    /// <summary>More tags, with their field types and whole numbers. One of a tag written anyway replaces it.</summary>
    public IReadOnlyList<(ushort Tag, ushort Type, int[] Values)> Tags { get; init; } = [];

    /// <summary>Writes the file.</summary>
    /// <param name="pixel">Samples of the pixel at x and y, 0 to 1; signed ones use only the upper half of their range.</param>
    public byte[] Write(Func<int, int, double[]> pixel)
    {
        var samples = pixel(0, 0).Length;
        var planes = IsPlanar ? Enumerable.Range(0, samples).Select(i => new[] { i }).ToArray() : [Enumerable.Range(0, samples).ToArray()];
        var (width, height) = TileEdge > 0 ? (TileEdge, TileEdge) : (Width, Height);
        var chunks = new List<byte[]>();
        foreach (var plane in planes)
        {
            for (var y = 0; y < Height; y += height)
            {
                for (var x = 0; x < Width; x += width)
                {
                    chunks.Add(Pack(pixel, plane, x, y, width, height));
                }
            }
        }

        return WriteChunks(samples, [.. chunks]);
    }

    /// <summary>Writes the file with compressed data.</summary>
    /// <param name="samples">Samples per pixel.</param>
    /// <param name="chunks">The strips or tiles.</param>
    public byte[] WriteChunks(int samples, params byte[][] chunks)
    {
        var file = new List<byte>(new byte[IsBigTiff ? 16 : 8]);
        var offsets = new List<int>();
        foreach (var chunk in chunks)
        {
            offsets.Add(Append(file, chunk));
        }

        var tags = new SortedDictionary<ushort, (ushort Type, int[] Values)>
        {
            [256] = (Short, [Width]),
            [257] = (Short, [Height]),
            [258] = (Short, [.. Enumerable.Repeat(BitsPerSample, samples)]),
            [259] = (Short, [Compression]),
            [262] = (Short, [Photometric]),
            [277] = (Short, [samples]),
            [284] = (Short, [IsPlanar ? 2 : 1]),
            [339] = (Short, [.. Enumerable.Repeat(SampleFormat, samples)]),
        };
        AddChunks(tags, offsets, [.. chunks.Select(chunk => chunk.Length)]);
        if (ExtraSamples is not null)
        {
            tags[338] = (Short, ExtraSamples);
        }

        foreach (var (tag, type, values) in Tags)
        {
            tags[tag] = (type, values);
        }

        var entries = tags.SelectMany(tag => WriteEntry(file, tag.Key, tag.Value.Type, tag.Value.Values)).ToArray();
        var directory = Append(file, [.. Number(tags.Count, IsBigTiff ? 8 : 2), .. entries, .. Number(0, IsBigTiff ? 8 : 4)]);
        byte[] order = IsBigEndian ? [.. "MM"u8] : [.. "II"u8];
        byte[] header = IsBigTiff
            ? [.. order, .. Number(43, 2), .. Number(8, 2), .. Number(0, 2), .. Number(directory, 8)]
            : [.. order, .. Number(42, 2), .. Number(directory, 4)];
        header.CopyTo(CollectionsMarshal.AsSpan(file));
        return [.. file];
    }

    private static int Append(List<byte> file, byte[] bytes)
    {
        var offset = file.Count;
        file.AddRange(bytes);
        if (file.Count % 2 != 0)
        {
            file.Add(0);
        }

        return offset;
    }

    private void AddChunks(SortedDictionary<ushort, (ushort Type, int[] Values)> tags, List<int> offsets, int[] lengths)
    {
        var type = IsBigTiff ? Long8 : Long;
        if (TileEdge == 0)
        {
            (tags[273], tags[278], tags[279]) = ((type, [.. offsets]), (Short, [Height]), (type, lengths));
            return;
        }

        (tags[322], tags[323]) = ((Short, [TileEdge]), (Short, [TileEdge]));
        (tags[324], tags[325]) = ((type, [.. offsets]), (type, lengths));
    }

    private byte[] WriteEntry(List<byte> file, ushort tag, ushort type, int[] values)
    {
        var valueLength = type switch { Short => 2, Byte or Ascii or Undefined => 1, Long8 => 8, _ => 4 };
        var slot = IsBigTiff ? 8 : 4;
        byte[] value = [.. values.SelectMany(number => Number(number, valueLength))];
        if (value.Length > slot)
        {
            value = Number(Append(file, value), slot);
        }

        return [.. Number(tag, 2), .. Number(type, 2), .. Number(values.Length, slot), .. value, .. new byte[slot - value.Length]];
    }

    private byte[] Pack(Func<int, int, double[]> pixel, int[] plane, int left, int top, int width, int height)
    {
        var bytes = new List<byte>();
        for (var y = top; y < top + height; y++)
        {
            var (pending, bits) = (0, 0);
            for (var x = left; x < left + width; x++)
            {
                // A tile at the edge repeats the last pixels.
                var samples = pixel(Math.Min(x, Width - 1), Math.Min(y, Height - 1));
                foreach (var i in plane)
                {
                    if (BitsPerSample % 8 == 0)
                    {
                        bytes.AddRange(PackSample(samples[i]));
                        continue;
                    }

                    pending = (pending << BitsPerSample) | (int)Math.Round(samples[i] * ((1 << BitsPerSample) - 1));
                    for (bits += BitsPerSample; bits >= 8; bits -= 8)
                    {
                        bytes.Add((byte)(pending >> (bits - 8)));
                    }
                }
            }

            if (bits > 0)
            {
                bytes.Add((byte)(pending << (8 - bits)));
            }
        }

        return [.. bytes];
    }

    private byte[] PackSample(double sample) => (SampleFormat, BitsPerSample) switch
    {
        (FloatingPoint, 16) => Number(BitConverter.HalfToInt16Bits((Half)sample), 2),
        (FloatingPoint, 32) => Number(BitConverter.SingleToInt32Bits((float)sample), 4),
        (FloatingPoint, _) => Number(BitConverter.DoubleToInt64Bits(sample), 8),
        (Signed, _) => Number((long)Math.Round(sample * ((1L << (BitsPerSample - 1)) - 1)), BitsPerSample / 8),
        _ => Number((long)Math.Round(sample * ((1L << BitsPerSample) - 1)), BitsPerSample / 8),
    };

    private byte[] Number(long value, int length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        var number = bytes[..length];
        if (IsBigEndian)
        {
            Array.Reverse(number);
        }

        return number;
    }
}
