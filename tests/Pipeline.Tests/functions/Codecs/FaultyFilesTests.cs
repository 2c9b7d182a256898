using Pipeline.Codecs;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Codecs;

/// <summary>Files of the test material on which a codec once went wrong, each with what is right.</summary>
public sealed class FaultyFilesTests
{
    private const string Material = "images/faults";

    private static readonly IReadOnlyDictionary<CodecSelection, IImageCodec> Codecs =
        Enum.GetValues<CodecSelection>().ToDictionary(selection => selection, ImageCodecs.Create);

    /// <summary>Name of the file, frames, whether it has alpha, orientation.</summary>
    public static TheoryData<string, int, bool, int> ReadableFiles => new()
    {
        { "avif-pq.avif", 1, false, 1 },
        { "bmp-2-trailing-bytes.bmp", 1, false, 1 },
        { "exif-orientation-as-long.jpg", 1, false, 6 },
        { "gif-257-frames.gif", 257, false, 1 },
        { "gif-background-index.gif", 2, true, 1 },
        { "gif-disposal2-opaque.gif", 4, true, 1 },
        { "gif-first-frame-larger-than-canvas.gif", 2, false, 1 },
        { "gif-one-frame-smaller-than-canvas.gif", 1, true, 1 },
        { "icc-chunks-out-of-order.jpg", 1, false, 1 },
        { "icc-gray-profile-on-rgb.jpg", 1, false, 1 },
        { "icc-ok-cmyk.jpg", 1, false, 1 },
        { "icc-ok-wide-rgb.jpg", 1, false, 1 },
        { "icc-rgb-profile-on-cmyk.jpg", 1, false, 1 },
        { "icc-unreadable.jpg", 1, false, 1 },
        { "jpeg-copyright-xmp-only.jpg", 1, false, 1 },
        { "jpeg-no-eoi.jpg", 1, false, 1 },
        { "png-gama1-srgb.png", 1, false, 1 },
        { "png-gama1.png", 1, false, 1 },
        { "png-gray16-trns.png", 1, true, 1 },
        { "tiff-15-scanned-pages.tif", 15, false, 1 },
        { "tiff-copyright.tif", 1, false, 1 },
        { "tiff-float-0-1.tif", 1, false, 1 },
        { "tiff-gray4-miniswhite.tif", 1, false, 1 },
        { "tiff-rgba-alpha.tif", 1, true, 1 },
    };

    [MaterialFact(Material)]
    public void TableNamesEveryFile()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Material!, Material)).Select(path => Path.GetFileName(path))
            .Where(name => Path.GetExtension(name) is not (".md" or ".py"));

        Assert.Equal(
            files.Order(StringComparer.Ordinal),
            ReadableFiles.Select(row => (string)row[0]!).Concat(["gif-last-frame-cut.gif", "jpeg-gray-12bit.jpg"]).Order(StringComparer.Ordinal));
    }

    [MaterialTheory(Material)]
    [MemberData(nameof(ReadableFiles))]
    public void FileIsReadRight(string file, int frames, bool hasAlpha, int orientation)
    {
        var (content, format) = Read(file);

        var info = Codecs[CodecSelection.Both].Inspect(content, format);

        Assert.Equal((frames, hasAlpha, orientation), (info.Frames, info.HasAlpha, info.Orientation));
    }

    [MaterialTheory(Material)]
    [MemberData(nameof(ReadableFiles))]
    public void CodecsThatReadTheFileAgree(string file, int frames, bool hasAlpha, int orientation)
    {
        var (content, format) = Read(file);
        var options = DecodeOptions.FullSize with { AllFrames = frames > 1 && format == ImageFormat.Gif };
        using var expected = Codecs[CodecSelection.Both].Decode(content, format, options);

        var readers = Codecs.Values.Where(codec => codec.DecodableFormats.Contains(format) && codec.FindUnsupportedFeature(content, format) is null).ToArray();

        Assert.InRange(readers.Length, 2, 3);
        foreach (var codec in readers)
        {
            using var actual = codec.Decode(content, format, options);
            var info = codec.Inspect(content, format);
            Assert.Equal((frames, hasAlpha, orientation), (info.Frames, info.HasAlpha, info.Orientation));
            Assert.InRange(TestPictures.Distance(expected, actual), 0, 2);
        }
    }

    [MaterialFact(Material)]
    public void GifWhoseLastFrameIsCutIsCorruptUnlessDamageIsTolerated()
    {
        var (content, format) = Read("gif-last-frame-cut.gif");
        var options = DecodeOptions.FullSize with { AllFrames = true };
        foreach (var codec in Codecs.Values)
        {
            Assert.Throws<CorruptImageException>(() => codec.Decode(content, format, options).Dispose());
            using var tolerated = codec.Decode(content, format, options with { TolerateDamage = true });
            Assert.True(tolerated.IsDamaged);
        }
    }

    [MaterialFact(Material)]
    public void GreyJpegOfTwelveBitsIsRefusedByName()
    {
        var (content, format) = Read("jpeg-gray-12bit.jpg");
        foreach (var codec in Codecs.Values)
        {
            var refusal = Assert.Throws<UnsupportedImageException>(() => codec.Inspect(content, format));

            Assert.Contains("samples of 12 bits", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static (byte[] Content, ImageFormat Format) Read(string file)
    {
        var content = File.ReadAllBytes(Path.Combine(Repository.Material!, Material, file));
        return (content, FormatSniffer.Sniff(content)!.Value);
    }
}
