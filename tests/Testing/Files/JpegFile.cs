using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>Adds metadata segments to a JPEG, and writes JPEGs of one colour in any colour model.</summary>
internal static class JpegFile
{
    /// <summary>The JPEG with an EXIF block (<see cref="TiffFile.WriteExif"/>).</summary>
    public static byte[] WithExif(byte[] jpeg, byte[] exif) => WithSegment(jpeg, 0xE1, [.. "Exif\0\0"u8, .. exif]);

    /// <summary>The JPEG with an ICC profile, in one segment.</summary>
    public static byte[] WithProfile(byte[] jpeg, byte[] profile) =>
        WithSegment(jpeg, 0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. profile]);

    /// <summary>The JPEG with a profile in segments of equal length, which may be in another order than they are numbered.</summary>
    /// <param name="jpeg">The file.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="parts">Number of segments that each claims to exist.</param>
    /// <param name="order">Numbers of the segments, from 1, as they stand in the file.</param>
    public static byte[] WithProfileInParts(byte[] jpeg, byte[] profile, int parts, params ReadOnlySpan<int> order)
    {
        var length = (profile.Length + parts - 1) / parts;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var part = profile.Skip((order[i] - 1) * length).Take(length);
            jpeg = WithSegment(jpeg, 0xE2, [.. "ICC_PROFILE\0"u8, (byte)order[i], (byte)parts, .. part]);
        }

        return jpeg;
    }

    /// <summary>The JPEG with a gain map behind it, as Ultra HDR has it: XMP, an ISO 21496-1 segment, and an index of both (CIPA DC-007).</summary>
    public static byte[] WithGainMap(byte[] jpeg, byte[] map)
    {
        var xmp = System.Text.Encoding.UTF8.GetBytes($"""
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmlns:Container="http://ns.google.com/photos/1.0/container/"
             xmlns:Item="http://ns.google.com/photos/1.0/container/item/" hdrgm:Version="1.0"><Container:Directory><rdf:Seq>
            <rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li>
            <rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="{map.Length}"/></rdf:li>
            </rdf:Seq></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>
            """);
        var gainMap = WithSegment(map, 0xE2, [.. "urn:iso:std:iso:ts:21496:-1\0"u8, .. new byte[62]]);
        gainMap = WithSegment(gainMap, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8]);
        byte[] Index(int primaryLength) =>
        [
            .. "MPF\0MM\0*"u8, 0, 0, 0, 8, 0, 3,
            0xB0, 0, 0, 7, 0, 0, 0, 4, (byte)'0', (byte)'1', (byte)'0', (byte)'0',
            0xB0, 1, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2,
            0xB0, 2, 0, 7, 0, 0, 0, 32, 0, 0, 0, 50, 0, 0, 0, 0,
            0, 3, 0, 0, .. BigEndian(primaryLength), 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, .. BigEndian(gainMap.Length), .. BigEndian(primaryLength), 0, 0, 0, 0,
        ];
        var extended = WithSegment(WithSegment(jpeg, 0xE2, "urn:iso:std:iso:ts:21496:-1\0\0\0\0\0"u8.ToArray()), 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. xmp]);
        return [.. WithSegment(extended, 0xE2, Index(extended.Length + Index(0).Length + 4)), .. gainMap];
    }

    /// <summary>8 by 8 pixels of one colour.</summary>
    /// <param name="samples">One value per component, as stored.</param>
    /// <param name="adobeTransform">Transform of an Adobe segment: 0 none, 1 YCbCr, 2 YCCK; null for no such segment.</param>
    /// <seealso href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">T.81</seealso>
    public static byte[] Flat(byte[] samples, byte? adobeTransform)
    {
        List<byte> file = [0xFF, 0xD8];
        if (adobeTransform is { } transform)
        {
            file.AddRange([0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);
        }

        file.AddRange([0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64)]);
        file.AddRange([0xFF, 0xC0, 0, (byte)(8 + (3 * samples.Length)), 8, 0, 8, 0, 8, (byte)samples.Length]);
        file.AddRange(samples.SelectMany((_, i) => new byte[] { (byte)(i + 1), 0x11, 0 }));
        // Twelve codes of four bits for the sizes of a DC difference; one code of one bit for "no more AC coefficients".
        file.AddRange([0xFF, 0xC4, 0, 31, 0x00, 0, 0, 0, 12, .. new byte[12], .. Enumerable.Range(0, 12).Select(size => (byte)size)]);
        file.AddRange([0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0]);
        file.AddRange([0xFF, 0xDA, 0, (byte)(6 + (2 * samples.Length)), (byte)samples.Length]);
        file.AddRange(samples.SelectMany((_, i) => new byte[] { (byte)(i + 1), 0 }));
        file.AddRange([0, 63, 0, .. EncodeScan(samples), 0xFF, 0xD9]);
        return [.. file];
    }

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static List<byte> EncodeScan(byte[] samples)
    {
        var bits = "";
        foreach (var sample in samples)
        {
            // The mean of a block is an eighth of its DC coefficient.
            var difference = (sample - 128) * 8;
            var size = difference == 0 ? 0 : (int)Math.Log2(Math.Abs(difference)) + 1;
            bits += Convert.ToString(size, 2).PadLeft(4, '0');
            bits += size == 0 ? "" : Convert.ToString(difference > 0 ? difference : difference + (1 << size) - 1, 2).PadLeft(size, '0');
            bits += "0";
        }

        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        List<byte> scan = [];
        for (var i = 0; i < bits.Length; i += 8)
        {
            var value = Convert.ToByte(bits.Substring(i, 8), 2);
            scan.Add(value);
            if (value == 0xFF)
            {
                scan.Add(0);
            }
        }

        return scan;
    }

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
