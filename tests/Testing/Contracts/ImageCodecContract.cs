using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>
/// The contract of every <see cref="IImageCodec"/>. A codec's tests derive from this class.
/// </summary>
public abstract partial class ImageCodecContract
{
    /// <summary>The codec under test. All tests share one, in parallel.</summary>
    protected abstract IImageCodec Codec { get; }

    /// <summary>Formats that every codec writes and reads: those of renditions.</summary>
    public static TheoryData<ImageFormat> CommonFormats => [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif];

    [Fact]
    public void NameHasTheVersionOfTheLibrary() => Assert.Matches("^[A-Za-z.-]+.* [0-9]+\\.[0-9]+", Codec.Name);

    [Fact]
    public void FormatsThatEveryCodecKnowsAreDeclared()
    {
        ImageFormat[] written = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif];
        ImageFormat[] read = [.. written, ImageFormat.Gif, ImageFormat.Tiff];

        Assert.Superset(written.ToHashSet(), Codec.EncodableFormats.ToHashSet());
        Assert.Superset(read.ToHashSet(), Codec.DecodableFormats.ToHashSet());
    }

    [Fact]
    public void FormatThatIsNotDeclaredIsNotSupported()
    {
        using var picture = TestPictures.Gradient(8, 8);
        const ImageFormat unknown = (ImageFormat)99;
        var formats = Enum.GetValues<ImageFormat>().Append(unknown).ToList();

        Assert.All(formats.Except(Codec.EncodableFormats), format =>
            Assert.Throws<NotSupportedException>(() => Codec.Encode(picture, new EncodeOptions(format, 80))));
        Assert.All(formats.Except(Codec.DecodableFormats), format =>
        {
            Assert.Throws<NotSupportedException>(() => Codec.Inspect(new byte[100], format));
            Assert.Throws<NotSupportedException>(() => Codec.Decode(new byte[100], format, DecodeOptions.FullSize));
        });
    }

    [Theory]
    [MemberData(nameof(CommonFormats))]
    public void PictureSurvivesEncodingAndDecoding(ImageFormat format)
    {
        foreach (var channels in GetChannelCounts(format))
        {
            using var picture = TestPictures.Gradient(203, 117, channels);

            var encoded = Codec.Encode(picture, new EncodeOptions(format, 90));
            var info = Codec.Inspect(encoded, format);
            using var decoded = Codec.Decode(encoded, format, DecodeOptions.FullSize);

            Assert.Equal(new ImageInfo(format, 203, 117, HasAlpha: channels == 4), info);
            Assert.Equal((1, 0), (decoded.Frames, decoded.DelaysMilliseconds.Count));
            Assert.InRange(TestPictures.Distance(picture, decoded), 0, format == ImageFormat.Png ? 0 : 3);
        }
    }

    [Theory]
    [MemberData(nameof(CommonFormats))]
    public void PictureOfOnePixelSurvives(ImageFormat format)
    {
        foreach (var channels in GetChannelCounts(format))
        {
            using var picture = TestPictures.Gradient(1, 1, channels);

            using var decoded = Codec.Decode(Codec.Encode(picture, new EncodeOptions(format, 90)), format, new DecodeOptions(1, 1));

            Assert.Equal((1, 1), (decoded.Width, decoded.FrameHeight));
        }
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Avif)]
    public void LowerQualityMakesASmallerFile(ImageFormat format)
    {
        using var picture = TestPictures.Gradient(320, 240);

        var low = Codec.Encode(picture, new EncodeOptions(format, 20));
        var high = Codec.Encode(picture, new EncodeOptions(format, 95));

        Assert.True(low.Length < high.Length, $"{low.Length} bytes at quality 20, {high.Length} at 95");
    }

    [Theory]
    [InlineData(ImageFormat.WebP, 0, 6)]
    [InlineData(ImageFormat.Avif, 0, 9)]
    public void HigherEffortMakesASmallerFile(ImageFormat format, int minEffort, int maxEffort)
    {
        using var picture = TestPictures.Gradient(320, 240);

        var quick = Codec.Encode(picture, new EncodeOptions(format, 80, Effort: minEffort));
        var thorough = Codec.Encode(picture, new EncodeOptions(format, 80, Effort: maxEffort));

        Assert.True(thorough.Length < quick.Length, $"{quick.Length} bytes at effort {minEffort}, {thorough.Length} at {maxEffort}");
    }

    [Theory]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Avif)]
    public void OmittedEffortIsTheDefaultOfTheFormat(ImageFormat format)
    {
        using var picture = TestPictures.Gradient(64, 64);

        Assert.Equal(
            Codec.Encode(picture, new EncodeOptions(format, 80, Effort: RenditionFormats.DefaultEffort(format))),
            Codec.Encode(picture, new EncodeOptions(format, 80)));
    }

    [Theory]
    [InlineData(ImageFormat.WebP, 7)]
    [InlineData(ImageFormat.Avif, -1)]
    [InlineData(ImageFormat.Jpeg, 4)]
    public void UnsupportedEffortThrowsArgumentOutOfRangeException(ImageFormat format, int effort)
    {
        using var picture = TestPictures.Gradient(8, 8);

        Assert.Throws<ArgumentOutOfRangeException>(() => Codec.Encode(picture, new EncodeOptions(format, 80, Effort: effort)));
    }

    [Fact]
    public void AlphaInJpegThrowsArgumentException()
    {
        using var picture = TestPictures.Gradient(8, 8, channels: 4);

        Assert.ThrowsAny<ArgumentException>(() => Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 80)));
    }

    [Fact]
    public void ConcurrentCallsGiveTheSameResult()
    {
        using var picture = TestPictures.Gradient(203, 117);
        var expected = Codec.EncodableFormats.Intersect(Codec.DecodableFormats).ToDictionary(format => format, EncodeAndDecode);

        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var (format, bytes) = expected.ElementAt(i % expected.Count);
            Assert.Equal(bytes, EncodeAndDecode(format));
        });

        byte[] EncodeAndDecode(ImageFormat format)
        {
            using var decoded = Codec.Decode(Codec.Encode(picture, new EncodeOptions(format, 80)), format, new DecodeOptions(100, 50));
            return Codec.Encode(decoded, new EncodeOptions(ImageFormat.Png, 100));
        }
    }

    /// <summary>Returns the channel counts that a format supports.</summary>
    private static int[] GetChannelCounts(ImageFormat format) => format == ImageFormat.Jpeg ? [3] : [3, 4];

    /// <summary>One file of each format that the codec reads, if the codec or a test writer can write it.</summary>
    private IEnumerable<(ImageFormat Format, byte[] File)> Samples(int width = 61, int height = 47)
    {
        foreach (var format in Codec.DecodableFormats)
        {
            using var picture = TestPictures.Gradient(width, height);
            var file = format switch
            {
                _ when Codec.EncodableFormats.Contains(format) => Codec.Encode(picture, new EncodeOptions(format, 80)),
                ImageFormat.Gif => GifFile.Write(width, height, 0, new(255, 0, 0, 100), new(0, 255, 0, 100)),
                ImageFormat.Tiff => TiffFile.Write(width, height, picture.Pixels.Span.ToArray()),
                _ => null,
            };
            if (file is not null)
            {
                yield return (format, file);
            }
        }
    }
}
