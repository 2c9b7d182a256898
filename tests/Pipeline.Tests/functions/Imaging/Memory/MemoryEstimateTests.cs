using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Memory;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Files;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Imaging.Memory;

public sealed class MemoryEstimateTests
{
    private const string Enlarged = """{ "renditions": [{ "name": "wide", "width": 7000, "enlarge": true }] }""";
    private static readonly DecodeOptions Decode = new(1600, 1200);
    private static readonly Rendition[] Set = [new("large", 1600)];

    public static TheoryData<string> Kinds => ["JPEG", "PNG", "PNG with alpha", "WebP", "TIFF", "GIF", "enlarged"];

    [PeakMemoryTheory]
    [MemberData(nameof(Kinds))]
    public void PeakStaysBelowTheEstimate(string kind)
    {
        using var folder = new TemporaryFolder();
        var (file, set) = (Path.Combine(folder.Path, "file"), Path.Combine(folder.Path, "set.json"));
        File.WriteAllBytes(file, Write(kind));
        File.WriteAllText(set, Enlarged);

        var (estimate, peak) = RenditionsInChildProcess.Start(file, kind == "enlarged" ? set : "");

        Assert.True(peak <= estimate, $"The peak is {peak:N0} bytes, and the estimate {estimate:N0}.");
    }

    [Fact]
    public void StreamedFormatsNeedLittleMoreForMorePixels()
    {
        var baseline = new ScanLayout(IsInPasses: false, 1.5, 1);

        Assert.InRange(Compute(new(ImageFormat.Jpeg, 16_384, 12_288), baseline), 0, 400_000_000);
        Assert.InRange(Compute(new(ImageFormat.Png, 16_384, 12_288), new(IsInPasses: false, 3, 1)), 0, 400_000_000);
    }

    [Fact]
    public void PictureHeldWholeCountsEveryPixel()
    {
        var progressive = new ScanLayout(IsInPasses: true, 3, 1);

        Assert.InRange(Compute(new(ImageFormat.Jpeg, 10_000, 10_000), progressive), 600_000_000, long.MaxValue);
        Assert.InRange(Compute(new(ImageFormat.Png, 10_000, 10_000, HasAlpha: true), new(IsInPasses: false, 4, 1)), 400_000_000, long.MaxValue);
        Assert.InRange(Compute(new(ImageFormat.Avif, 10_000, 7_500), null), 1_350_000_000, long.MaxValue);
        Assert.InRange(
            Compute(new(ImageFormat.Gif, 800, 600, Frames: 200, HasAlpha: true, Animated: true), null), 384_000_000, long.MaxValue);
    }

    [Fact]
    public void CodecThatHoldsThePictureNeedsMore()
    {
        var info = new ImageInfo(ImageFormat.Png, 9_999, 9_999);
        var layout = new ScanLayout(IsInPasses: false, 3, 1);

        var whole = MemoryEstimate.Compute(info, layout, 1_000, Decode, Set, holdsWholePicture: true);

        Assert.InRange(whole - Compute(info, layout), 400_000_000, long.MaxValue);
    }

    private static long Compute(ImageInfo info, ScanLayout? layout) => MemoryEstimate.Compute(
        info, layout, 1_000_000, Decode with { AllFrames = info.Animated }, Set, holdsWholePicture: false);

    private static byte[] Write(string kind)
    {
        switch (kind)
        {
            case "GIF":
                return GifFile.Write(800, 600, 0, [.. Enumerable.Range(0, 100).Select(i => new TestFrame((byte)i, 100, 50, 40))]);
            case "enlarged":
                return SyntheticImages.Png(640, 480);
            case "TIFF":
                using (var pixels = TestPictures.Gradient(7000, 5000))
                {
                    return TiffFile.Write(7000, 5000, pixels.Pixels.Span.ToArray());
                }

            default:
                using (var picture = TestPictures.Gradient(7000, 5000, kind == "PNG with alpha" ? 4 : 3))
                {
                    return PipelineUnderTest.Codec.Encode(picture, new EncodeOptions(
                        kind switch { "JPEG" => ImageFormat.Jpeg, "WebP" => ImageFormat.WebP, _ => ImageFormat.Png }, 80, Effort: kind == "WebP" ? 0 : null));
                }
        }
    }
}

/// <summary>A test that reads the peak memory of a process from Linux. It is skipped by name elsewhere.</summary>
internal sealed class PeakMemoryTheoryAttribute : TheoryAttribute
{
    public PeakMemoryTheoryAttribute() => Skip = File.Exists("/proc/self/status") ? null : "needs /proc/self/status (Linux)";
}
