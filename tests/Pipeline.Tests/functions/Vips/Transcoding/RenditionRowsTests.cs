using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Testing.Pictures;
using Pipeline.Vips.Native;
using Pipeline.Vips.Reading;
using Pipeline.Vips.Transcoding;

namespace Pipeline.Tests.Vips.Transcoding;

public sealed class RenditionRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public unsafe void RenditionFailureReachesTheCaller(int width)
    {
        var png = SyntheticImages.Png(64, 48);
        using var loader = new SourceLoader(png, ImageFormat.Png);
        using var source = Decoder.Open(loader, DecodeOptions.FullSize, out var shrink, out _);
        var rendition = new StreamingRenderer(new(ImageFormat.Png, 64, 48), new("r", width));
        rendition.Begin(source.Width, source.Height, source.Bands, shrink);
        var picture = rendition.Picture;
        // Rows still arrive in memory of their own after the rendition is disposed.
        using var windowPixels = new PixelBuffer(64, rendition.Window.Height, 3);
        using var windowMemory = windowPixels.Memory.Pin();
        using var window = VipsImage.FromMemory(windowMemory.Pointer, 64, windowPixels.Height, 3);
        using var targetPixels = new PixelBuffer(picture.Width, picture.FrameHeight, 3);
        using var pixelMemory = targetPixels.Memory.Pin();
        using var target = VipsImage.FromMemory(pixelMemory.Pointer, picture.Width, picture.FrameHeight, 3);
        using var rows = new RenditionRows(source, window, target, rendition);
        rendition.Dispose(); // so that rendering fails as soon as rows arrive

        var exception = Assert.Throws<ObjectDisposedException>(() => Transcoder.Encode(rows, picture, new(ImageFormat.Jpeg, 80)));

        Assert.Same(exception, rows.Fault);
    }
}
