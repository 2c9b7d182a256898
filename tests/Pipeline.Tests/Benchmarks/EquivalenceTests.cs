using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Pictures;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;
using Pipeline.Vips;

namespace Pipeline.Tests.Benchmarks;

/// <summary>Times are compared only between equivalent renditions. Every kind of wrong picture fails the check.</summary>
public sealed class EquivalenceTests
{
    private const int Width = 400;
    private const int Height = 300;

    private static readonly VipsCodec Codec = new();
    private static readonly Lazy<PixelBuffer> Full = new(() =>
    {
        using var scene = Codec.Decode(File.ReadAllBytes(Originals.SamplePhoto), ImageFormat.Jpeg, DecodeOptions.FullSize);
        return Resize(scene.Pixels, 1600, 1200, new Region(0, 0, scene.Width, scene.FrameHeight));
    });

    private static readonly Lazy<PixelBuffer> Reference = new(() => ReferenceResampling.Resize(Full.Value, Width, Height));

    [Fact]
    public void OwnRenditionPassesInEveryFormat()
    {
        using var ours = Resize(Full.Value, Width, Height);

        Assert.All(new[] { ImageFormat.Jpeg, ImageFormat.WebP, ImageFormat.Png }, format =>
        {
            using var written = EncodeAndDecode(ours, format);
            Assert.Null(Equivalence.Check(Reference.Value, written.Pixels, format, format).Problem);
        });
    }

    [Fact]
    public void AnotherResamplingMethodPasses()
    {
        // Averages boxes to half the size first, like a JPEG that is shrunk on load.
        using var half = AverageBoxes(Full.Value, 2);
        using var picture = Resize(half, Width, Height);

        Assert.Null(Check(picture).Problem);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    [InlineData(3, 3)]
    public void ShiftedPictureFails(int x, int y)
    {
        var scale = 1600 / Width;
        using var shifted = Resize(Full.Value, Width, Height, new Region(x * scale, y * scale, 1600 - (x * scale), 1200 - (y * scale)), scaleTarget: true);

        Assert.NotNull(Check(shifted).Problem);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void WrongOrientationFails(int orientation)
    {
        using var turned = OrientationTransform.Apply(Reference.Value, orientation);

        Assert.Contains("looks different", Check(turned).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void DifferentPictureFails()
    {
        using var other = Resize(Full.Value, Width, Height, new Region(200, 500, 400, 300));

        Assert.Contains("looks different", Check(other).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongSizeFails()
    {
        using var larger = Resize(Full.Value, Width + 1, Height);

        Assert.Equal("has 401 x 300 pixels, not 400 x 300", Check(larger).Problem);
    }

    [Fact]
    public void WrongFormatFails() =>
        Assert.Equal("is Png, not WebP", Equivalence.Check(Reference.Value, Reference.Value, ImageFormat.WebP, ImageFormat.Png).Problem);

    [Fact]
    public void WashedOutColoursFail()
    {
        using var pale = Resize(Full.Value, Width, Height);
        foreach (ref var level in pale.Span)
        {
            level = (byte)(48 + (level * 0.8));
        }

        Assert.Contains("ΔE", Check(pale).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void BlurredPictureFails()
    {
        using var small = Resize(Full.Value, Width / 8, Height / 8);
        using var blurred = Resize(small, Width, Height);

        Assert.NotNull(Check(blurred).Problem);
    }

    private static Equivalence Check(PixelBuffer picture)
    {
        using var written = EncodeAndDecode(picture, ImageFormat.Jpeg);
        return Equivalence.Check(Reference.Value, written.Pixels, ImageFormat.Jpeg, ImageFormat.Jpeg);
    }

    private static Picture EncodeAndDecode(PixelBuffer pixels, ImageFormat format) =>
        Codec.Decode(Codec.Encode(new Picture(pixels), new(format, Quality: 80)), format, DecodeOptions.FullSize);

    private static PixelBuffer Resize(PixelBuffer source, int width, int height) =>
        Resize(source, width, height, new Region(0, 0, source.Width, source.Height));

    // With scaleTarget, the region keeps its scale, and pixels outside it repeat the edge.
    private static PixelBuffer Resize(PixelBuffer source, int width, int height, Region region, bool scaleTarget = false)
    {
        var target = new PixelBuffer(width, height, source.Channels);
        if (!scaleTarget)
        {
            Resampler.Resize(source, region, target);
            return target;
        }

        using var part = new PixelBuffer((int)(width * region.Width / source.Width), (int)(height * region.Height / source.Height), source.Channels);
        Resampler.Resize(source, region, part);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                part.Row(Math.Min(y, part.Height - 1)).Slice(Math.Min(x, part.Width - 1) * 3, 3).CopyTo(target.Row(y)[(x * 3)..]);
            }
        }

        return target;
    }

    private static PixelBuffer AverageBoxes(PixelBuffer source, int factor)
    {
        var target = new PixelBuffer(source.Width / factor, source.Height / factor, source.Channels);
        for (var y = 0; y < target.Height; y++)
        {
            for (var i = 0; i < target.Stride; i++)
            {
                var (x, c) = (i / source.Channels, i % source.Channels);
                var sum = 0;
                for (var k = 0; k < factor * factor; k++)
                {
                    sum += source.Row((y * factor) + (k / factor))[(((x * factor) + (k % factor)) * source.Channels) + c];
                }

                target.Row(y)[i] = (byte)(sum / (factor * factor));
            }
        }

        return target;
    }
}
