using Pipeline.Imaging.Metadata;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Imaging.Metadata;

public sealed class ExifOrientationTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 6)]
    [InlineData(8, 8)]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    public void OrientationIsReadAndOutOfRangeValueIsUpright(int stored, int read) =>
        Assert.Equal(read, ExifOrientation.Read(TiffFile.WriteExif((ushort)stored, "Jane"u8.ToArray())));

    [Fact]
    public void BigEndianBlockIsRead()
    {
        byte[] tiff = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];

        Assert.Equal(6, ExifOrientation.Read(tiff));
    }

    [Fact]
    public void DamagedBlockIsUpright()
    {
        var exif = TiffFile.WriteExif(6, "Jane"u8.ToArray());

        Assert.All(Enumerable.Range(0, 20), length => Assert.Equal(1, ExifOrientation.Read(exif.AsSpan(0, length))));
    }
}
