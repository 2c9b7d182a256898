using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Local.Sample;

/// <summary>One entry of a TIFF directory.</summary>
/// <param name="Tag">What it says.</param>
/// <param name="Type">TIFF's number of the value's type.</param>
/// <param name="Count">How many values of that type.</param>
/// <param name="Value">The values, little-endian.</param>
internal sealed record ExifEntry(ushort Tag, ushort Type, int Count, byte[] Value)
{
    /// <summary>Values of more than 4 bytes lie behind the directory, on even offsets.</summary>
    public int SizeOutside => Value.Length <= 4 ? 0 : Value.Length + (Value.Length % 2);

    public static ExifEntry Bytes(ushort tag, byte[] value) => new(tag, 1, value.Length, value);

    /// <summary>ASCII, ended by a zero.</summary>
    public static ExifEntry Text(ushort tag, string text)
    {
        byte[] value = [.. Encoding.ASCII.GetBytes(text), 0];
        return new(tag, 2, value.Length, value);
    }

    public static ExifEntry Short(ushort tag, int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)value));
        return new(tag, 3, 1, bytes);
    }

    public static ExifEntry Long(ushort tag, int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return new(tag, 4, 1, bytes);
    }

    public static ExifEntry Undefined(ushort tag, ReadOnlySpan<byte> value) => new(tag, 7, value.Length, value.ToArray());

    /// <summary>Numbers that are not negative, each as a fraction of a denominator.</summary>
    public static ExifEntry Rationals(ushort tag, params ReadOnlySpan<(double Value, int Denominator)> numbers)
    {
        var bytes = new byte[8 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            var (value, denominator) = numbers[i];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8 * i), checked((uint)Math.Round(value * denominator)));
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((8 * i) + 4), denominator);
        }

        return new(tag, 5, numbers.Length, bytes);
    }

    /// <summary>An angle as degrees, minutes and hundredths of seconds, without its sign.</summary>
    public static ExifEntry Degrees(ushort tag, double degrees)
    {
        var hundredths = (long)Math.Round(Math.Abs(degrees) * 360_000);
        return Rationals(tag, (hundredths / 360_000, 1), (hundredths / 6_000 % 60, 1), (hundredths % 6_000 / 100d, 100));
    }
}
