using Pipeline.Imaging.Formats;
using Pipeline.Magick.Writing;

namespace Pipeline.Tests.Magick.Writing;

public sealed class WriterSettingsTests
{
    [Theory]
    [InlineData(ImageFormat.Jpeg, 80, "jpeg:sampling-factor", "4:2:0")]
    [InlineData(ImageFormat.Jpeg, 90, "jpeg:sampling-factor", "4:4:4")]
    [InlineData(ImageFormat.Avif, 89, "heic:chroma", "420")]
    [InlineData(ImageFormat.Avif, 90, "heic:chroma", "444")]
    public void ChromaIsHalvedBelowNinety(ImageFormat format, int quality, string name, string value) =>
        Assert.Contains((name, value), WriterSettings.GetDefines(new(format, quality)));

    [Theory]
    [InlineData(ImageFormat.WebP, null, "webp:method", "2")]
    [InlineData(ImageFormat.WebP, 6, "webp:method", "6")]
    [InlineData(ImageFormat.Avif, null, "heic:speed", "7")]
    [InlineData(ImageFormat.Avif, 0, "heic:speed", "9")]
    public void EffortIsThatOfTheRenditionOrTheDefaultOfTheFormat(ImageFormat format, int? effort, string name, string value) =>
        Assert.Contains((name, value), WriterSettings.GetDefines(new(format, 80, Effort: effort)));

    [Fact]
    public void PngKeepsTheCopyrightAndTransparencyAndNothingElse()
    {
        var excluded = WriterSettings.GetDefines(new(ImageFormat.Png, 100)).Single(define => define.Name == "png:exclude-chunk").Value.Split(',');

        Assert.DoesNotContain("eXIf", excluded);
        Assert.DoesNotContain("tRNS", excluded);
        Assert.Superset(new HashSet<string> { "date", "gAMA", "cHRM", "tEXt", "tIME", "iCCP" }, excluded.ToHashSet());
    }

    [Fact]
    public void BestQualityIsNotLossless()
    {
        Assert.Contains(("webp:lossless", "false"), WriterSettings.GetDefines(new(ImageFormat.WebP, 100)));
        Assert.Equal(99u, WriterSettings.GetQuality(new(ImageFormat.Avif, 100)));
        Assert.Equal(100u, WriterSettings.GetQuality(new(ImageFormat.Jpeg, 100)));
    }
}
