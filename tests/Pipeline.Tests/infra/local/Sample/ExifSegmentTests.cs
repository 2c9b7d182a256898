using System.Buffers.Binary;
using System.Text;
using Pipeline.Local.Sample;

namespace Pipeline.Tests.Local.Sample;

/// <summary>The segment, parsed back by the TIFF rules.</summary>
public sealed class ExifSegmentTests
{
    private static readonly PhotoMetadata Photo = new(
        "Maker", "Model X", new DateTime(2026, 6, 21, 5, 24, 7, DateTimeKind.Unspecified), "(c) Me", 6, 4032, 3024, -47.5, 12.9772, -3.5);

    private readonly byte[] _tiff = ExifSegment.Of(Photo)[10..];

    [Fact]
    public void SegmentTellsItsLengthAndThatItIsExif()
    {
        var segment = ExifSegment.Of(Photo);

        Assert.Equal([0xff, 0xe1], segment[..2]);
        Assert.Equal(segment.Length - 2, BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(2)));
        Assert.Equal("Exif\0\0II*\0"u8, segment.AsSpan(4, 10));
    }

    [Fact]
    public void ImageDirectoryHoldsCameraDateCopyrightAndOrientation()
    {
        var image = Directory(8);

        Assert.Equal("Maker", Text(image[0x010f]));
        Assert.Equal("Model X", Text(image[0x0110]));
        Assert.Equal(6, BinaryPrimitives.ReadUInt16LittleEndian(image[0x0112]));
        Assert.Equal("2026:06:21 05:24:07", Text(image[0x0132]));
        Assert.Equal("(c) Me", Text(image[0x8298]));
    }

    [Fact]
    public void ExifDirectoryHoldsVersionDateAndStoredSize()
    {
        var exif = Directory(Offset(Directory(8)[0x8769]));

        Assert.Equal("0232"u8, exif[0x9000]);
        Assert.Equal("2026:06:21 05:24:07", Text(exif[0x9003]));
        Assert.Equal(4032, Offset(exif[0xa002]));
        Assert.Equal(3024, Offset(exif[0xa003]));
    }

    [Fact]
    public void GpsDirectoryHoldsPlaceAndAltitude()
    {
        var gps = Directory(Offset(Directory(8)[0x8825]));

        Assert.Equal("S", Text(gps[1]));
        Assert.Equal([47, 30, 0], Rationals(gps[2]));
        Assert.Equal("E", Text(gps[3]));
        Assert.Equal([12, 58, 37.92], Rationals(gps[4]));
        Assert.Equal([1], gps[5]);
        Assert.Equal([3.5], Rationals(gps[6]));
    }

    [Fact]
    public void TagsAscendInEveryDirectory() => Assert.All(
        [8, Offset(Directory(8)[0x8769]), Offset(Directory(8)[0x8825])],
        at => Assert.Equal(Directory(at).Keys.Order(), Directory(at).Keys));

    [Fact]
    public void SplicePutsTheSegmentRightBehindTheFirstMarker()
    {
        byte[] jpeg = [0xff, 0xd8, 0xff, 0xdb, 1, 2, 0xff, 0xd9];

        Assert.Equal([0xff, 0xd8, .. ExifSegment.Of(Photo), 0xff, 0xdb, 1, 2, 0xff, 0xd9], ExifSegment.Splice(jpeg, Photo));
        Assert.Throws<ArgumentException>(() => ExifSegment.Splice([0x89, 0x50], Photo));
    }

    /// <summary>Entries by tag, each value where it lies, cut to its length.</summary>
    private Dictionary<int, byte[]> Directory(int at)
    {
        int[] sizes = [0, 1, 1, 2, 4, 8, 0, 1];
        var entries = new Dictionary<int, byte[]>();
        for (var i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(_tiff.AsSpan(at)); i++)
        {
            var entry = _tiff.AsSpan(at + 2 + (12 * i), 12);
            var size = sizes[BinaryPrimitives.ReadUInt16LittleEndian(entry[2..])] * BinaryPrimitives.ReadInt32LittleEndian(entry[4..]);
            var value = size <= 4 ? entry.Slice(8, size) : _tiff.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(entry[8..]), size);
            entries.Add(BinaryPrimitives.ReadUInt16LittleEndian(entry), value.ToArray());
        }

        return entries;
    }

    private static int Offset(byte[] value) => BinaryPrimitives.ReadInt32LittleEndian(value);

    private static string Text(byte[] value)
    {
        Assert.Equal(0, value[^1]);
        return Encoding.ASCII.GetString(value, 0, value.Length - 1);
    }

    private static double[] Rationals(byte[] value) => [.. value.Chunk(8).Select(pair =>
        BinaryPrimitives.ReadUInt32LittleEndian(pair) / (double)BinaryPrimitives.ReadUInt32LittleEndian(pair.AsSpan(4)))];
}
