using Pipeline.Imaging.Animations;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Imaging.Gif;

/// <summary>What the headers of a GIF's frames say together.</summary>
/// <param name="Width">Width of the canvas in pixels, grown to the first frame, as browsers do.</param>
/// <param name="Height">Height of the canvas in pixels, likewise.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="HasAlpha">Whether the animation may show transparent pixels.</param>
/// <param name="LoopCount">How often it plays; 0 means forever.</param>
/// <param name="IsDamaged">Whether the file ends inside a block or has bytes that are no block.</param>
internal sealed record GifHeader(int Width, int Height, int Frames, bool HasAlpha, int LoopCount, bool IsDamaged)
{
    /// <summary>Reads the whole file's structure; decodes no pixels.</summary>
    /// <exception cref="CorruptImageException">There is no frame, or no pixel to show.</exception>
    public static GifHeader Read(ReadOnlySpan<byte> file)
    {
        var reader = new GifReader(file);
        if (!reader.MoveNext())
        {
            throw new CorruptImageException("The GIF cannot be read: it contains no frame.");
        }

        var width = Math.Max(reader.ScreenWidth, reader.Current.Area.Right);
        var height = Math.Max(reader.ScreenHeight, reader.Current.Area.Bottom);
        if (width == 0 || height == 0)
        {
            throw new CorruptImageException($"The GIF cannot be read: its canvas has {width} x {height} pixels.");
        }

        var frames = 0;
        var opacity = new CanvasOpacity(width, height);
        do
        {
            frames++;
            opacity.Add(reader.Current.Area, reader.Current.Disposal, reader.Current.TransparentIndex >= 0, blends: true);
        }
        while (reader.MoveNext());

        return new(width, height, frames, opacity.MayBeTransparent, reader.LoopCount, reader.IsDamaged);
    }

    public ImageInfo ToImageInfo() => new(ImageFormat.Gif, Width, Height, Frames, HasAlpha, Animated: Frames > 1);
}
