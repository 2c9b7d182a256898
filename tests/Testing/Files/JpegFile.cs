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

    /// <summary>The JPEG with another size, and another process, in its header. Its pixels stay.</summary>
    /// <param name="jpeg">A baseline JPEG.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="marker">Second byte of the frame's marker: 0xC0 for baseline, 0xC2 for progressive.</param>
    public static byte[] WithFrame(byte[] jpeg, int width, int height, byte marker = 0xC0)
    {
        var changed = (byte[])jpeg.Clone();
        var frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        changed[frame + 1] = marker;
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(frame + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(frame + 7), (ushort)width);
        return changed;
    }

    /// <summary>The JPEG with a segment after its start marker, or after the JFIF segment, which must come first.</summary>
    private static byte[] WithSegment(byte[] jpeg, byte marker, byte[] data)
    {
        var start = jpeg is [_, _, 0xFF, 0xE0, ..] ? 4 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(4)) : 2;
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(data.Length + 2));
        return [.. jpeg[..start], 0xFF, marker, .. length, .. data, .. jpeg[start..]];
    }
}
