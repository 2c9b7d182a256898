using System.Buffers.Binary;
using System.Globalization;

namespace Pipeline.Local.Sample;

/// <summary>
/// Writes the EXIF of a JPEG: a TIFF of three directories (image, EXIF, GPS) in little-endian order, within an APP1
/// segment. Source: CIPA DC-008 (Exif 2.32), sections 4.5 and 4.6.
/// </summary>
public static class ExifSegment
{
    private const ushort ExifPointer = 0x8769;
    private const ushort GpsPointer = 0x8825;
    private const int DirectoryStart = 8;

    /// <summary>The whole segment, from its marker on; goes right behind the JPEG's first marker.</summary>
    public static byte[] Of(PhotoMetadata photo)
    {
        var tiff = Tiff(photo);
        var segment = new byte[10 + tiff.Length];
        segment[0] = 0xff;
        segment[1] = 0xe1;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), checked((ushort)(segment.Length - 2)));
        "Exif\0\0"u8.CopyTo(segment.AsSpan(4));
        tiff.CopyTo(segment, 10);
        return segment;
    }

    /// <summary>A JPEG with the segment put in.</summary>
    /// <exception cref="ArgumentException">It does not begin as a JPEG does.</exception>
    public static byte[] Splice(ReadOnlySpan<byte> jpeg, PhotoMetadata photo) =>
        jpeg is [0xff, 0xd8, 0xff, ..]
            ? [0xff, 0xd8, .. Of(photo), .. jpeg[2..]]
            : throw new ArgumentException("The content must be a JPEG.", nameof(jpeg));

    private static byte[] Tiff(PhotoMetadata photo)
    {
        ExifEntry[] exif = ExifEntries(photo);
        ExifEntry[] gps = GpsEntries(photo);
        // Pointers have the same size whatever they point at, so a first pass tells where everything lies.
        var exifAt = DirectoryStart + Size(ImageEntries(photo, 0, 0));
        var gpsAt = exifAt + Size(exif);
        var tiff = new byte[gpsAt + Size(gps)];
        "II*\0"u8.CopyTo(tiff);
        BinaryPrimitives.WriteInt32LittleEndian(tiff.AsSpan(4), DirectoryStart);
        Write(tiff, DirectoryStart, ImageEntries(photo, exifAt, gpsAt));
        Write(tiff, exifAt, exif);
        Write(tiff, gpsAt, gps);
        return tiff;
    }

    private static ExifEntry[] ImageEntries(PhotoMetadata photo, int exifAt, int gpsAt) =>
    [
        ExifEntry.Text(0x010f, photo.Make),
        ExifEntry.Text(0x0110, photo.Model),
        ExifEntry.Short(0x0112, photo.Orientation),
        ExifEntry.Text(0x0132, Date(photo)),
        ExifEntry.Text(0x8298, photo.Copyright),
        ExifEntry.Long(ExifPointer, exifAt),
        ExifEntry.Long(GpsPointer, gpsAt),
    ];

    private static ExifEntry[] ExifEntries(PhotoMetadata photo) =>
    [
        ExifEntry.Undefined(0x9000, "0232"u8),
        ExifEntry.Text(0x9003, Date(photo)),
        ExifEntry.Short(0xa001, 1), // sRGB
        ExifEntry.Long(0xa002, photo.Width),
        ExifEntry.Long(0xa003, photo.Height),
    ];

    private static ExifEntry[] GpsEntries(PhotoMetadata photo) =>
    [
        ExifEntry.Bytes(0, [2, 3, 0, 0]),
        ExifEntry.Text(1, photo.Latitude < 0 ? "S" : "N"),
        ExifEntry.Degrees(2, photo.Latitude),
        ExifEntry.Text(3, photo.Longitude < 0 ? "W" : "E"),
        ExifEntry.Degrees(4, photo.Longitude),
        ExifEntry.Bytes(5, [(byte)(photo.AltitudeMetres < 0 ? 1 : 0)]),
        ExifEntry.Rationals(6, (Math.Abs(photo.AltitudeMetres), 10)),
    ];

    private static string Date(PhotoMetadata photo) => photo.TakenAt.ToString("yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Bytes of a directory with the values that do not fit into its entries.</summary>
    private static int Size(ExifEntry[] entries) => 2 + (12 * entries.Length) + 4 + entries.Sum(entry => entry.SizeOutside);

    /// <param name="tiff">To write into.</param>
    /// <param name="at">Where the directory begins.</param>
    /// <param name="entries">Its entries, tags ascending.</param>
    private static void Write(byte[] tiff, int at, ExifEntry[] entries)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(at), (ushort)entries.Length);
        var outside = at + 2 + (12 * entries.Length) + 4;
        foreach (var (i, entry) in entries.Index())
        {
            var field = tiff.AsSpan(at + 2 + (12 * i), 12);
            BinaryPrimitives.WriteUInt16LittleEndian(field, entry.Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(field[2..], entry.Type);
            BinaryPrimitives.WriteInt32LittleEndian(field[4..], entry.Count);
            if (entry.SizeOutside == 0)
            {
                entry.Value.CopyTo(field[8..]);
                continue;
            }

            BinaryPrimitives.WriteInt32LittleEndian(field[8..], outside);
            entry.Value.CopyTo(tiff.AsSpan(outside));
            outside += entry.SizeOutside;
        }
    }
}
