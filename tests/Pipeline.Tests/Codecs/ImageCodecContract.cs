using System.Text;
using Pipeline.Core.Imaging;
using Pipeline.Tests.Codecs.Files;

namespace Pipeline.Tests.Codecs;

/// <summary>
/// What every <see cref="IImageCodec"/> keeps to. A codec's tests derive from this class; those of another test project
/// link this folder and <c>Repository.cs</c>.
/// </summary>
public abstract partial class ImageCodecContract
{
    /// <summary>The codec under test. One serves all tests, at once.</summary>
    protected abstract IImageCodec Codec { get; }

    public static TheoryData<ImageFormat> AllFormats => [.. Enum.GetValues<ImageFormat>()];

    [Fact]
    public void NameHasTheVersionOfTheLibrary() => Assert.Matches("^[A-Za-z.-]+.* [0-9]+\\.[0-9]+", Codec.Name);

    [Fact]
    public void FormatsThatRenditionsAreWrittenInAreReadAndWritten()
    {
        ImageFormat[] formats = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif];

        Assert.Subset(Codec.Decodes.ToHashSet(), formats.ToHashSet());
        Assert.Subset(Codec.Encodes.ToHashSet(), formats.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void FormatThatIsNotDeclaredIsNotSupported(ImageFormat format)
    {
        using var picture = TestPictures.Gradient(8, 8);
        if (!Codec.Encodes.Contains(format))
        {
            Assert.Throws<NotSupportedException>(() => Codec.Encode(picture, new EncodeOptions(format, 80)));
        }

        if (!Codec.Decodes.Contains(format))
        {
            Assert.Throws<NotSupportedException>(() => Codec.Inspect(new byte[100], format));
            Assert.Throws<NotSupportedException>(() => Codec.Decode(new byte[100], format, DecodeOptions.FullSize));
        }
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void PictureSurvivesEncodingAndDecoding(ImageFormat format)
    {
        foreach (var channels in Written(format))
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
    [MemberData(nameof(AllFormats))]
    public void PictureOfOnePixelSurvives(ImageFormat format)
    {
        foreach (var channels in Written(format))
        {
            using var picture = TestPictures.Gradient(1, 1, channels);

            using var decoded = Codec.Decode(Codec.Encode(picture, new EncodeOptions(format, 90)), format, new DecodeOptions(1, 1));

            Assert.Equal((1, 1), (decoded.Width, decoded.FrameHeight));
        }
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void LowerQualityIsSmaller(ImageFormat format)
    {
        if (Codec.Encodes.Contains(format) && format != ImageFormat.Png)
        {
            using var picture = TestPictures.Gradient(320, 240);

            var low = Codec.Encode(picture, new EncodeOptions(format, 20));
            var high = Codec.Encode(picture, new EncodeOptions(format, 95));

            Assert.True(low.Length < high.Length, $"{low.Length} bytes at quality 20, {high.Length} at 95");
        }
    }

    [Fact]
    public void AlphaGivenToJpegIsTheCallersMistake()
    {
        using var picture = TestPictures.Gradient(8, 8, channels: 4);

        Assert.ThrowsAny<ArgumentException>(() => Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 80)));
    }

    [Fact]
    public void ManyThreadsGetWhatOneThreadGets()
    {
        using var picture = TestPictures.Gradient(203, 117);
        var expected = Codec.Encodes.Intersect(Codec.Decodes).ToDictionary(format => format, Transcode);

        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var (format, bytes) = expected.ElementAt(i % expected.Count);
            Assert.Equal(bytes, Transcode(format));
        });

        byte[] Transcode(ImageFormat format)
        {
            using var decoded = Codec.Decode(Codec.Encode(picture, new EncodeOptions(format, 80)), format, new DecodeOptions(100, 50));
            return Codec.Encode(decoded, new EncodeOptions(ImageFormat.Png, 100));
        }
    }

    /// <summary>Channel counts that a format is written with here; none if the codec does not write and read it.</summary>
    private int[] Written(ImageFormat format) =>
        !Codec.Encodes.Contains(format) || !Codec.Decodes.Contains(format) ? []
        : format == ImageFormat.Jpeg ? [3]
        : [3, 4];

    /// <summary>A file of every format that the codec reads and that can be made here.</summary>
    private IEnumerable<(ImageFormat Format, byte[] File)> Samples(int width = 61, int height = 47)
    {
        foreach (var format in Codec.Decodes)
        {
            using var picture = TestPictures.Gradient(width, height);
            var file = format switch
            {
                _ when Codec.Encodes.Contains(format) => Codec.Encode(picture, new EncodeOptions(format, 80)),
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
