using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Core.Renditions;

/// <summary>Renditions that come out the same for an original are planned as one file.</summary>
public sealed class SharedFileTests
{
    private static readonly ImageInfo Photo = new(ImageFormat.Jpeg, 333, 250);
    private static readonly ImageInfo Drawing = new(ImageFormat.Png, 333, 250, HasAlpha: true);
    private static readonly ImageInfo Animation = new(ImageFormat.WebP, 333, 250, Frames: 3, HasAlpha: true, Animated: true);

    private static readonly Watermark Logo = new("logo", Gravity.NorthWest, Margin: 4, Opacity: 0.6, Scale: 0.3);

    public static TheoryData<string, Rendition, Rendition> Equal => new()
    {
        { "photo", new("a", 320), new("b", 320) },
        { "photo", new("a", 1600), new("b", 3200) },
        { "photo", new("a", 400, 400), new("b", 800) },
        { "photo", new("a", 1000, 700, Fit.Cover), new("b", 2000, 1400, Fit.Cover) },
        { "photo", new("a", 3000, 2100, Fit.Cover, Gravity.SouthEast), new("b", 700, 490, Fit.Cover, Gravity.SouthEast) },
        { "photo", new("a", 999, 750, Fit.Cover, Gravity.Attention), new("b", 333, 250, Fit.Fill) },
        { "photo", new("a", 320, Gravity: Gravity.North), new("b", 320) },
        { "photo", new("a", 320, Quality: 82, Effort: 2), new("b", 320) },
        { "photo", new("a", 320, Format: RenditionFormat.Same), new("b", 320, Format: RenditionFormat.Jpeg, Quality: 80) },
        { "photo", new("a", 320, Format: RenditionFormat.Png, Quality: 10), new("b", 320, Format: RenditionFormat.Png) },
        { "photo", new("a", 320, Background: "#112233"), new("b", 320) },
        { "photo", new("a", 320, Animation: AnimationMode.First), new("b", 320) },
        { "photo", new("a", 200, Enlarge: true), new("b", 200) },
        { "drawing", new("a", 320, Background: "#112233"), new("b", 320) },
        { "drawing", new("a", 320, Format: RenditionFormat.Jpeg, Background: "#FFFFFF"), new("b", 320, Format: RenditionFormat.Jpeg) },
        { "drawing", new("a", 320, Format: RenditionFormat.Jpeg, Background: "#FFFFFF00"), new("b", 320, Format: RenditionFormat.Jpeg) },
        { "drawing", new("a", 400, 400, Fit.Contain, Background: "#ABCDEF"), new("b", 400, 400, Fit.Contain, Background: "#abcdefff") },
        { "animation", new("a", 320, Format: RenditionFormat.Png), new("b", 320, Format: RenditionFormat.Png, Animation: AnimationMode.First) },
        { "animation", new("a", 320), new("b", 320, Format: RenditionFormat.Same) },
        { "photo", new("a", 1600, Watermark: Logo), new("b", 3200, Watermark: Logo with { }) },
        { "drawing", new("a", 320, Watermark: Logo), new("b", 320, Background: "#112233", Watermark: Logo) },
        { "animation", new("a", 1600, Watermark: Logo), new("b", 3200, Watermark: Logo) },
        { "photo", Focal("a", 1000, 700, 0.3, 0.7), Focal("b", 2000, 1400, 0.3, 0.7) },
        { "photo", Focal("a", 100, 100, 0, 0.5), Focal("b", 100, 100, 0.01, 0.9) },
        { "photo", Focal("a", 100, 100, 0, 0), new("b", 100, 100, Fit.Cover, Gravity.West) },
    };

    public static TheoryData<string, Rendition, Rendition> Different => new()
    {
        { "photo", new("a", 320), new("b", 321) },
        { "photo", new("a", 320), new("b", 1600) },
        { "photo", new("a", 1600, Enlarge: true), new("b", 1600) },
        { "photo", new("a", 320), new("b", 320, Format: RenditionFormat.Jpeg) },
        { "photo", new("a", 320, Quality: 81), new("b", 320) },
        { "photo", new("a", 320, Effort: 3), new("b", 320) },
        { "photo", new("a", 100, 100, Fit.Cover), new("b", 100, 100, Fit.Fill) },
        { "photo", new("a", 100, 100, Fit.Cover, Gravity.West), new("b", 100, 100, Fit.Cover, Gravity.East) },
        { "photo", new("a", 100, 100, Fit.Cover, Gravity.Attention), new("b", 100, 100, Fit.Cover) },
        { "photo", new("a", 400, 400, Fit.Contain), new("b", 400, 400) },
        { "photo", new("a", 400, 400, Fit.Contain), new("b", 500, 500, Fit.Contain) },
        { "photo", new("a", 400, 400, Fit.Contain, Gravity.North), new("b", 400, 400, Fit.Contain) },
        { "photo", new("a", 400, 400, Fit.Contain, Background: "#112233"), new("b", 400, 400, Fit.Contain) },
        { "drawing", new("a", 320, Format: RenditionFormat.Jpeg, Background: "#112233"), new("b", 320, Format: RenditionFormat.Jpeg) },
        { "drawing", new("a", 333, 250, Fit.Contain, Background: "#112233"), new("b", 333, 250, Fit.Contain) },
        { "drawing", new("a", 333, 250, Fit.Contain, Background: "#00000000"), new("b", 333, 250, Fit.Contain) },
        { "animation", new("a", 320, Animation: AnimationMode.First), new("b", 320) },
        { "photo", new("a", 320, Watermark: Logo), new("b", 320) },
        { "photo", new("a", 320, Watermark: Logo), new("b", 320, Watermark: Logo with { Sha256 = "other" }) },
        { "photo", new("a", 320, Watermark: Logo), new("b", 320, Watermark: Logo with { Position = Gravity.North }) },
        { "photo", new("a", 320, Watermark: Logo), new("b", 320, Watermark: Logo with { Margin = 5 }) },
        { "photo", new("a", 320, Watermark: Logo), new("b", 320, Watermark: Logo with { Opacity = 0.5 }) },
        { "photo", new("a", 320, Watermark: Logo), new("b", 320, Watermark: Logo with { Scale = 0.2 }) },
        { "photo", Focal("a", 100, 100, 0.4, 0.5), Focal("b", 100, 100, 0.6, 0.5) },
        { "photo", Focal("a", 100, 100, 0.4, 0.5), new("b", 100, 100, Fit.Cover, Gravity.Focal) },
    };

    [Theory]
    [MemberData(nameof(Equal))]
    public void RenditionsThatComeOutTheSameShareTheFileOfTheFirst(string source, Rendition first, Rendition second)
    {
        var plan = Assert.Single(Plan(SourceOf(source), first, second));

        Assert.Equal(first, plan.Rendition);
        Assert.Equal($"p/a.{RenditionFormats.Extension(plan.Format)}", plan.Key);
        Assert.Equal([new RenditionAlias("b", 1)], plan.Aliases);
        Assert.True(plan.Placeholder);
        Assert.True(plan.Alone);
    }

    [Theory]
    [MemberData(nameof(Different))]
    public void RenditionsThatDifferHaveFilesOfTheirOwn(string source, Rendition first, Rendition second)
    {
        var plans = Plan(SourceOf(source), first, second);

        Assert.Equal(["a", "b"], plans.Select(plan => plan.Rendition.Name));
        Assert.All(plans, plan => Assert.Null(plan.Aliases));
        Assert.DoesNotContain(plans, plan => plan.Alone);
    }

    [Fact]
    public void FilesKeepTheOrderOfTheSet()
    {
        var plans = Plan(Photo, new("large", 800), new("thumb", 64), new("huge", 1600), new("icon", 64), new("print", 3200, Format: RenditionFormat.Jpeg));

        Assert.Equal(["p/large.webp", "p/thumb.webp", "p/print.jpg"], plans.Select(plan => plan.Key));
        Assert.Equal([new RenditionAlias("huge", 2)], plans[0].Aliases);
        Assert.Equal([new RenditionAlias("icon", 3)], plans[1].Aliases);
        Assert.Null(plans[2].Aliases);
        Assert.Equal([false, true, false], plans.Select(plan => plan.Placeholder));
    }

    /// <summary>The rule is stated with headers; here both renditions are made.</summary>
    [Theory]
    [MemberData(nameof(Equal))]
    public void RenditionsThatShareAFileHaveTheSameBytes(string source, Rendition first, Rendition second)
    {
        var codec = PipelineUnderTest.Codec;
        var content = ContentOf(source, codec);
        var info = codec.Inspect(content, FormatSniffer.Sniff(content)!.Value);
        Assert.Single(Plan(info, first, second));
        using var logo = codec.Decode(SyntheticImages.Png(30, 10), ImageFormat.Png, DecodeOptions.FullSize);

        Assert.Equal(Make(first), Make(second));

        byte[] Make(Rendition rendition) => RenditionTranscoder.Transcode(
            codec, content, info, new(rendition, "k", RenditionFormats.Resolve(rendition.Format, info), Alone: true),
            watermark: rendition.Watermark is null ? null : logo.Pixels).Content;
    }

    private static Rendition Focal(string name, int width, int height, double x, double y) =>
        new(name, width, height, Fit.Cover, Gravity.Focal, FocalPoint: new(x, y));

    private static IReadOnlyList<RenditionPlan> Plan(ImageInfo source, params Rendition[] renditions) => RenditionPlanner.Plan(source, new(renditions), "p/");

    private static ImageInfo SourceOf(string source) => source switch
    {
        "photo" => Photo,
        "drawing" => Drawing,
        _ => Animation,
    };

    private static byte[] ContentOf(string source, IImageCodec codec)
    {
        if (source == "photo")
        {
            return SyntheticImages.Jpeg(Photo.Width, Photo.Height);
        }

        var frames = source == "animation" ? Animation.Frames : 1;
        var pixels = new PixelBuffer(Drawing.Width, Drawing.Height * frames, 4);
        for (var i = 0; i < pixels.Span.Length; i++)
        {
            pixels.Span[i] = (byte)(i * 31 / (1 + i % 4));
        }

        using var picture = frames == 1 ? new Picture(pixels) : new Picture(pixels, frames, [50, 60, 70], 0);
        return codec.Encode(picture, new(frames == 1 ? ImageFormat.Png : ImageFormat.WebP, 90));
    }
}
