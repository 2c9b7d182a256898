using Pipeline.Imaging.Colours;

namespace Pipeline.Tests.Imaging.Colours;

public sealed class ToneMapperTests
{
    /// <summary>Values of the curve of BT.2100, table 4.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 0.5081)]
    [InlineData(203, 0.5807)]
    [InlineData(1_000, 0.7518)]
    [InlineData(10_000, 1)]
    public void PqEncodesNits(double nits, double encoded)
    {
        Assert.Equal(encoded, HdrCurves.EncodePq(nits), 0.0005);
        Assert.Equal(nits, HdrCurves.DecodePq(HdrCurves.EncodePq(nits)), Math.Max(0.001, nits * 0.0001));
    }

    [Theory]
    [InlineData(0.5, 1.0 / 12)]
    [InlineData(0.75, 0.2650)]
    [InlineData(1, 1)]
    public void HlgDecodesToTheLightOfTheScene(double encoded, double light) => Assert.Equal(light, HdrCurves.DecodeHlg(encoded), 0.0005);

    [Fact]
    public void HlgAtThreeQuartersIsReferenceWhite() =>
        Assert.Equal(ToneMapper.ReferenceWhiteNits, HdrCurves.DecodeHlg(0.75) * HdrCurves.HlgNits(HdrCurves.DecodeHlg(0.75)), 0.5);

    [Fact]
    public void DarkTonesKeepTheirBrightnessAndThePeakBecomesWhite()
    {
        var mapper = new ToneMapper(1_000);

        Assert.Equal(10 / 203.0, mapper.Map(10), 0.0001);
        Assert.Equal(80 / 203.0, mapper.Map(80), 0.0001);
        Assert.InRange(mapper.Map(203), 0.6, 0.8);
        Assert.Equal(1, mapper.Map(1_000), 0.0001);
        Assert.Equal(1, mapper.Map(10_000), 0.0001);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(1_000)]
    [InlineData(4_000)]
    public void BrighterStaysBrighter(double peak)
    {
        var mapper = new ToneMapper(peak);
        var mapped = Enumerable.Range(0, 200).Select(i => mapper.Map(peak * i / 199)).ToList();

        Assert.Equal(mapped.Order(), mapped);
        Assert.Equal(0, mapped[0], 1e-6);
    }

    [Fact]
    public void PictureThatIsNoBrighterThanReferenceWhiteIsOnlyScaled() => Assert.Equal(0.5, new ToneMapper(203).Map(101.5), 0.0001);
}
