using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Rendering;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Files;

namespace Pipeline.Testing.Contracts;

/// <summary>Watermarks: decoded by the codec, and drawn in one pass as well as step by step.</summary>
public abstract partial class ImageCodecContract
{
    [Fact]
    public void TranscodedRenditionHasTheWatermark()
    {
        using var mark = Codec.Decode(PngFile.Write(2, 1, 8, PngFile.Rgba, [255, 0, 0, 255, 0, 0, 255, 128]), ImageFormat.Png, DecodeOptions.FullSize);
        var rendition = new Rendition("r", 160, Watermark: new("", Gravity.NorthWest, Margin: 0, Scale: 0.5));
        foreach (var format in new[] { ImageFormat.Jpeg, ImageFormat.Png })
        {
            var file = EncodeGradient(format, 320, 240);
            var info = Codec.Inspect(file, format);
            var plan = new RenditionPlan(rendition, "key", ImageFormat.Png);

            var made = RenditionTranscoder.Transcode(Codec, file, info, plan, watermark: mark.Pixels);

            using var decoded = Codec.Decode(file, format, RenditionPlanner.PlanDecode(info, rendition));
            using var expected = RenditionRenderer.Render(decoded, info, rendition, ImageFormat.Png, mark.Pixels);
            using var actual = Codec.Decode(made.Content, ImageFormat.Png, DecodeOptions.FullSize);
            Assert.True(expected.Pixels.Span.SequenceEqual(actual.Pixels.Span), $"{format}");
            Assert.Equal([255, 0, 0], actual.Pixels.Span[..3].ToArray());
        }
    }

    [Fact]
    public void WatermarkIsDecodedOnceAndOneThatCannotBeIsNotBlamedOnTheImage()
    {
        var png = PngFile.Write(2, 1, 8, PngFile.GreyAlpha, [255, 128, 0, 255]);
        var reads = 0;
        var images = new WatermarkImages(Codec, name =>
        {
            reads++;
            return name switch { "good" => png, "damaged" => png[..45], _ => [] };
        });

        Assert.Same(images.Get("good"), images.Get("good"));
        Assert.Equal(1, reads);
        Assert.Equal([255, 255, 255, 128, 0, 0, 0, 255], images.Get("good").Span.ToArray());
        Assert.Throws<InvalidWatermarkException>(() => images.Get("damaged"));
        Assert.Throws<WatermarkMissingException>(() => images.Get("gone"));
    }
}
