using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Placeholders;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>A transcoded rendition is byte for byte the same as one that is decoded, rendered and encoded in separate steps.</summary>
public abstract partial class ImageCodecContract
{
    [Theory]
    [InlineData(640, 480)]
    [InlineData(1001, 667)]
    [InlineData(333, 7)]
    [InlineData(17, 1023)]
    [InlineData(1, 1)]
    public void TranscodingMakesTheSameFileAsSeparateSteps(int width, int height)
    {
        foreach (var (format, file) in Samples(width, height))
        {
            AssertSameFile(file, format, new("r", 80), ImageFormat.Jpeg);
            AssertSameFile(file, format, new("r", 320), ImageFormat.Png);
            AssertSameFile(file, format, new("r", 500), ImageFormat.WebP);
            AssertSameFile(file, format, new("r", 50, 50, Fit.Cover, Gravity.North), ImageFormat.WebP);
            AssertSameFile(file, format, new("r", 300, 100, Fit.Cover, Gravity.SouthEast), ImageFormat.Jpeg);
            AssertSameFile(file, format, new("r", 90, 110, Fit.Fill, Enlarge: true), ImageFormat.Avif);
            AssertSameFile(file, format, new("r"), ImageFormat.Jpeg);
        }
    }

    [Theory]
    [EveryOrientation]
    public void TranscodedRenditionIsUpright(int orientation)
    {
        using var picture = TestPictures.Gradient(300, 200);
        var file = JpegFile.WithExif(Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 90)), TiffFile.WriteExif((ushort)orientation, "Jane Doe\0"u8.ToArray()));

        AssertSameFile(file, ImageFormat.Jpeg, new("r", 120), ImageFormat.Jpeg);
        AssertSameFile(file, ImageFormat.Jpeg, new("r", 100, 60, Fit.Cover, Gravity.East), ImageFormat.WebP);
    }

    [Fact]
    public void TranscodedRenditionIsConvertedByTheEmbeddedProfile()
    {
        using var picture = TestPictures.Gradient(640, 480);
        var jpeg = Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 90));

        foreach (var profile in new[] { IccFile.DisplayP3, IccFile.Srgb, new byte[300] })
        {
            AssertSameFile(JpegFile.WithProfile(jpeg, profile), ImageFormat.Jpeg, new("r", 200), ImageFormat.Jpeg);
        }
    }

    [Fact]
    public void TranscodedRenditionCarriesItsCopyright()
    {
        var file = EncodeGradient(ImageFormat.Jpeg, 300, 200);

        var made = Transcode(file, ImageFormat.Jpeg, new("r", 100), ImageFormat.Jpeg, "Jane Doe");

        Assert.Equal("Jane Doe", Codec.Inspect(made.Content, ImageFormat.Jpeg).Copyright);
        AssertSameFile(file, ImageFormat.Jpeg, new("r", 100), ImageFormat.WebP, "Jane Doe");
    }

    [MaterialTheory("images/camera-12mp.jpg", "images/orientation-6.jpg", "images/cmyk-no-profile.jpg", "images/palette.png", "images/photo.avif")]
    [InlineData("camera-12mp.jpg", 320, null)]
    [InlineData("camera-12mp.jpg", 1600, null)]
    [InlineData("camera-12mp.jpg", 600, 600)]
    [InlineData("orientation-6.jpg", 200, null)]
    [InlineData("cmyk-no-profile.jpg", 200, null)]
    [InlineData("palette.png", 40, 20)]
    [InlineData("photo.avif", 800, 600)]
    public void TranscodingAPhotographMakesTheSameFileAsSeparateSteps(string name, int width, int? height)
    {
        var file = Photograph(name);
        var format = FormatSniffer.Sniff(file)!.Value;
        foreach (var output in new[] { ImageFormat.Jpeg, ImageFormat.WebP, ImageFormat.Png })
        {
            AssertSameFile(file, format, new("r", width, height, height is null ? Fit.Inside : Fit.Cover), output);
        }
    }

    [Fact]
    public void TranscodingTruncatedPixelDataIsCorrupt()
    {
        // The last rendition's crop leaves out the missing part.
        Rendition[] renditions = [new("r", 50), new("r"), new("r", 200, 20, Fit.Cover, Gravity.North)];
        foreach (var (format, file) in Samples(200, 150).Where(sample => Codec.Inspect(sample.File, sample.Format) is { HasAlpha: false }))
        {
            var truncated = file[..(file.Length / 2)];
            foreach (var rendition in renditions)
            {
                Assert.Throws<CorruptImageException>(() => Transcode(truncated, format, rendition, ImageFormat.Jpeg));
            }
        }
    }

    [Fact]
    public void TranscodingToAnUndeclaredFormatIsNotSupported()
    {
        var file = EncodeGradient(ImageFormat.Jpeg, 30, 20);

        Assert.Throws<NotSupportedException>(() => Transcode(file, ImageFormat.Jpeg, new("r", 10), ImageFormat.Gif));
    }

    [Fact]
    public void TranscodingWithAnUnsupportedEffortThrowsArgumentException()
    {
        var file = EncodeGradient(ImageFormat.Png, 20, 2);

        Assert.ThrowsAny<ArgumentException>(() => Transcode(file, ImageFormat.Png, new("r", 10) { Effort = 99 }, ImageFormat.WebP));
    }

    [Fact]
    public void ConcurrentTranscodingMakesTheSameFiles()
    {
        var file = EncodeGradient(ImageFormat.Jpeg, 640, 480);
        var truncated = file[..(file.Length / 2)];
        var expected = new[] { 40, 100, 333 }.ToDictionary(width => width, width => Transcode(file, ImageFormat.Jpeg, new("r", width), ImageFormat.Jpeg).Content);

        Parallel.For(0, 96, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var (width, content) = expected.ElementAt(i % expected.Count);
            if (i % 8 == 7)
            {
                Assert.Throws<CorruptImageException>(() => Transcode(truncated, ImageFormat.Jpeg, new("r", width), ImageFormat.Jpeg));
                return;
            }

            Assert.Equal(content, Transcode(file, ImageFormat.Jpeg, new("r", width), ImageFormat.Jpeg).Content);
        });
    }

    private byte[] EncodeGradient(ImageFormat format, int width, int height)
    {
        using var picture = TestPictures.Gradient(width, height);
        return Codec.Encode(picture, new EncodeOptions(format, 90));
    }

    private EncodedRendition Transcode(byte[] file, ImageFormat format, Rendition rendition, ImageFormat output, string? copyright = null) =>
        RenditionTranscoder.Transcode(
            Codec, file, Codec.Inspect(file, format), new RenditionPlan(rendition, "key", output, Placeholder: true, Copyright: copyright));

    private void AssertSameFile(byte[] file, ImageFormat format, Rendition rendition, ImageFormat output, string? copyright = null)
    {
        var info = Codec.Inspect(file, format);
        if (!StreamingRenderer.CanRender(info, rendition))
        {
            return;
        }

        var made = Transcode(file, format, rendition, output, copyright);

        using var decoded = Codec.Decode(file, format, RenditionPlanner.PlanDecode(info, rendition));
        using var picture = RenditionRenderer.Render(decoded, info, rendition, output);
        var quality = RenditionFormats.DefaultQuality(output);
        var expected = Codec.Encode(picture, new EncodeOptions(output, quality, copyright));
        Assert.True(expected.AsSpan().SequenceEqual(made.Content), $"{info} {rendition} {output}: {expected.Length} bytes expected, {made.Content.Length} found");
        Assert.Equal((picture.Width, picture.FrameHeight, 1), (made.Width, made.Height, made.Frames));
        Assert.Equal(PlaceholderGenerator.Generate(decoded, info.Orientation), made.Placeholder);
    }
}
