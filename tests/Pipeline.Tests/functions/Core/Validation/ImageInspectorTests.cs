using Pipeline.Core.Catalogue;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Files;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Core.Validation;

/// <summary>Files whose headers claim a size; their pixels are never read.</summary>
public sealed class ImageInspectorTests
{
    private static readonly TestFrame Frame = new(10, 20, 30, 100);

    [Theory]
    [InlineData(12_000, 9_000)]
    [InlineData(16_384, 12_288)]
    public void PhoneShotOf108Or200MegapixelsIsAccepted(int width, int height)
    {
        Assert.Equal((width, height), SizeOf(Inspect(Jpeg(width, height))));
        Assert.Equal((width, height), SizeOf(Inspect(Png(width, height, PngFile.Rgb))));
    }

    [Fact]
    public void ProgressiveJpegOf108MegapixelsIsAccepted() => Assert.NotNull(Inspect(Jpeg(12_000, 9_000, marker: 0xC2)).Info);

    public static TheoryData<byte[], string> TooLarge => new()
    {
        { Jpeg(15_000, 14_001), "15000 × 14001 = 210,015,000 pixels; at most 210,000,000 are allowed for a JPEG (maxPixels)." },
        { Jpeg(12_000, 10_001, marker: 0xC2), "at most 120,000,000 are allowed for a progressive JPEG (maxPixels)." },
        { Png(15_000, 14_001, PngFile.Rgb), "at most 210,000,000 are allowed for a PNG (maxPixels)." },
        { Png(10_000, 10_001, PngFile.Rgba), "at most 100,000,000 are allowed for a PNG with transparency (maxPixels)." },
        { Png(10_000, 10_001, PngFile.Rgb, isInterlaced: true), "at most 100,000,000 are allowed for an interlaced PNG (maxPixels)." },
        { Tiff(10_000, 10_001), "at most 100,000,000 are allowed for a TIFF (maxPixels)." },
    };

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void EachFormatHasItsLimit(byte[] file, string message)
    {
        var (info, reason) = Inspect(file);

        Assert.Null(info);
        Assert.Equal(ReasonCodes.TooManyPixels, reason!.Code);
        Assert.StartsWith("uploads/a has ", reason.Message, StringComparison.Ordinal);
        Assert.EndsWith(message, reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingIsTheLimitOfEveryFormat()
    {
        var lower = new ImageLimits(MaxPixels: 1_000_000);
        var higher = new ImageLimits(MaxPixels: 300_000_000);

        Assert.All([Jpeg(1_001, 1_000), Png(1_001, 1_000, PngFile.Rgb), Tiff(1_001, 1_000)], file =>
            Assert.Contains("at most 1,000,000", Inspect(file, lower).Reason!.Message, StringComparison.Ordinal));
        Assert.All([Jpeg(20_000, 15_000), Png(20_000, 15_000, PngFile.Rgba), Tiff(20_000, 15_000)], file => Assert.NotNull(Inspect(file, higher).Info));
    }

    [Fact]
    public void OnlyTheFirstPageOfATiffCounts()
    {
        var page = new byte[30 * 20 * 3];
        var pages = TiffFile.Write(30, 20, page, page, page);

        var info = Inspect(pages, new(MaxPixels: 600, MaxFrames: 1)).Info;

        Assert.Equal((3, false), (info!.Frames, info.Animated));
    }

    [Theory]
    [InlineData(600, 2, ReasonCodes.TooManyFrames)]
    [InlineData(1_799, 3, ReasonCodes.TooManyPixels)]
    public void AnimationOverALimitIsRejectedOrBecomesItsFirstFrame(long maxPixels, int maxFrames, string code)
    {
        var gif = GifFile.Write(30, 20, 0, Frame, Frame, Frame);
        var limits = new ImageLimits(MaxPixels: maxPixels, MaxFrames: maxFrames);

        Assert.Equal(code, Inspect(gif, limits).Reason!.Code);

        var still = Inspect(gif, limits with { OverLimit = OverLimit.FirstFrame }).Info;
        Assert.Equal((3, false), (still!.Frames, still.Animated));
    }

    [Fact]
    public void AnimationWithinTheLimitsStaysAnimated() =>
        Assert.True(Inspect(GifFile.Write(30, 20, 0, Frame, Frame), new(MaxPixels: 1_200, MaxFrames: 2, OverLimit: OverLimit.FirstFrame)).Info!.Animated);

    [Fact]
    public void FirstFrameOverTheLimitIsRejected()
    {
        var limits = new ImageLimits(MaxPixels: 599, OverLimit: OverLimit.FirstFrame);

        Assert.Equal(ReasonCodes.TooManyPixels, Inspect(GifFile.Write(30, 20, 0, Frame, Frame), limits).Reason!.Code);
    }

    [Fact]
    public void ImageThatNeedsTooMuchMemoryIsRejected()
    {
        var limits = new ImageLimits(MaxMemory: 1_769L << 20);
        var enlarged = new RenditionSet([new("wide", 16_383) { Enlarge = true }]);

        Assert.NotNull(Inspect(Png(640, 480, PngFile.Rgb), limits).Info);
        var reason = Inspect(Png(640, 480, PngFile.Rgb), limits, enlarged).Reason!;

        Assert.Equal(ReasonCodes.NeedsTooMuchMemory, reason.Code);
        Assert.Matches("^uploads/a has 640 × 480 pixels and may need 2,[0-9]{3} MB of memory for its renditions; at most 1,769 are allowed \\(maxMemory\\)\\.$", reason.Message);
    }

    [Fact]
    public void AnimationThatNeedsTooMuchMemoryBecomesItsFirstFrame()
    {
        var gif = GifFile.Write(600, 400, 0, [.. Enumerable.Repeat(Frame, 200)]);
        var limits = new ImageLimits(MaxMemory: 500L << 20, OverLimit: OverLimit.FirstFrame);

        Assert.Equal(ReasonCodes.NeedsTooMuchMemory, Inspect(gif, limits with { OverLimit = OverLimit.Reject }).Reason!.Code);
        Assert.Equal((200, false), (Inspect(gif, limits).Info!.Frames, Inspect(gif, limits).Info!.Animated));
    }

    private static (ImageInfo? Info, Reason? Reason) Inspect(byte[] file, ImageLimits? limits = null, RenditionSet? set = null) =>
        new ImageInspector(PipelineUnderTest.Codec, limits ?? new()).Inspect("uploads/a", new OriginalRead.Found(file), set ?? RenditionSet.Default);

    private static (int, int) SizeOf((ImageInfo? Info, Reason? Reason) inspected) =>
        inspected.Info is { } info ? (info.Width, info.Height) : throw new InvalidOperationException(inspected.Reason!.Message);

    private static byte[] Jpeg(int width, int height, byte marker = 0xC0)
    {
        using var picture = TestPictures.Gradient(40, 30);
        return JpegFile.WithFrame(PipelineUnderTest.Codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, 80)), width, height, marker);
    }

    private static byte[] Png(int width, int height, byte colourType, bool isInterlaced = false) =>
        PngFile.Write(width, height, 8, colourType, isInterlaced, new byte[width * 4]);

    private static byte[] Tiff(int width, int height) => TiffFile.Write(width, height, new byte[3]);
}
