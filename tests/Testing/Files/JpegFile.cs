using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>Adds metadata segments to a JPEG.</summary>
internal static class JpegFile
{
    /// <summary>The JPEG with an EXIF block (<see cref="TiffFile.WriteExif"/>).</summary>
    public static byte[] WithExif(byte[] jpeg, byte[] exif) => WithSegment(jpeg, 0xE1, [.. "Exif\0\0"u8, .. exif]);

    /// <summary>The JPEG with an ICC profile, in one segment.</summary>
    public static byte[] WithProfile(byte[] jpeg, byte[] profile) =>
        WithSegment(jpeg, 0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. profile]);

    /// <summary>The JPEG with a segment after its start marker, or after the JFIF segment, which must come first.</summary>
    private static byte[] WithSegment(byte[] jpeg, byte marker, byte[] data)
    {
        var start = jpeg is [_, _, 0xFF, 0xE0, ..] ? 4 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(4)) : 2;
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(data.Length + 2));
        return [.. jpeg[..start], 0xFF, marker, .. length, .. data, .. jpeg[start..]];
    }
}
