using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Testing.Contracts;

/// <summary>The structure of HEIC and AVIF files. Colours of the quarters are numbered row by row: 0 red, 1 green, 2 blue, 3 yellow.</summary>
public abstract partial class ImageCodecContract
{
    private const string Depth = "urn:mpeg:hevc:2015:auxid:2";

    public static TheoryData<string, bool, int[]> Turns => new()
    {
        { "", false, [0, 1, 2, 3] },
        { "rotate 1", true, [1, 3, 0, 2] },
        { "rotate 2", false, [3, 2, 1, 0] },
        { "rotate 3", true, [2, 0, 3, 1] },
        { "mirror 0", false, [2, 3, 0, 1] },
        { "mirror 1", false, [1, 0, 3, 2] },
        { "rotate 1 mirror 0", true, [0, 2, 1, 3] },
        { "mirror 0 rotate 1", true, [3, 1, 2, 0] },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public void RotationAndMirrorOfHeifAreAppliedOnce(string turns, bool swapsAxes, int[] quarters)
    {
        foreach (var (format, pictures) in HeifFormats())
        {
            var file = pictures.FileOfQuarters(ParseTurns(turns));
            // EXIF repeats the rotation, or contradicts it.
            file.AddExif(1, TiffFile.WriteExif(6, "Jane Doe"u8.ToArray()));

            AssertQuarters(format, file, swapsAxes ? (64, 128) : (128, 64), quarters);
        }
    }

    [Fact]
    public void CleanApertureIsCutOutBeforeTheRotation()
    {
        foreach (var (format, pictures) in HeifFormats())
        {
            // The right half, and the middle without a margin.
            var right = pictures.FileOfQuarters(HeifProperty.CleanAperture(64, 64, 32, 0), HeifProperty.Rotation(1));
            var middle = pictures.FileOfQuarters(HeifProperty.CleanAperture(91, 47, 0, 0));

            AssertQuarters(format, right, (64, 64), [1, 3, 1, 3]);
            AssertQuarters(format, middle, (91, 47), [0, 1, 2, 3]);
        }
    }

    [Fact]
    public void TilesAreComposedAndCutToTheCanvas()
    {
        foreach (var (format, pictures) in HeifFormats())
        {
            var whole = new HeifFile(pictures.Brand);
            whole.AddGrid(2, 2, 128, 128, pictures.Tiles);
            var cut = new HeifFile(pictures.Brand);
            cut.AddGrid(2, 2, 111, 97, pictures.Tiles, HeifProperty.Rotation(3));

            AssertQuarters(format, whole, (128, 128), [0, 1, 2, 3]);
            AssertQuarters(format, cut, (97, 111), [2, 0, 3, 1]);
        }
    }

    [Fact]
    public void PhotographOfAPhoneIsItsPrimaryPictureAlone()
    {
        foreach (var (format, pictures) in HeifFormats())
        {
            var file = new HeifFile(pictures.Brand);
            file.AddGrid(2, 2, 128, 128, pictures.Tiles, HeifProperty.Rotation(3));
            file.AddFor(1, "auxl", pictures.Halves, HeifProperty.Auxiliary(Depth), HeifProperty.Rotation(3));
            file.AddFor(1, "auxl", pictures.Halves, HeifProperty.Auxiliary("urn:com:apple:photo:2020:aux:hdrgainmap"));
            file.AddFor(1, "thmb", pictures.Halves, HeifProperty.Rotation(3));
            file.AddExif(1, TiffFile.WriteExif(6, "Jane Doe"u8.ToArray()));

            AssertQuarters(format, file, (128, 128), [2, 0, 3, 1]);
        }
    }

    [Fact]
    public void PrimaryPictureIsReadOfSeveral()
    {
        foreach (var (format, pictures) in HeifFormats())
        {
            var file = new HeifFile(pictures.Brand) { Primary = 2 };
            file.Add(pictures.Tiles[2]);
            file.Add(pictures.Quarters);
            file.Add(pictures.Halves);

            AssertQuarters(format, file, (128, 64), [0, 1, 2, 3]);
        }
    }

    [Theory]
    [InlineData("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha")]
    [InlineData("urn:mpeg:hevc:2015:auxid:1")]
    public void AuxiliaryAlphaIsTransparency(string type)
    {
        foreach (var (format, pictures) in HeifFormats())
        {
            var file = pictures.FileOfQuarters(HeifProperty.Rotation(2));
            file.AddFor(1, "auxl", pictures.Halves, HeifProperty.Auxiliary(type), HeifProperty.Rotation(2));
            var bytes = file.Write();

            Assert.True(Codec.Inspect(bytes, format).HasAlpha);
            using var decoded = Codec.Decode(bytes, format, DecodeOptions.FullSize);
            TestPictures.AssertNear([.. HeifPictures.Colours[3], 64], TestPictures.PixelAt(decoded, 20, 20), tolerance: 6);
            TestPictures.AssertNear([.. HeifPictures.Colours[0], 255], TestPictures.PixelAt(decoded, 100, 50), tolerance: 6);
        }
    }

    [Fact]
    public void HeifOf10BitsIsRead()
    {
        if (!Codec.DecodableFormats.Contains(ImageFormat.Heic))
        {
            Assert.Throws<NotSupportedException>(() => Codec.Inspect(HeicPictures.QuartersOf10Bits, ImageFormat.Heic));
            return;
        }

        AssertQuarters(ImageFormat.Heic, HeicPictures.QuartersOf10Bits, (128, 64), [0, 1, 2, 3]);
    }

    [Fact]
    public void HeifWithoutTheDataOfATileIsCorrupt()
    {
        foreach (var (format, pictures) in HeifFormats())
        {
            var file = new HeifFile(pictures.Brand);
            file.AddGrid(2, 2, 128, 128, pictures.Tiles);
            var cut = file.Write()[..^5];
            var empty = new HeifFile(pictures.Brand);
            empty.AddGrid(2, 2, 128, 128, [.. pictures.Tiles[..3], pictures.Tiles[3] with { Data = [] }]);

            Assert.Throws<CorruptImageException>(() => Codec.Inspect(cut, format));
            Assert.Throws<CorruptImageException>(() => Codec.Decode(cut, format, DecodeOptions.FullSize).Dispose());
            Assert.Throws<CorruptImageException>(() => Codec.Decode(empty.Write(), format, DecodeOptions.FullSize).Dispose());
        }
    }

    private IEnumerable<(ImageFormat Format, HeifPictures Pictures)> HeifFormats()
    {
        yield return (ImageFormat.Avif, HeifPictures.ForAvif(Codec));
        if (Codec.DecodableFormats.Contains(ImageFormat.Heic))
        {
            yield return (ImageFormat.Heic, HeifPictures.ForHeic());
        }
    }

    private void AssertQuarters(ImageFormat format, HeifFile file, (int Width, int Height) size, int[] quarters) =>
        AssertQuarters(format, file.Write(), size, quarters);

    private void AssertQuarters(ImageFormat format, byte[] file, (int Width, int Height) size, int[] quarters)
    {
        var info = Codec.Inspect(file, format);
        using var decoded = Codec.Decode(file, format, DecodeOptions.FullSize with { AllFrames = true });

        Assert.Equal(new ImageInfo(format, size.Width, size.Height), info with { Copyright = null });
        Assert.Equal((size.Width, size.Height, 1, 3), (decoded.Width, decoded.FrameHeight, decoded.Frames, decoded.Pixels.Channels));
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var (x, y) = (size.Width * (1 + (2 * (quarter % 2))) / 4, size.Height * (1 + (2 * (quarter / 2))) / 4);
            TestPictures.AssertNear(HeifPictures.Colours[quarters[quarter]], TestPictures.PixelAt(decoded, x, y), tolerance: 6);
        }
    }

    private static HeifProperty[] ParseTurns(string turns)
    {
        var words = turns.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Chunk(2).Select(pair => pair[0] == "rotate" ? HeifProperty.Rotation(pair[1][0] - '0') : HeifProperty.Mirror(pair[1][0] - '0'))];
    }
}
