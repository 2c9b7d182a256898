using System.Buffers.Binary;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Imaging.Colours;

public sealed class DisplayP3ProfileTests
{
    private static readonly byte[] Profile = DisplayP3Profile.Profile;

    [Fact]
    public void ProfileIsSmallAndSaysWhatItIs()
    {
        Assert.InRange(Profile.Length, 400, 600);
        Assert.Equal(Profile.Length, BinaryPrimitives.ReadInt32BigEndian(Profile));
        Assert.Equal(4, Profile[8]);
        Assert.Equal("mntrRGB XYZ "u8.ToArray(), Profile[12..24]);
        Assert.Contains("Display P3", System.Text.Encoding.BigEndianUnicode.GetString(FindTag("desc")), StringComparison.Ordinal);
        Assert.True(IccProfile.Fits(Profile, ColourModel.Rgb));
        Assert.True(IccProfile.IsDisplayP3(Profile));
        Assert.False(IccProfile.IsSrgb(Profile));
    }

    /// <summary>SMPTE EG 432-1's primaries with a white of D65, adapted to D50.</summary>
    [Theory]
    [InlineData("rXYZ", 0.51512, 0.24120, -0.00105)]
    [InlineData("gXYZ", 0.29198, 0.69225, 0.04189)]
    [InlineData("bXYZ", 0.15710, 0.06657, 0.78407)]
    [InlineData("wtpt", 0.9642, 1, 0.8249)]
    public void ColorantsAreThoseOfDisplayP3(string tag, double x, double y, double z)
    {
        var data = FindTag(tag);

        Assert.Equal("XYZ "u8.ToArray(), data[..4]);
        Assert.Equal(x, ReadFixed(data, 8), 0.0005);
        Assert.Equal(y, ReadFixed(data, 12), 0.0005);
        Assert.Equal(z, ReadFixed(data, 16), 0.0005);
    }

    [Fact]
    public void ColorantsAddUpToWhite()
    {
        for (var axis = 0; axis < 3; axis++)
        {
            var sum = new[] { "rXYZ", "gXYZ", "bXYZ" }.Sum(tag => ReadFixed(FindTag(tag), 8 + (4 * axis)));
            Assert.Equal(ReadFixed(FindTag("wtpt"), 8 + (4 * axis)), sum, 0.0001);
        }
    }

    [Theory]
    [InlineData("rTRC")]
    [InlineData("gTRC")]
    [InlineData("bTRC")]
    public void CurveIsThatOfSrgb(string tag)
    {
        var data = FindTag(tag);

        Assert.Equal("para"u8.ToArray(), data[..4]);
        Assert.Equal([2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045], Enumerable.Range(0, 5).Select(i => ReadFixed(data, 12 + (4 * i))), (a, b) => Math.Abs(a - b) < 0.0001);
    }

    [Fact]
    public void AdaptationIsBradfordsFromD65()
    {
        var data = FindTag("chad");
        double[] expected = [1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168];

        Assert.Equal("sf32"u8.ToArray(), data[..4]);
        Assert.Equal(expected, Enumerable.Range(0, 9).Select(i => ReadFixed(data, 8 + (4 * i))), (a, b) => Math.Abs(a - b) < 0.0005);
    }

    [Fact]
    public void ProfilesOfDisplayP3NeedNoConversionToIt()
    {
        foreach (var profile in new[] { Profile, IccFile.DisplayP3, CodedProfile.Create(new(12, 13))! })
        {
            var colours = SourceColours.Read(JpegFile.WithProfile(JpegFile.Flat([1, 2, 3], null), profile), Pipeline.Imaging.Formats.ImageFormat.Jpeg);

            var kept = colours.Choose([], ColourModel.Rgb, Gamut.P3);
            var clipped = colours.Choose([], ColourModel.Rgb);

            Assert.Equal((0, Gamut.P3), (kept.Profile.Length, kept.Target));
            Assert.Equal((profile.Length, Gamut.Srgb), (clipped.Profile.Length, clipped.Target));
        }
    }

    private static byte[] FindTag(string name)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(Profile.AsSpan(128));
        for (var i = 0; i < count; i++)
        {
            var entry = Profile.AsSpan(132 + (12 * i), 12);
            if (System.Text.Encoding.ASCII.GetString(entry[..4]) == name)
            {
                return Profile.AsSpan(BinaryPrimitives.ReadInt32BigEndian(entry[4..]), BinaryPrimitives.ReadInt32BigEndian(entry[8..])).ToArray();
            }
        }

        throw new KeyNotFoundException(name);
    }

    private static double ReadFixed(byte[] data, int offset) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(offset)) / 65536.0;
}
