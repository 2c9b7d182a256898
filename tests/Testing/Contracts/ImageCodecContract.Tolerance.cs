using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

public abstract partial class ImageCodecContract
{
    /// <summary>Formats of which the codec decodes what is left if the end of the file is missing. It rejects the others.</summary>
    protected virtual IReadOnlySet<ImageFormat> FormatsDecodedWithoutTheirEnd { get; } =
        new HashSet<ImageFormat> { ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Gif };

    [Fact]
    public void IntactFileIsNotDamagedWhenDamageIsTolerated()
    {
        foreach (var (format, file) in Samples(200, 150))
        {
            using var decoded = Codec.Decode(file, format, DecodeOptions.FullSize with { AllFrames = true, TolerateDamage = true });

            Assert.False(decoded.IsDamaged, format.ToString());
        }
    }

    [Fact]
    public void ToleratedDamageLeavesWhatCanBeDecoded()
    {
        foreach (var (format, file) in Samples(200, 150))
        {
            var cut = file.AsMemory(0, file.Length * 2 / 3);
            var tolerant = DecodeOptions.FullSize with { TolerateDamage = true };
            if (format == ImageFormat.Gif || !FormatsDecodedWithoutTheirEnd.Contains(format))
            {
                continue;
            }

            using var whole = Codec.Decode(file, format, DecodeOptions.FullSize);
            using var decoded = Codec.Decode(cut, format, tolerant);

            Assert.True(decoded.IsDamaged, format.ToString());
            Assert.Equal((200, 150), (decoded.Width, decoded.FrameHeight));
            TestPictures.AssertNear(TestPictures.PixelAt(whole, 100, 8), TestPictures.PixelAt(decoded, 100, 8), tolerance: 2);
        }
    }

    [Fact]
    public void FileThatCannotBeDecodedInPartIsCorruptEvenIfDamageIsTolerated()
    {
        foreach (var (format, file) in Samples(200, 150))
        {
            if (!FormatsDecodedWithoutTheirEnd.Contains(format))
            {
                Assert.Throws<CorruptImageException>(() =>
                    Codec.Decode(file.AsMemory(0, file.Length / 2), format, DecodeOptions.FullSize with { AllFrames = true, TolerateDamage = true }));
            }

            Assert.Throws<CorruptImageException>(() => Codec.Decode(file.AsMemory(0, 12), format, DecodeOptions.FullSize with { TolerateDamage = true }));
        }
    }

    [Fact]
    public void AnimationWhoseLastFrameIsCutKeepsTheFramesBefore()
    {
        var gif = GifFile.Write(60, 40, 0, new(250, 0, 0, 100), new(0, 250, 0, 100), new(0, 0, 250, 100));
        var cut = gif.AsMemory(0, gif.Length - 1_000);
        var options = DecodeOptions.FullSize with { AllFrames = true };

        Assert.Throws<CorruptImageException>(() => Codec.Decode(cut, ImageFormat.Gif, options));
        if (!FormatsDecodedWithoutTheirEnd.Contains(ImageFormat.Gif))
        {
            return;
        }

        using var decoded = Codec.Decode(cut, ImageFormat.Gif, options with { TolerateDamage = true });
        Assert.True(Codec.Inspect(cut, ImageFormat.Gif).Animated);
        Assert.True(decoded.IsDamaged);
        TestPictures.AssertNear([250, 0, 0], TestPictures.PixelAt(decoded, 30, 20).AsSpan(0, 3), tolerance: 0);
        TestPictures.AssertNear([0, 250, 0], TestPictures.PixelAt(decoded, 30, 60).AsSpan(0, 3), tolerance: 0);
    }

    /// <summary>The encoder may merge frames that are equal; what was read has all of them.</summary>
    [Fact]
    public void FramesAreCountedInTheFileAlsoIfTheyAreEqual()
    {
        var gif = GifFile.Write(32, 24, 0, new(250, 0, 0, 100), new(250, 0, 0, 100), new(250, 0, 0, 200), new(0, 0, 250, 100));

        using var decoded = Codec.Decode(gif, ImageFormat.Gif, DecodeOptions.FullSize with { AllFrames = true });

        Assert.Equal(4, Codec.Inspect(gif, ImageFormat.Gif).Frames);
        Assert.Equal((4, 4), (decoded.Frames, decoded.DelaysMilliseconds.Count));
    }
}
