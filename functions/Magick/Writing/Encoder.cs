using ImageMagick;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;
using Pipeline.Magick.Formats;

namespace Pipeline.Magick.Writing;

/// <summary>Encodes raw pixels with the writer of the requested format. An image made from pixels has no metadata to strip.</summary>
internal static class Encoder
{
    // Browsers show delays of up to 10 ms as 100 ms. libvips writes these too.
    private const int MaxIgnoredDelay = 10;
    private const int BrowserDelay = 100;

    // Two hours: as much as libvips' timestamps carry for 256 frames.
    private const int MaxDelay = (1 << 23) - 1;

    /// <exception cref="ArgumentException">The format cannot hold the picture.</exception>
    /// <exception cref="MagickException">The encoder failed.</exception>
    public static byte[] Encode(Picture picture, EncodeOptions options)
    {
        EncodeLimits.Check(picture, options);
        var format = CodecFormats.GetWriter(options.Format, picture.Pixels.HasAlpha);
        if (picture.Frames == 1)
        {
            using var image = CreateFrame(picture, 0, options);
            var file = image.ToByteArray(format);
            // ImageMagick would write it twice, once as text.
            return picture.Colours == Gamut.P3 && options.Format == ImageFormat.Png ? PngProfile.AddTo(file, DisplayP3Profile.Profile) : file;
        }

        var exif = options.Copyright is { } copyright && !string.IsNullOrWhiteSpace(copyright) ? ExifCopyright.Write(copyright) : [];
        var stillOptions = options with { Copyright = null };
        var profile = picture.Colours == Gamut.P3 ? DisplayP3Profile.Profile : [];
        return AnimatedWebP.Write(picture, [.. picture.DelaysMilliseconds.Select(ToBrowserDelay)], exif, profile, still =>
        {
            using var image = CreateFrame(still, 0, stillOptions);
            return image.ToByteArray(format);
        });
    }

    private static int ToBrowserDelay(int milliseconds) => milliseconds > MaxIgnoredDelay ? Math.Min(milliseconds, MaxDelay) : BrowserDelay;

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

            if (picture.Colours == Gamut.P3 && options.Format != ImageFormat.Png)
            {
                image.SetProfile(new ColorProfile(DisplayP3Profile.Profile));
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
