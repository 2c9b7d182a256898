using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Testing.Files;

/// <summary>
/// Writes a TIFF directory in either byte order, with any types: EXIF blocks and whole pictures as programs write them, not as the
/// specification says.
/// </summary>
internal sealed class ExifFile(bool isLittleEndian = true)
{
    public const ushort Byte = 1;
    public const ushort Ascii = 2;
    public const ushort Short = 3;
    public const ushort Long = 4;
    public const ushort Undefined = 7;
    public const ushort SignedShort = 8;
    public const ushort SignedLong = 9;
    public const ushort Orientation = 0x0112;
    public const ushort Copyright = 0x8298;

    private readonly SortedDictionary<ushort, (ushort Type, int Count, byte[] Value)> _entries = [];

    public ExifFile With(ushort tag, ushort type, params int[] numbers)
    {
        _entries[tag] = (type, numbers.Length, [.. numbers.SelectMany(number => Number(number, SizeOf(type)))]);
        return this;
    }

    public ExifFile With(ushort tag, byte[] bytes, ushort type = Undefined)
    {
        _entries[tag] = (type, bytes.Length, bytes);
        return this;
    }

    public ExifFile With(ushort tag, string text) => With(tag, [.. Encoding.UTF8.GetBytes(text), 0], Ascii);

    /// <summary>The block with its directory.</summary>
    public byte[] Write() => Write([]);

    /// <summary>A whole picture: 8-bit RGB in one strip.</summary>
    public byte[] WritePicture(int width, int height, byte[] pixels) => this
        .With(256, Long, width).With(257, Long, height).With(258, Short, 8, 8, 8).With(259, Short, 1).With(262, Short, 2)
        .With(273, Long, 8).With(277, Short, 3).With(278, Long, height).With(279, Long, pixels.Length)
        .Write(pixels);

    private byte[] Write(byte[] data)
    {
        var directory = 8 + data.Length + (data.Length & 1);
        List<byte> file = [.. isLittleEndian ? "II"u8 : "MM"u8, .. Number(42, 2), .. Number(directory, 4), .. data, .. new byte[data.Length & 1]];
        file.AddRange(Number(_entries.Count, 2));
        List<byte> values = [];
        var valuesStart = directory + 2 + (12 * _entries.Count) + 4;
        foreach (var (tag, (type, count, value)) in _entries)
        {
            file.AddRange([.. Number(tag, 2), .. Number(type, 2), .. Number(count, 4)]);
            if (value.Length <= 4)
            {
                file.AddRange([.. value, .. new byte[4 - value.Length]]);
            }
            else
            {
                file.AddRange(Number(valuesStart + values.Count, 4));
                values.AddRange([.. value, .. new byte[value.Length & 1]]);
            }
        }

        return [.. file, 0, 0, 0, 0, .. values];
    }

    private byte[] Number(int number, int size)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        var used = bytes[..size];
        return isLittleEndian ? used : [.. used.Reverse()];
    }

    private static int SizeOf(ushort type) => type switch { Short or SignedShort => 2, Long or SignedLong => 4, _ => 1 };
}
