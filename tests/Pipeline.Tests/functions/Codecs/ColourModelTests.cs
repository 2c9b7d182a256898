using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;
using Pipeline.Magick;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Codecs;

/// <summary>Lossless files of each colour model look the same, whichever codec reads them, and are right.</summary>
public sealed class ColourModelTests
{
    private static readonly IImageCodec[] Codecs = [new VipsCodec(), new MagickCodec()];

    public static TheoryData<string> Kinds => [.. LosslessFiles.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void LosslessFileIsReadRightAndTheSameByEveryCodecThatReadsIt(string kind)
    {
        var (format, content, pixel) = LosslessFiles.All[kind];
        var readers = Codecs.Where(codec => codec.DecodableFormats.Contains(format) && codec.FindUnsupportedFeature(content, format) is null).ToArray();
        var pictures = readers.Select(codec => codec.Decode(content, format, DecodeOptions.FullSize)).ToArray();

        Assert.NotEmpty(readers);
        foreach (var picture in pictures)
        {
            AssertNear(kind, (x, y) => TestPictures.PixelAt(pictures[0], x, y), picture);
            if (pixel is not null)
            {
                AssertNear(kind, pixel, picture);
            }
        }

        Array.ForEach(pictures, picture => picture.Dispose());
    }

    /// <summary>A row that no codec reads, or only one, is a change that needs a look.</summary>
    [Fact]
    public void FilesThatOnlyOneCodecReadsAreKnown()
    {
        var single = LosslessFiles.All.Where(file => Codecs.Count(codec =>
            codec.DecodableFormats.Contains(file.Value.Format) && codec.FindUnsupportedFeature(file.Value.Content, file.Value.Format) is null) == 1);

        Assert.Equal(
            [
                "BMP, RGB", "BMP, palette", "PNG, grey, transparent colour, 16 bits", "TIFF, CIELAB, 16 bits", "TIFF, CIELAB, 8 bits",
                "TIFF, CMYK with alpha, 16 bits", "TIFF, grey from white to black, 2 bits", "TIFF, grey from white to black, 4 bits",
            ],
            single.Select(file => file.Key).Order(StringComparer.Ordinal));
    }

    /// <summary>Compares colours where they can be seen, and alpha everywhere.</summary>
    private static void AssertNear(string kind, Func<int, int, byte[]> expected, Picture actual)
    {
        // ImageMagick gives -1 and 0 of CIELAB the same sample. CMYK becomes CIELAB in a table, which libvips reads less finely.
        var tolerance = kind.Contains("CMYK", StringComparison.Ordinal) ? 4 : kind.Contains("CIELAB", StringComparison.Ordinal) ? 3 : 2;
        var (sum, count) = (0L, 0);
        Assert.Equal((LosslessFiles.Width, LosslessFiles.Height), (actual.Width, actual.FrameHeight));
        for (var y = 0; y < actual.FrameHeight; y++)
        {
            for (var x = 0; x < actual.Width; x++)
            {
                var (right, found) = (expected(x, y), TestPictures.PixelAt(actual, x, y));
                Assert.Equal(right.Length, found.Length);
                for (var i = right is [_, _, _, 0] ? 3 : 0; i < right.Length; i++, count++)
                {
                    var difference = Math.Abs(right[i] - found[i]);
                    Assert.True(
                        difference <= tolerance, $"{kind} at {x}, {y}: expected ({string.Join(", ", right)}), found ({string.Join(", ", found)})");
                    sum += difference;
                }
            }
        }

        Assert.InRange((double)sum / count, 0, 0.5);
    }
}
