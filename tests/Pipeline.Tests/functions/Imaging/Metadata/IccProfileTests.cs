using Pipeline.Imaging.Metadata;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Imaging.Metadata;

public sealed class IccProfileTests
{
    [Fact]
    public void ParametricSrgbIsSrgb() => Assert.True(IccProfile.IsSrgb(IccFile.Srgb));

    [Fact]
    public void TabulatedSrgbIsSrgb() => Assert.True(IccProfile.IsSrgb(IccFile.SrgbByTable(1024)));

    [Fact]
    public void OtherColorantsAreNotSrgb() => Assert.False(IccProfile.IsSrgb(IccFile.DisplayP3));

    [Fact]
    public void OtherCurveIsNotSrgb() => Assert.False(IccProfile.IsSrgb(IccFile.Gamma18));

    [Fact]
    public void ProfileWithALookupTableIsNotSrgb()
    {
        var profile = (byte[])IccFile.Srgb.Clone();
        "A2B0"u8.CopyTo(profile.AsSpan(132)); // in place of the white point's tag

        Assert.False(IccProfile.IsSrgb(profile));
    }

    [Fact]
    public void ColourModelIsReadFromTheHeader()
    {
        Assert.True(IccProfile.Fits(IccFile.DisplayP3, ColourModel.Rgb));
        Assert.True(IccProfile.Fits(IccFile.GreyGamma18, ColourModel.Grey));
        Assert.False(IccProfile.Fits(IccFile.GreyGamma18, ColourModel.Rgb));
        Assert.False(IccProfile.Fits(IccFile.DisplayP3.AsSpan(0, 20), ColourModel.Rgb));
    }

    [Fact]
    public void TruncatedProfileIsNotSrgbAndDamagedProfileNeverThrows()
    {
        var random = new Random(7);
        for (var length = 0; length < IccFile.Srgb.Length; length++)
        {
            Assert.False(IccProfile.IsSrgb(IccFile.Srgb.AsSpan(0, length)));
            var damaged = (byte[])IccFile.Srgb.Clone();
            damaged[random.Next(128, damaged.Length)] ^= 0xFF;
            _ = IccProfile.IsSrgb(damaged);
        }
    }

    [MaterialFact("images/small-320x240.jpg")]
    public void ProfileOfTypicalPhotographsIsSrgb()
    {
        var jpeg = File.ReadAllBytes(Path.Combine(Repository.Material!, "images/small-320x240.jpg"));
        var start = jpeg.AsSpan().IndexOf("ICC_PROFILE\0"u8) + 14;

        Assert.True(IccProfile.IsSrgb(jpeg.AsSpan(start, 3144)));
    }
}
