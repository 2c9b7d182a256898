using Pipeline.Imaging.Apng;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Gif;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Pictures;
using Pipeline.Vips.Formats;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>Loads an image, converts its colours, and computes its pixels straight into a pooled buffer, without an intermediate copy.</summary>
internal static class Decoder
{
    /// <exception cref="VipsException">The data cannot be decoded.</exception>
    /// <exception cref="CorruptImageException">The pixels do not fit into one buffer.</exception>
    public static Picture Decode(SourceLoader loader, DecodeOptions options) => loader.Format switch
    {
        ImageFormat.Gif => GifDecoder.Decode(loader.Source, options),
        ImageFormat.Png => ApngDecoder.TryDecode(loader.Source, options, png => DecodeFrame(png, options.Colours)) ?? DecodeLoaded(loader, options),
        _ => DecodeLoaded(loader, options),
    };

    /// <summary>Whether <see cref="Open"/> gives the pixels of <see cref="Decode"/>. It does not for what is composited from frames.</summary>
    public static bool IsDecodedByLibVips(ImageSource source, ImageFormat format, DecodeOptions options) => format switch
    {
        ImageFormat.Gif => false,
        ImageFormat.Png => ApngDecoder.IsStill(source, options),
        _ => true,
    };

    private static Picture DecodeFrame(ImageSource png, Gamut colours)
    {
        using var loader = new SourceLoader(png, ImageFormat.Png);
        return DecodeLoaded(loader, DecodeOptions.FullSize with { Colours = colours });
    }

    private static Picture DecodeLoaded(SourceLoader loader, DecodeOptions options)
    {
        using var image = Open(loader, options, out var shrink, out var colours);
        var frames = Math.Max(1, image.Height / image.PageHeight);
        var pixels = ComputePixels(image);
        return frames == 1
            ? new Picture(pixels) { Shrink = shrink, Colours = colours }
            : new Picture(pixels, frames, ReadDelays(image, frames), Math.Max(0, image.GetInt("loop") ?? 0)) { Colours = colours };
    }

    /// <summary>Opens the image whose pixels <see cref="Decode"/> computes.</summary>
    /// <param name="loader">The file.</param>
    /// <param name="options">Requested size and frames.</param>
    /// <param name="shrink">See <see cref="Picture.Shrink"/>.</param>
    /// <param name="colours">See <see cref="Picture.Colours"/>.</param>
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public static VipsImage Open(SourceLoader loader, DecodeOptions options, out int? shrink, out Gamut colours)
    {
        using var loaded = Load(loader, options, out shrink);
        var converted = SrgbConversion.Apply(loaded, loader.Colours, options.Colours, out colours);
        return ShrinkBoxes(converted, options, ref shrink);
    }

    private static VipsImage Load(SourceLoader loader, DecodeOptions options, out int? integerFactor)
    {
        integerFactor = null;
        var allFrames = options.AllFrames && CodecFormats.CanBeAnimated(loader.Format);
        var full = loader.Load(allFrames);
        if (ShrinkOnLoad.Choose(loader.Format, full.Width, full.PageHeight, options) is not { } shrink || IsLosslessJpeg(loader))
        {
            return full;
        }

        full.Dispose();
        integerFactor = shrink.IntegerFactor;
        return loader.Load(allFrames, shrink);
    }

    /// <summary>A lossless JPEG has no frequencies to skip. libjpeg ignores the factor, and libvips would cut off all but a part.</summary>
    private static bool IsLosslessJpeg(SourceLoader loader) =>
        loader.Format == ImageFormat.Jpeg && JpegHeader.Read(loader.Source) is { IsLossless: true };

    /// <summary>Takes ownership of the image. Returns the same image if there is nothing to shrink.</summary>
    private static VipsImage ShrinkBoxes(VipsImage image, DecodeOptions options, ref int? shrink)
    {
        var factor = BoxShrink.ComputeFactor(image, options);
        if (factor == 1)
        {
            return image;
        }

        using (image)
        {
            // A JPEG may have been shrunk on load already.
            shrink = (shrink ?? 1) * factor;
            return BoxShrink.Apply(image, factor);
        }
    }

    private static unsafe PixelBuffer ComputePixels(VipsImage image)
    {
        var length = (long)image.Width * image.Height * image.Bands;
        if (length > Array.MaxLength)
        {
            throw new CorruptImageException(
                $"The image of {image.Width} x {image.Height} pixels decodes to {length} bytes; the maximum is {Array.MaxLength}.");
        }

        var pixels = new PixelBuffer(image.Width, image.Height, image.Bands);
        try
        {
            using var pinned = pixels.Memory.Pin();
            using var target = VipsImage.FromMemory(pinned.Pointer, image.Width, image.Height, image.Bands);
            image.WriteTo(target);
            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <summary>One delay per frame. Missing ones repeat the last.</summary>
    private static int[] ReadDelays(VipsImage image, int frames)
    {
        const int browserDefault = 100;
        var stored = image.GetInts("delay");
        var delays = new int[frames];
        for (var frame = 0; frame < frames; frame++)
        {
            delays[frame] = frame < stored.Length ? Math.Max(0, stored[frame]) : frame > 0 ? delays[frame - 1] : browserDefault;
        }

        return delays;
    }
}
