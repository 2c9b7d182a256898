using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>Writes uncompressed little-endian TIFF directories: whole images, and the EXIF blocks of other formats.</summary>
/// <seealso href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</seealso>
internal static class TiffFile
{
    private const ushort Ascii = 2;
    private const ushort Short = 3;
    private const ushort Long = 4;
    private const ushort Rational = 5;
    private const ushort Undefined = 7;

    /// <summary>An image with 8-bit RGB pages, all of one size.</summary>
    public static byte[] Write(int width, int height, params ReadOnlySpan<byte[]> pages)
    {
        var file = Header();
        var link = 4;
        foreach (var pixels in pages)
        {
            var strip = Append(file, pixels);
            var bits = Append(file, [8, 0, 8, 0, 8, 0]);
            link = WriteDirectory(file, link,
            [
                (256, Long, 1, (uint)width), (257, Long, 1, (uint)height), (258, Short, 3, bits), (259, Short, 1, 1),
                (262, Short, 1, 2), (273, Long, 1, strip), (277, Short, 1, 3), (278, Long, 1, (uint)height),
                (279, Long, 1, (uint)pixels.Length), (284, Short, 1, 1),
            ]);
        }

        return [.. file];
    }

    /// <summary>An image with 8-bit samples and an ICC profile.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="pixels">One sample per pixel for grey, three for RGB, four for CMYK.</param>
    /// <param name="profile">The profile, or null.</param>
    public static byte[] WriteWithProfile(int width, int height, byte[] pixels, byte[]? profile)
    {
        var file = Header();
        var samples = (uint)(pixels.Length / (width * height));
        var photometric = samples switch { 1 => 1u, 3 => 2u, _ => 5u };
        var strip = Append(file, pixels);
        // A single value goes into the entry itself.
        var bits = samples == 1 ? 8 : Append(file, [.. Enumerable.Repeat<byte[]>([8, 0], (int)samples).SelectMany(sample => sample)]);
        List<(ushort, ushort, uint, uint)> entries =
        [
            (256, Long, 1, (uint)width), (257, Long, 1, (uint)height), (258, Short, samples, bits), (259, Short, 1, 1),
            (262, Short, 1, photometric), (273, Long, 1, strip), (277, Short, 1, samples), (278, Long, 1, (uint)height),
            (279, Long, 1, (uint)pixels.Length), (284, Short, 1, 1),
        ];
        if (profile is not null)
        {
            entries.Add((34675, Undefined, (uint)profile.Length, Append(file, profile)));
        }

        WriteDirectory(file, 4, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entries));
        return [.. file];
    }

    /// <summary>An EXIF block with orientation, a copyright notice (at least 4 bytes), and a GPS position that must never leave the pipeline.</summary>
    public static byte[] WriteExif(ushort orientation, byte[] copyright)
    {
        var file = Header();
        var notice = Append(file, [.. copyright, 0]);
        var degrees = Append(file, [52, 0, 0, 0, 1, 0, 0, 0, 31, 0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0]);
        var gps = (uint)file.Count;
        WriteDirectory(file, null, [(1, Ascii, 2, 'N'), (2, Rational, 3, degrees)]);
        WriteDirectory(file, 4,
        [
            (0x0112, Short, 1, orientation), (0x8298, Ascii, (uint)copyright.Length + 1, notice), (0x8825, Long, 1, gps),
        ]);
        return [.. file];
    }

    private static List<byte> Header() => [(byte)'I', (byte)'I', 42, 0, 0, 0, 0, 0];

    private static uint Append(List<byte> file, ReadOnlySpan<byte> bytes)
    {
        var offset = file.Count;
        file.AddRange(bytes);
        if (file.Count % 2 != 0)
        {
            file.Add(0);
        }

        return (uint)offset;
    }

    /// <returns>Offset of the link to the next directory.</returns>
    private static int WriteDirectory(
        List<byte> file, int? link, ReadOnlySpan<(ushort Tag, ushort Type, uint Count, uint Value)> entries)
    {
        var directory = new byte[2 + (12 * entries.Length) + 4];
        BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = directory.AsSpan(2 + (12 * i));
            BinaryPrimitives.WriteUInt16LittleEndian(entry, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], entries[i].Type);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], entries[i].Count);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], entries[i].Value);
        }

        var offset = Append(file, directory);
        if (link is { } position)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(file)[position..], offset);
        }

        return (int)offset + directory.Length - 4;
    }
}
