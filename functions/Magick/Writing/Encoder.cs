using ImageMagick;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;
using Pipeline.Magick.Formats;

namespace Pipeline.Magick.Writing;

/// <summary>Encodes raw pixels with the writer of the requested format. An image made from pixels has no metadata to strip.</summary>
internal static class Encoder
{
    private const int TicksPerSecond = 1000;

    /// <exception cref="ArgumentException">The format cannot hold the picture.</exception>
    /// <exception cref="MagickException">The encoder failed.</exception>
    public static byte[] Encode(Picture picture, EncodeOptions options)
    {
        EncodeLimits.Check(picture, options);
        var format = CodecFormats.GetWriter(options.Format, picture.Pixels.HasAlpha);
        if (picture.Frames == 1)
        {
            using var image = CreateFrame(picture, 0, options);
            return image.ToByteArray(format);
        }

        using var frames = new MagickImageCollection();
        for (var index = 0; index < picture.Frames; index++)
        {
            var frame = CreateFrame(picture, index, options);
            frames.Add(frame);
            frame.AnimationTicksPerSecond = TicksPerSecond;
            frame.AnimationDelay = (uint)picture.DelaysMilliseconds[index];
        }

        frames[0].AnimationIterations = (uint)picture.LoopCount;
        return frames.ToByteArray(format);
    }

    private static MagickImage CreateFrame(Picture picture, int index, EncodeOptions options)
    {
        var pixels = picture.Pixels;
        var length = picture.FrameHeight * pixels.Stride;
        var layout = new PixelReadSettings(
            (uint)picture.Width, (uint)picture.FrameHeight, StorageType.Char, pixels.HasAlpha ? PixelMapping.RGBA : PixelMapping.RGB);
        var image = new MagickImage();
        try
        {
            image.ReadPixels(pixels.Span.Slice(index * length, length), layout);
            image.Quality = WriterSettings.GetQuality(options);
            foreach (var (name, value) in WriterSettings.GetDefines(options))
            {
                image.Settings.SetDefine(name, value);
            }

            if (options.Copyright is { } copyright && !string.IsNullOrWhiteSpace(copyright))
            {
                image.SetProfile(new ImageProfile("exif", ExifCopyright.Write(copyright)));
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }
}
