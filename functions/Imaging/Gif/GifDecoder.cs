using Pipeline.Imaging.Animations;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Gif;

/// <summary>
/// Reads GIFs for every codec. libvips and ImageMagick differ from browsers, and from each other, in what a frame leaves behind, and hold
/// frames several times over. This reader needs no memory but that of the picture it returns.
/// </summary>
public static class GifDecoder
{
    /// <summary>Reads the headers of all frames.</summary>
    /// <exception cref="CorruptImageException">There is no frame, or no pixel to show.</exception>
    public static ImageInfo Inspect(ImageSource source) => GifHeader.Read(source.ToMemory().Span).ToImageInfo();

    /// <summary>Decodes the first frame, or all frames, each as the whole canvas looks while it is shown.</summary>
    /// <exception cref="CorruptImageException">Pixels are missing or damaged, or do not fit into one buffer.</exception>
    public static Picture Decode(ImageSource source, DecodeOptions options) =>
        Decode(source, options, options.TolerateDamage, out var isDamaged) with { IsDamaged = options.TolerateDamage && isDamaged };

    /// <inheritdoc cref="Decode(ImageSource, DecodeOptions)"/>
    /// <param name="source">The whole file.</param>
    /// <param name="options">Which frames.</param>
    /// <param name="toleratesDamage">Whether pixels that cannot be decoded are left as the frame before left them, as in browsers.</param>
    /// <param name="isDamaged">Whether there was damage that was tolerated.</param>
    public static Picture Decode(ImageSource source, DecodeOptions options, bool toleratesDamage, out bool isDamaged)
    {
        var file = source.ToMemory().Span;
        var header = GifHeader.Read(file);
        isDamaged = header.IsDamaged;
        if (isDamaged && !toleratesDamage)
        {
            throw new CorruptImageException("The GIF cannot be read: it ends inside a block or has bytes that are no block.");
        }

        var frames = options.AllFrames ? header.Frames : 1;
        var pixels = FrameBuffer.Create(ImageFormat.Gif, header.Width, header.Height, frames, header.HasAlpha);
        try
        {
            var delays = DecodeFrames(file, new(pixels, header.Height), frames, toleratesDamage, ref isDamaged);
            return frames == 1 ? new(pixels) : new(pixels, frames, delays, header.LoopCount);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static int[] DecodeFrames(ReadOnlySpan<byte> file, FrameCanvas canvas, int frames, bool toleratesDamage, ref bool isDamaged)
    {
        var delays = new int[frames];
        var reader = new GifReader(file);
        var lzw = new LzwDecoder();
        for (var index = 0; index < frames && reader.MoveNext(); index++)
        {
            var frame = reader.Current;
            delays[index] = frame.DelayMilliseconds;
            canvas.Begin(frame.Area, frame.Disposal);
            if (lzw.Decode(file, frame.DataOffset, new(file, frame, canvas)))
            {
                continue;
            }

            isDamaged = toleratesDamage
                ? true
                : throw new CorruptImageException($"The GIF cannot be read: pixels of frame {index + 1} are missing or damaged.");
        }

        return delays;
    }
}
