using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Imaging.Gamuts;

public sealed class GamutConversionTests
{
    [Theory]
    [InlineData(255, 0, 0, 234, 51, 35)]
    [InlineData(0, 255, 0, 117, 251, 76)]
    [InlineData(0, 0, 255, 0, 0, 245)]
    [InlineData(255, 255, 0, 255, 255, 85)]
    [InlineData(128, 128, 128, 128, 128, 128)]
    [InlineData(255, 255, 255, 255, 255, 255)]
    public void SrgbIsTheSameColourInP3(byte red, byte green, byte blue, byte p3Red, byte p3Green, byte p3Blue)
    {
        var converted = GamutConversion.Convert(new Colour(red, green, blue, 77), Gamut.Srgb, Gamut.P3);
        var back = GamutConversion.Convert(converted, Gamut.P3, Gamut.Srgb);

        TestPictures.AssertNear([p3Red, p3Green, p3Blue, 77], [converted.Red, converted.Green, converted.Blue, converted.Alpha], tolerance: 1);
        TestPictures.AssertNear([red, green, blue], [back.Red, back.Green, back.Blue], tolerance: 12);
    }

    [Fact]
    public void ColoursThatSrgbLacksAreClipped() =>
        Assert.Equal(new Colour(0, 255, 0), GamutConversion.Convert(new Colour(0, 255, 0), Gamut.P3, Gamut.Srgb));

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void PicturesAreConvertedInPlaceAndAlphaStays(int channels)
    {
        using var pixels = new PixelBuffer(2, 1, channels);
        byte[] before = channels == 3 ? [255, 0, 0, 9, 9, 9] : [255, 0, 0, 0, 9, 9, 9, 200];
        before.CopyTo(pixels.Span);

        GamutConversion.Convert(pixels, Gamut.P3, Gamut.P3);
        Assert.Equal(before, pixels.Span.ToArray());
        GamutConversion.Convert(pixels, Gamut.Srgb, Gamut.P3);

        TestPictures.AssertNear(channels == 3 ? [234, 51, 35, 9, 9, 9] : [234, 51, 35, 0, 9, 9, 9, 200], pixels.Span, tolerance: 1);
    }

    [Fact]
    public void ConversionIsWithinHalfALevelOfDoublePrecision()
    {
        var matrix = ColourSpace.Srgb.MatrixTo(ColourSpace.DisplayP3);
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var colour = new Colour((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
            double[] light = [.. new[] { colour.Red, colour.Green, colour.Blue }.Select(level => Decode(level / 255.0))];
            var expected = ColourSpace.Multiply(matrix, light).Select(linear => 255 * Encode(Math.Clamp(linear, 0, 1))).ToArray();

            var actual = GamutConversion.Convert(colour, Gamut.Srgb, Gamut.P3);

            Assert.Equal(expected[0], actual.Red, 0.6);
            Assert.Equal(expected[1], actual.Green, 0.6);
            Assert.Equal(expected[2], actual.Blue, 0.6);
        }

        static double Decode(double encoded) => encoded <= 0.04045 ? encoded / 12.92 : Math.Pow((encoded + 0.055) / 1.055, 2.4);
        static double Encode(double linear) => linear <= 0.0031308 ? linear * 12.92 : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
    }
}
