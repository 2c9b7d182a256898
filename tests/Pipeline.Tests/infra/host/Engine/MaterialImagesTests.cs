using Pipeline.Benchmarks.Pictures;
using Pipeline.Core.Catalogue;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Processes every test photograph and damaged file, and checks the outcome.</summary>
public sealed class MaterialImagesTests
{
    /// <summary>File, outcome, reason code, upright width and height, frames.</summary>
    public static TheoryData<string, string, string?, int, int, int> Table => new()
    {
        { "alpha-1024x768.png", "succeeded", null, 1024, 768, 1 },
        { "animated-loop-3.gif", "succeeded", null, 370, 285, 10 },
        { "animated.webp", "succeeded", null, 80, 80, 9 },
        { "bomb-65536x65536.png", "rejected", ReasonCodes.TooManyPixels, 0, 0, 0 },
        { "camera-12mp.jpg", "succeeded", null, 4032, 3024, 1 },
        { "cmyk-no-profile.jpg", "succeeded", null, 500, 333, 1 },
        { "corrupt-header.jpg", "rejected", ReasonCodes.CorruptImage, 0, 0, 0 },
        { "display-p3.png", "succeeded", null, 8, 8, 1 },
        { "full-transparent.png", "succeeded", null, 300, 300, 1 },
        { "giant.jpg", "rejected", ReasonCodes.TooManyPixels, 0, 0, 0 },
        { "grey-alpha-16bit.png", "succeeded", null, 109, 96, 1 },
        { "multipage.tif", "succeeded", null, 2464, 3248, 2 },
        { "orientation-1.jpg", "succeeded", null, 600, 450, 1 },
        { "orientation-2.jpg", "succeeded", null, 600, 450, 1 },
        { "orientation-3.jpg", "succeeded", null, 600, 450, 1 },
        { "orientation-4.jpg", "succeeded", null, 600, 450, 1 },
        { "orientation-5.jpg", "succeeded", null, 600, 450, 1 },
        { "orientation-6.jpg", "succeeded", null, 600, 450, 1 },
        { "orientation-7.jpg", "succeeded", null, 600, 450, 1 },
        { "orientation-8.jpg", "succeeded", null, 600, 450, 1 },
        { "palette.png", "succeeded", null, 68, 68, 1 },
        { "photo-2725x2225.jpg", "succeeded", null, 2725, 2225, 1 },
        { "photo.avif", "succeeded", null, 2048, 858, 1 },
        { "photo.heic", "succeeded", null, 2725, 2225, 1 },
        { "small-320x240.jpg", "succeeded", null, 320, 240, 1 },
        { "truncated.jpg", "rejected", ReasonCodes.CorruptImage, 0, 0, 0 },
        { "truncated.png", "rejected", ReasonCodes.CorruptImage, 0, 0, 0 },
        { "vector.svg", "rejected", ReasonCodes.UnsupportedFormat, 0, 0, 0 },
    };

    [MaterialFact("images")]
    public void TableNamesEveryFile()
    {
        var files = Directory.GetFiles(Folder).Select(Path.GetFileName).Where(name => name != "SOURCES.md").Order(StringComparer.Ordinal);

        Assert.Equal(files, Table.Select(row => (string)row[0]!).Order(StringComparer.Ordinal));
    }

    [MaterialTheory("images")]
    [MemberData(nameof(Table))]
    public async Task EveryFileHasTheOutcomeOfTheTable(string file, string outcome, string? code, int width, int height, int frames)
    {
        await using var pipeline = new PipelineUnderTest();

        var actual = await pipeline.UploadAsync(file, File.ReadAllBytes(Path.Combine(Folder, file)));

        Assert.True(outcome == actual.Name, $"{actual.Name}: {actual.Reason}");
        Assert.Equal(code, actual.Reason?.Code);
        if (actual.Record!.Current is not { } version)
        {
            Assert.Contains(file, actual.Reason!.Message, StringComparison.Ordinal);
            Assert.Empty(await pipeline.ListRenditionsAsync(file + "/"));
            return;
        }

        Assert.Equal((width, height, frames), (version.Width, version.Height, version.Frames));
        Assert.Equal(pipeline.Options.RenditionSets.Default.Renditions.Select(rendition => rendition.Name), version.Renditions.Select(rendition => rendition.Name));
        Assert.NotNull(version.Placeholder);
        foreach (var rendition in version.Renditions)
        {
            AssertRightSize(version, rendition);
            // The file matches its record.
            var info = pipeline.Inspect(rendition);
            Assert.Equal((rendition.Width, rendition.Height, rendition.Frames), (info.Width, info.Height, info.Frames));
            Assert.Equal(1, info.Orientation);
        }
    }

    [MaterialFact("images/orientation-1.jpg")]
    public async Task AllEightOrientationsGiveTheSamePicture()
    {
        await using var pipeline = new PipelineUnderTest();
        var first = await RenditionAsync(pipeline, 1);
        using var expected = pipeline.Decode(first);
        for (var orientation = 2; orientation <= 8; orientation++)
        {
            using var actual = pipeline.Decode(await RenditionAsync(pipeline, orientation));

            Assert.Equal((expected.Width, expected.FrameHeight), (actual.Width, actual.FrameHeight));
            Assert.InRange(PerceptualDistance.Compute(expected.Pixels, actual.Pixels).Mean, 0, 3);
        }
    }

    [MaterialFact("images/animated-loop-3.gif", "images/animated.webp")]
    public async Task AnimationsKeepTheirFramesDelaysAndLoops()
    {
        await using var pipeline = new PipelineUnderTest();
        foreach (var (file, format) in new[] { ("animated-loop-3.gif", ImageFormat.Gif), ("animated.webp", ImageFormat.WebP) })
        {
            var content = File.ReadAllBytes(Path.Combine(Folder, file));
            using var original = PipelineUnderTest.Codec.Decode(content, format, DecodeOptions.FullSize with { AllFrames = true });

            var outcome = await pipeline.UploadAsync(file, content);

            foreach (var rendition in outcome.Record!.Current!.Renditions)
            {
                using var made = pipeline.Decode(rendition);
                var kept = rendition.Format == ImageFormat.WebP;
                Assert.Equal(kept ? original.Frames : 1, made.Frames);
                Assert.Equal(kept ? original.DelaysMilliseconds : [], made.DelaysMilliseconds);
                Assert.Equal(kept ? original.LoopCount : 0, made.LoopCount);
            }
        }
    }

    [MaterialFact("images/bomb-65536x65536.png")]
    public async Task BombIsRejectedInLittleMemory()
    {
        var bomb = File.ReadAllBytes(Path.Combine(Folder, "bomb-65536x65536.png"));
        await using var pipeline = new PipelineUnderTest();
        await pipeline.UploadAsync("warm.png", SyntheticImages.Png(8, 8));
        var before = PeakMemory();

        var outcome = await pipeline.UploadAsync("bomb.png", bomb);

        Assert.Equal(ReasonCodes.TooManyPixels, outcome.Reason?.Code);
        // The peak can appear to fall, because the kernel counts pages per processor and sums them with some delay.
        Assert.InRange(Math.Max(0, PeakMemory() - before), 0, 100_000_000);
    }

    private static string Folder => Path.Combine(Repository.Material!, "images");

    private static async Task<RenditionRecord> RenditionAsync(PipelineUnderTest pipeline, int orientation)
    {
        var file = $"orientation-{orientation}.jpg";
        var outcome = await pipeline.UploadAsync(file, File.ReadAllBytes(Path.Combine(Folder, file)));
        return outcome.Record!.Current!.Renditions.Single(rendition => rendition.Name == "small");
    }

    private static void AssertRightSize(ImageVersion version, RenditionRecord rendition)
    {
        var box = rendition.Name switch
        {
            "thumb" => 128,
            "small" => 320,
            "medium" => 800,
            _ => 1600,
        };
        if (rendition.Name == "thumb")
        {
            // Images are never enlarged: a smaller original gives the largest square that fits into it.
            var side = Math.Min(box, Math.Min(version.Width, version.Height));
            Assert.Equal((side, side), (rendition.Width, rendition.Height));
            return;
        }

        var width = Math.Min(box, version.Width);
        Assert.Equal(width, rendition.Width);
        Assert.InRange(rendition.Height, Math.Floor((double)width * version.Height / version.Width), Math.Ceiling((double)width * version.Height / version.Width));
    }

    private static long PeakMemory()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
