using Pipeline.Imaging.Animations;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Apng;

/// <summary>
/// Reads animated PNGs for every codec: libvips and ImageMagick know only the default image. The codec decodes each frame as a PNG of
/// its own; compositing is done here.
/// </summary>
public static class ApngDecoder
{
    /// <summary>Adds to a PNG's header what its animation says.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="still">What the codec read. Returned as it is if the PNG is not animated.</param>
    /// <exception cref="CorruptImageException">Frames are missing or damaged.</exception>
    public static ImageInfo AddAnimation(ImageSource source, ImageInfo still)
    {
        if (ApngReader.TryOpen(source) is not { } animation)
        {
            return still;
        }

        // Finds missing frames, whether or not alpha is known already.
        var mayBeTransparent = MayBeTransparent(source);
        return still with { Frames = animation.Frames, Animated = animation.Frames > 1, HasAlpha = still.HasAlpha || mayBeTransparent };
    }

    /// <summary>Decodes the first frame, or all frames, each as the whole canvas looks while it is shown.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="options">Which frames.</param>
    /// <param name="decodeStill">Decodes one frame, a still PNG, at full size.</param>
    /// <returns>Null if decoding the file as a still PNG gives the requested frame.</returns>
    /// <exception cref="CorruptImageException">Frames are missing or damaged, or do not fit into one buffer.</exception>
    public static Picture? TryDecode(ImageSource source, DecodeOptions options, Func<ImageSource, Picture> decodeStill)
    {
        if (ApngReader.TryOpen(source) is not { } animation || IsStill(source, animation, options))
        {
            return null;
        }

        var frames = options.AllFrames ? animation.Frames : 1;
        var pixels = FrameBuffer.Create(
            ImageFormat.Png, animation.Width, animation.Height, frames, animation.HasAlpha || MayBeTransparent(source));
        try
        {
            var delays = DecodeFrames(source, animation, new(pixels, animation.Height), frames, decodeStill, out var colours);
            return (frames == 1 ? new(pixels) : new Picture(pixels, frames, delays, animation.LoopCount)) with { Colours = colours };
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <summary>Whether <see cref="TryDecode"/> returns null.</summary>
    public static bool IsStill(ImageSource source, DecodeOptions options) =>
        ApngReader.TryOpen(source) is not { } animation || IsStill(source, animation, options);

    private static bool IsStill(ImageSource source, ApngReader animation, DecodeOptions options) =>
        animation.StartsWithDefaultImage
        && (!options.AllFrames || animation.Frames == 1)
        && (animation.HasAlpha || !MayBeTransparent(source));

    private static bool MayBeTransparent(ImageSource source)
    {
        var animation = ApngReader.TryOpen(source)!;
        var opacity = new CanvasOpacity(animation.Width, animation.Height);
        for (var index = 0; index < animation.Frames; index++)
        {
            var frame = ReadNext(animation, index);
            opacity.Add(frame.Area, frame.Disposal, animation.HasAlpha, frame.Blends);
        }

        return opacity.MayBeTransparent;
    }

    private static int[] DecodeFrames(
        ImageSource source, ApngReader animation, FrameCanvas canvas, int frames, Func<ImageSource, Picture> decodeStill, out Gamut colours)
    {
        // The same in all frames, which have the file's chunks about colours.
        colours = Gamut.Srgb;
        var delays = new int[frames];
        for (var index = 0; index < frames; index++)
        {
            var frame = ReadNext(animation, index);
            delays[index] = frame.DelayMilliseconds;
            canvas.Begin(frame.Area, frame.Disposal);
            using var file = new ImageSource(FrameFile.Write(source, animation, frame));
            using var picture = decodeStill(file);
            canvas.Draw(picture.Pixels, frame.Blends);
            colours = picture.Colours;
        }

        return delays;
    }

    private static ApngFrame ReadNext(ApngReader animation, int index) => animation.MoveNext()
        ? animation.Current
        : throw new CorruptImageException($"The animated PNG cannot be read: it has {index} frames instead of {animation.Frames}.");
}
