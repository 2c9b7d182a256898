using System.Buffers.Binary;
using System.Text;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Terminal.Commands;
using Pipeline.Testing.Environments;
using Pipeline.Vips;

namespace Pipeline.Tests.Local.Commands;

/// <summary>
/// The sample photo has what pipelines get wrong: it is stored on its side, and its EXIF says where it was taken. The tests read the
/// EXIF according to the TIFF specification.
/// </summary>
public sealed class SamplePhotoTests
{
    private const int ImageDirectory = 8;

    private readonly byte[] _file = File.ReadAllBytes(SamplePhoto.Path);

    [Fact]
    public void FileIsTheOneInTheRepositoryAndUnder400Kilobytes()
    {
        Assert.Equal(File.ReadAllBytes(Repository.PathOf("statemachine", "samples", "photo.jpg")), _file);
        Assert.InRange(_file.Length, 1, 399_999);
    }

    [Fact]
    public void PictureIsStoredOnItsSideWithTheSkyAtTheFirstColumn()
    {
        var info = new VipsCodec().Inspect(_file, ImageFormat.Jpeg);
        Assert.Equal((2176, 1632, 6, "Image Pipeline contributors, MIT"), (info.Width, info.Height, info.Orientation, info.Copyright));

        using var picture = new VipsCodec().Decode(_file, ImageFormat.Jpeg, DecodeOptions.FullSize);

        Assert.Equal((2176, 1632, 1), (picture.Width, picture.FrameHeight, picture.Frames));
        // The upright picture has sky (blue) at the top and meadow (green) at the bottom. As stored, these are left and right.
        var (sky, meadow) = (Mean(picture.Pixels, 0), Mean(picture.Pixels, 2105));
        Assert.True(sky.Blue > sky.Red + 40, $"{sky}");
        Assert.True(meadow.Green > meadow.Blue + 20, $"{meadow}");
        // The sun is right of the centre. Right in the upright picture is up in the stored one.
        Assert.Equal((255, 255, 255), Pixel(picture.Pixels, (int)(0.515 * 1632), 1632 - 1 - (int)(0.655 * 1632)));
    }

    [Fact]
    public void ExifSegmentHasItsIdentifierAndLength()
    {
        Assert.Equal([0xff, 0xd8, 0xff, 0xe1], _file[..4]);
        Assert.Equal("Exif\0\0II*\0"u8, _file.AsSpan(6, 10));
        // The next marker follows the segment.
        Assert.Equal(0xff, _file[4 + BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(4))]);
    }

    [Fact]
    public void ImageDirectoryHoldsCameraDateCopyrightAndOrientation()
    {
        var image = ReadDirectory(ImageDirectory);

        Assert.Equal("Image Pipeline", Text(image[0x010f]));
        Assert.Equal("Sample Camera", Text(image[0x0110]));
        Assert.Equal(6, BinaryPrimitives.ReadUInt16LittleEndian(image[0x0112]));
        Assert.Equal("2026:06:21 05:24:00", Text(image[0x0132]));
        Assert.Equal("Image Pipeline contributors, MIT", Text(image[0x8298]));
    }

    [Fact]
    public void ExifDirectoryHoldsVersionDateAndStoredSize()
    {
        var exif = ReadDirectory(ReadOffset(ReadDirectory(ImageDirectory)[0x8769]));

        Assert.Equal("0232"u8, exif[0x9000]);
        Assert.Equal("2026:06:21 05:24:00", Text(exif[0x9003]));
        Assert.Equal(2176, ReadOffset(exif[0xa002]));
        Assert.Equal(1632, ReadOffset(exif[0xa003]));
    }

    [Fact]
    public void GpsDirectoryHoldsPlaceAndAltitude()
    {
        var gps = ReadDirectory(ReadOffset(ReadDirectory(ImageDirectory)[0x8825]));

        Assert.Equal("N", Text(gps[1]));
        Assert.Equal([47, 33, 23.04], Rationals(gps[2]));
        Assert.Equal("E", Text(gps[3]));
        Assert.Equal([12, 58, 37.92], Rationals(gps[4]));
        Assert.Equal([0], gps[5]);
        Assert.Equal([603], Rationals(gps[6]));
    }

    [Fact]
    public void TagsAscendInEveryDirectory() => Assert.All(
        [ImageDirectory, ReadOffset(ReadDirectory(ImageDirectory)[0x8769]), ReadOffset(ReadDirectory(ImageDirectory)[0x8825])],
        offset => Assert.Equal(ReadDirectory(offset).Keys.Order(), ReadDirectory(offset).Keys));

    /// <summary>Reads the directory at an offset: the values of its entries by tag, each cut to its length.</summary>
    private Dictionary<int, byte[]> ReadDirectory(int offset)
    {
        var tiff = _file.AsSpan(12);
        int[] sizes = [0, 1, 1, 2, 4, 8, 0, 1];
        var entries = new Dictionary<int, byte[]>();
        for (var i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(tiff[offset..]); i++)
        {
            var entry = tiff.Slice(offset + 2 + (12 * i), 12);
            var size = sizes[BinaryPrimitives.ReadUInt16LittleEndian(entry[2..])] * BinaryPrimitives.ReadInt32LittleEndian(entry[4..]);
            var value = size <= 4 ? entry.Slice(8, size) : tiff.Slice(BinaryPrimitives.ReadInt32LittleEndian(entry[8..]), size);
            entries.Add(BinaryPrimitives.ReadUInt16LittleEndian(entry), value.ToArray());
        }

        return entries;
    }

    private static int ReadOffset(byte[] value) => BinaryPrimitives.ReadInt32LittleEndian(value);

    private static string Text(byte[] value)
    {
        Assert.Equal(0, value[^1]);
        return Encoding.ASCII.GetString(value, 0, value.Length - 1);
    }

    private static double[] Rationals(byte[] value) => [.. value.Chunk(8).Select(pair =>
        BinaryPrimitives.ReadUInt32LittleEndian(pair) / (double)BinaryPrimitives.ReadUInt32LittleEndian(pair.AsSpan(4)))];

    private static (int Red, int Green, int Blue) Mean(PixelBuffer pixels, int left)
    {
        long red = 0, green = 0, blue = 0;
        for (var y = 0; y < pixels.Height; y++)
        {
            for (var x = left; x < left + 54; x++)
            {
                var (r, g, b) = Pixel(pixels, x, y);
                (red, green, blue) = (red + r, green + g, blue + b);
            }
        }

        var count = pixels.Height * 54;
        return ((int)(red / count), (int)(green / count), (int)(blue / count));
    }

    private static (int Red, int Green, int Blue) Pixel(PixelBuffer pixels, int x, int y)
    {
        var pixel = pixels.Row(y).Slice(x * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }
}
