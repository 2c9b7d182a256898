using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>Files from real cameras and programs, in the folder of test material.</summary>
public abstract partial class ImageCodecContract
{
    [MaterialTheory(
        "images/camera-12mp.jpg", "images/orientation-6.jpg", "images/cmyk-no-profile.jpg", "images/display-p3.png",
        "images/grey-alpha-16bit.png", "images/palette.png", "images/alpha-1024x768.png", "images/giant.jpg")]
    [InlineData("camera-12mp.jpg", ImageFormat.Jpeg, 4032, 3024, false)]
    [InlineData("giant.jpg", ImageFormat.Jpeg, 20000, 14000, false)]
    [InlineData("cmyk-no-profile.jpg", ImageFormat.Jpeg, 500, 333, false)]
    [InlineData("display-p3.png", ImageFormat.Png, 8, 8, true)]
    [InlineData("grey-alpha-16bit.png", ImageFormat.Png, 109, 96, true)]
    [InlineData("palette.png", ImageFormat.Png, 68, 68, false)]
    [InlineData("alpha-1024x768.png", ImageFormat.Png, 1024, 768, true)]
    public void PhotographIsInspectedAndDecoded(string name, ImageFormat format, int width, int height, bool hasAlpha)
    {
        var file = Photograph(name);

        var info = Codec.Inspect(file, format);
        using var decoded = Codec.Decode(file, format, new DecodeOptions(320, 320));

        Assert.Equal(new ImageInfo(format, width, height, HasAlpha: hasAlpha), info);
        Assert.Equal(hasAlpha ? 4 : 3, decoded.Pixels.Channels);
        Assert.InRange(decoded.Width, Math.Min(320, width), width);
        Assert.InRange(decoded.FrameHeight, Math.Min(320, height), height);
        // Shrinking on load keeps the aspect ratio, except for one pixel of rounding.
        Assert.InRange(decoded.FrameHeight - ((double)decoded.Width * height / width), -1, 1);
    }

    [MaterialFact("images/photo.avif")]
    public void AvifPhotographIsInspectedAndDecoded()
    {
        var file = Photograph("photo.avif");

        var info = Codec.Inspect(file, ImageFormat.Avif);
        using var decoded = Codec.Decode(file, ImageFormat.Avif, DecodeOptions.FullSize);

        Assert.Equal(new ImageInfo(ImageFormat.Avif, 2048, 858), info);
        Assert.Equal((2048, 858, 3), (decoded.Width, decoded.FrameHeight, decoded.Pixels.Channels));
    }

    [MaterialTheory(
        "images/orientation-1.jpg", "images/orientation-2.jpg", "images/orientation-3.jpg", "images/orientation-4.jpg",
        "images/orientation-5.jpg", "images/orientation-6.jpg", "images/orientation-7.jpg", "images/orientation-8.jpg")]
    [EveryOrientation]
    public void OrientationOfAPhotographIsReported(int orientation)
    {
        var info = Codec.Inspect(Photograph($"orientation-{orientation}.jpg"), ImageFormat.Jpeg);

        Assert.Equal((orientation, 600, 450), (info.Orientation, info.UprightWidth, info.UprightHeight));
    }

    [MaterialFact("images/cmyk-no-profile.jpg")]
    public void CmykWithoutProfileDecodesToNaturalColours()
    {
        using var decoded = Codec.Decode(Photograph("cmyk-no-profile.jpg"), ImageFormat.Jpeg, DecodeOptions.FullSize);

        // There is a green lawn on the left and a bright grey path in the lower right corner.
        var path = Mean(decoded, 430, 300, 490, 330);
        var lawn = Mean(decoded, 10, 180, 60, 220);
        Assert.True(path.Min() > 130 && path.Max() - path.Min() < 20, $"path is {string.Join(", ", path)}");
        Assert.True(lawn[1] > lawn[0] && lawn[1] > lawn[2] + 20, $"lawn is {string.Join(", ", lawn)}");
    }

    [MaterialFact("images/display-p3.png")]
    public void DisplayP3PhotographIsConvertedToSrgb()
    {
        using var decoded = Codec.Decode(Photograph("display-p3.png"), ImageFormat.Png, DecodeOptions.FullSize);

        TestPictures.AssertNear([255, 0, 0, 255], TestPictures.PixelAt(decoded, 4, 4), tolerance: 3);
    }

    [MaterialTheory("images/animated-loop-3.gif", "images/animated.webp")]
    [InlineData("animated-loop-3.gif", ImageFormat.Gif, 10, 3, 3000)]
    [InlineData("animated.webp", ImageFormat.WebP, 9, 0, 120)]
    public void AnimationKeepsFramesDelaysAndLoop(string name, ImageFormat format, int frames, int loop, int firstDelay)
    {
        var file = Photograph(name);

        var info = Codec.Inspect(file, format);
        using var decoded = Codec.Decode(file, format, DecodeOptions.FullSize with { AllFrames = true });

        Assert.True(info.Animated);
        Assert.Equal((frames, frames, loop), (info.Frames, decoded.Frames, decoded.LoopCount));
        Assert.Equal((info.Width, info.Height), (decoded.Width, decoded.FrameHeight));
        Assert.Equal((frames, firstDelay), (decoded.DelaysMilliseconds.Count, decoded.DelaysMilliseconds[0]));
    }

    [MaterialFact("images/multipage.tif")]
    public void ScannedPagesAreCounted() =>
        Assert.Equal(
            new ImageInfo(ImageFormat.Tiff, 2464, 3248, Frames: 2), Codec.Inspect(Photograph("multipage.tif"), ImageFormat.Tiff));

    [MaterialTheory("images/truncated.jpg", "images/truncated.png")]
    [InlineData("truncated.jpg", ImageFormat.Jpeg)]
    [InlineData("truncated.png", ImageFormat.Png)]
    public void TruncatedPhotographIsCorrupt(string name, ImageFormat format)
    {
        var file = Photograph(name);

        Assert.True(Codec.Inspect(file, format).Width > 0);
        Assert.Throws<CorruptImageException>(() => Codec.Decode(file, format, new DecodeOptions(100, 100)).Dispose());
    }

    [MaterialFact("images/corrupt-header.jpg")]
    public void PhotographWithDamagedHeaderIsCorrupt() =>
        Assert.Throws<CorruptImageException>(() => Codec.Inspect(Photograph("corrupt-header.jpg"), ImageFormat.Jpeg));

    [MaterialFact("images/bomb-65536x65536.png")]
    public void DimensionsOfADecompressionBombAreReadFromItsHeader() =>
        Assert.Equal(4_294_967_296, Codec.Inspect(Photograph("bomb-65536x65536.png"), ImageFormat.Png).TotalPixels);

    private static byte[] Photograph(string name) => File.ReadAllBytes(Path.Combine(Repository.Material!, "images", name));

    private static double[] Mean(Picture picture, int left, int top, int right, int bottom)
    {
        var sums = new double[picture.Pixels.Channels];
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var pixel = TestPictures.PixelAt(picture, x, y);
                for (var channel = 0; channel < sums.Length; channel++)
                {
                    sums[channel] += pixel[channel];
                }
            }
        }

        return [.. sums.Select(sum => sum / ((right - left) * (bottom - top)))];
    }
}
