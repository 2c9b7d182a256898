using ImageMagick;
using Pipeline.Imaging.Animations;
using Pipeline.Imaging.Apng;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Gif;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Magick.Reading;

/// <summary>Reads the header, shrinks on load if the format can, converts colours, and copies the pixels out.</summary>
internal static class Decoder
{
    /// <exception cref="MagickException">The data cannot be decoded.</exception>
    /// <exception cref="CorruptImageException">The pixels do not fit into one buffer.</exception>
    public static Picture Decode(SourceFile source, DecodeOptions options) => source.Format switch
    {
        ImageFormat.Gif => GifDecoder.Decode(source.Source, options),
        ImageFormat.Png => ApngDecoder.TryDecode(source.Source, options, png => DecodeFrame(png, options.Colours)) ?? DecodeRead(source, options),
        _ => DecodeRead(source, options),
    };

    private static Picture DecodeFrame(ImageSource png, Gamut colours) =>
        DecodeRead(new(png, ImageFormat.Png), DecodeOptions.FullSize with { Colours = colours });

    private static Picture DecodeRead(SourceFile source, DecodeOptions options)
    {
        var info = Inspector.InspectStill(source);
        var allFrames = options.AllFrames && info.Animated;
        var jpegSize = info.Format == ImageFormat.Jpeg ? JpegScale.Choose(info.Width, info.Height, options) : null;
        if (jpegSize is null)
        {
            CheckLength(info, allFrames ? info.Frames : 1);
        }

        using var frames = source.Decode(firstOnly: !allFrames, jpegSize);
        var colours = Gamut.Srgb;
        var pixels = info.Animated
            ? Composite(source, frames, info, options.Colours, ref colours)
            : CopyPixels(source, frames, info.HasAlpha, options.Colours, ref colours);
        Picture picture = frames.Count == 1
            ? new(pixels) { Shrink = jpegSize is null ? null : (int)Math.Round((double)info.Width / pixels.Width) }
            : new(pixels, frames.Count, ReadDelays(source, frames), (int)frames[0].AnimationIterations);
        return picture with { IsDamaged = source.IsDamaged, Colours = colours };
    }

    /// <summary>Converts a delay from ImageMagick's ticks to milliseconds.</summary>
    internal static int ToMilliseconds(uint delay, int ticksPerSecond) =>
        ticksPerSecond <= 0 ? 0 : (int)Math.Min(int.MaxValue, (long)delay * 1000 / ticksPerSecond);

    private static int[] ReadDelays(SourceFile source, MagickImageCollection frames)
    {
        if (source.Format == ImageFormat.WebP && WebPChunks.Parse(source.Content).DelaysMilliseconds is var exact && exact.Count == frames.Count)
        {
            return [.. exact];
        }

        return [.. frames.Select(frame => ToMilliseconds(frame.AnimationDelay, frame.AnimationTicksPerSecond))];
    }

    /// <summary>ImageMagick delivers the frames of a WebP as they are stored.</summary>
    private static PixelBuffer Composite(SourceFile source, MagickImageCollection frames, ImageInfo info, Gamut widest, ref Gamut colours)
    {
        var stored = WebPChunks.Parse(source.Content).Frames;
        if (stored.Count < frames.Count)
        {
            throw new CorruptImageException($"The WebP has {stored.Count} whole frames instead of {frames.Count}.");
        }

        var pixels = new PixelBuffer(info.Width, info.Height * frames.Count, info.HasAlpha ? 4 : 3);
        try
        {
            var canvas = new FrameCanvas(pixels, info.Height);
            for (var index = 0; index < frames.Count; index++)
            {
                var (area, disposal, blends) = stored[index];
                // ImageMagick pads the first frame to the canvas.
                if (index == 0 && frames[index].Width == info.Width && frames[index].Height == info.Height)
                {
                    frames[index].Crop(new MagickGeometry(area.Left, area.Top, (uint)area.Width, (uint)area.Height));
                    frames[index].ResetPage();
                }

                CheckSize(frames[index], area.Width, area.Height);
                using var frame = new PixelBuffer(area.Width, area.Height, pixels.Channels);
                colours = SrgbConversion.Apply(frames[index], source.Colours, info.HasAlpha, widest);
                PixelCopy.Copy(frames[index], frame, 0);
                canvas.Begin(area, disposal);
                canvas.Draw(frame, blends);
            }

            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static PixelBuffer CopyPixels(SourceFile source, MagickImageCollection frames, bool hasAlpha, Gamut widest, ref Gamut colours)
    {
        var (width, height) = ((int)frames[0].Width, (int)frames[0].Height);
        var pixels = new PixelBuffer(width, height * frames.Count, hasAlpha ? 4 : 3);
        try
        {
            var row = 0;
            foreach (var frame in frames)
            {
                CheckSize(frame, width, height);
                colours = CopyFrame(source, frame, pixels, row, widest);
                row += height;
            }

            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static Gamut CopyFrame(SourceFile source, IMagickImage<byte> frame, PixelBuffer pixels, int row, Gamut widest)
    {
        if (frame.ColorSpace == ColorSpace.Lab)
        {
            frame.HasAlpha = pixels.HasAlpha;
            PixelCopy.Copy(frame, pixels, row);
            LabConversion.Convert(pixels, row, (int)frame.Height, isDeep: TiffHeader.Read(source.Content) is { BitsPerSample: > 8 }, widest);
            return widest;
        }

        var colours = SrgbConversion.Apply(frame, source.Colours, pixels.HasAlpha, widest);
        PixelCopy.Copy(frame, pixels, row);
        return colours;
    }

    private static void CheckSize(IMagickImage<byte> frame, int width, int height)
    {
        if (frame.Width != width || frame.Height != height)
        {
            throw new CorruptImageException($"A frame has {frame.Width} x {frame.Height} pixels, but the animation has {width} x {height}.");
        }
    }

    private static void CheckLength(ImageInfo info, int frames)
    {
        var length = (long)info.Width * info.Height * frames * (info.HasAlpha ? 4 : 3);
        if (length > Array.MaxLength)
        {
            throw new CorruptImageException(
                $"The image of {info.Width} x {info.Height} pixels decodes to {length} bytes; the maximum is {Array.MaxLength}.");
        }
    }
}
