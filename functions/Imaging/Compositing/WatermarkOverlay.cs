using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Imaging.Compositing;

/// <summary>A watermark at the size and opacity of one rendition, to draw on its rows in any order.</summary>
internal sealed class WatermarkOverlay : IDisposable
{
    private readonly WatermarkPlacement _placement;
    private readonly PixelBuffer _pixels;
    private readonly int _frameHeight;
    private readonly int _opacity;

    private WatermarkOverlay(WatermarkPlacement placement, PixelBuffer pixels, int frameHeight, int opacity) =>
        (_placement, _pixels, _frameHeight, _opacity) = (placement, pixels, frameHeight, opacity);

    /// <summary>Resamples the watermark's picture for a rendition.</summary>
    /// <param name="rendition">The rendition.</param>
    /// <param name="image">Picture of its watermark, sRGB; the caller keeps it.</param>
    /// <param name="width">Width of the finished rendition in pixels.</param>
    /// <param name="frameHeight">Height of a finished frame in pixels.</param>
    /// <param name="colours">Whose colours the rendition has.</param>
    /// <returns>Null if the rendition has no watermark.</returns>
    /// <exception cref="ArgumentException">The rendition has a watermark, but there is no picture of it.</exception>
    public static WatermarkOverlay? Create(Rendition rendition, PixelBuffer? image, int width, int frameHeight, Gamut colours)
    {
        if (rendition.Watermark is not { } watermark)
        {
            return null;
        }

        if (image is null)
        {
            throw new ArgumentException($"The rendition {rendition.Name} has a watermark, but its picture is missing.", nameof(image));
        }

        var placement = WatermarkPlacement.Plan(watermark, image.Width, image.Height, width, frameHeight);
        var pixels = new PixelBuffer(placement.Width, placement.Height, image.Channels);
        Resampler.Resize(image, Region.Whole(image.Width, image.Height), pixels);
        GamutConversion.Convert(pixels, Gamut.Srgb, colours);
        return new(placement, pixels, frameHeight, (int)Math.Round(watermark.Opacity * 255));
    }

    /// <summary>Draws the watermark's part of some rows. Draw each row once.</summary>
    /// <param name="picture">Frames stacked vertically.</param>
    /// <param name="firstRow">First row to draw on.</param>
    /// <param name="endRow">Row after the last.</param>
    public void Draw(PixelBuffer picture, int firstRow, int endRow)
    {
        for (var row = firstRow; row < endRow; row++)
        {
            var markRow = row % _frameHeight - _placement.Y;
            if (markRow >= 0 && markRow < _pixels.Height)
            {
                DrawRow(_pixels.Row(markRow), picture.Row(row).Slice(_placement.X * picture.Channels, _pixels.Width * picture.Channels), picture.Channels);
            }
        }
    }

    public void Dispose() => _pixels.Dispose();

    private void DrawRow(ReadOnlySpan<byte> mark, Span<byte> target, int channels)
    {
        for (int i = 0, j = 0; i < mark.Length; i += _pixels.Channels, j += channels)
        {
            var alpha = (_pixels.HasAlpha ? mark[i + 3] : 255) * _opacity;
            if (alpha == 0)
            {
                continue;
            }

            var top = new Colour(mark[i], mark[i + 1], mark[i + 2], (byte)((alpha + 127) / 255));
            var drawn = top.Over(new(target[j], target[j + 1], target[j + 2], channels == 4 ? target[j + 3] : (byte)255));
            (target[j], target[j + 1], target[j + 2]) = (drawn.Red, drawn.Green, drawn.Blue);
            if (channels == 4)
            {
                target[j + 3] = drawn.Alpha;
            }
        }
    }
}
