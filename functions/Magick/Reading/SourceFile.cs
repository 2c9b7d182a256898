using ImageMagick;
using Pipeline.Imaging.Formats;
using Pipeline.Magick.Formats;
using Pipeline.Magick.Library;

namespace Pipeline.Magick.Reading;

/// <summary>An encoded image and the only reader that may read it. A warning about damage is thrown as an exception.</summary>
internal sealed class SourceFile(ReadOnlyMemory<byte> content, ImageFormat format)
{
    public ImageFormat Format => format;

    public ReadOnlyMemory<byte> Content => content;

    /// <summary>Reads the headers of all frames or pages. Decodes no pixels.</summary>
    public MagickImageCollection PingAll() => Read(new MagickImageCollection(), images => images.Ping(content.Span, CreateSettings()));

    /// <summary>Reads the header of the first frame. Decodes no pixels.</summary>
    public MagickImage Ping() => Read(new MagickImage(), image => image.Ping(content.Span, CreateSettings()));

    /// <summary>Decodes frames. Each frame of an animation covers the whole canvas.</summary>
    /// <param name="firstOnly">Decodes only the first frame or page; for AVIF and HEIC the primary image.</param>
    /// <param name="jpegSize">Value of <see cref="JpegScale"/>; null for full size.</param>
    public MagickImageCollection Decode(bool firstOnly, string? jpegSize) => Read(new MagickImageCollection(), images =>
    {
        var settings = CreateSettings();
        if (firstOnly)
        {
            settings.FrameIndex = 0;
            settings.FrameCount = 1;
        }

        if (jpegSize is not null)
        {
            settings.SetDefine("jpeg:size", jpegSize);
        }

        images.Read(content.Span, settings);
        if (firstOnly)
        {
            KeepFirst(images);
        }

        // Coalescing copies every frame, which a still picture does not need.
        if (CodecFormats.CanBeAnimated(format) && !(images is [var single] && CoversCanvas(single)))
        {
            images.Coalesce();
        }
    });

    /// <summary>Creates the settings of a read. Defines need their full names, because ImageMagick compares them exactly.</summary>
    internal MagickReadSettings CreateSettings() => new() { Format = CodecFormats.Readers[format] };

    private static bool CoversCanvas(IMagickImage<byte> frame) =>
        frame.Page is { X: 0, Y: 0 } && Inspector.GetCanvasSize(frame) == ((int)frame.Width, (int)frame.Height);

    /// <summary>Removes all frames but the first. The WebP reader reads one more than asked for.</summary>
    private static void KeepFirst(MagickImageCollection images)
    {
        while (images.Count > 1)
        {
            using var surplus = images[^1];
            images.RemoveAt(images.Count - 1);
        }
    }

    private MagickImage Read(MagickImage image, Action<MagickImage> read)
    {
        var damage = default(MagickException);
        image.Warning += (_, warning) => damage ??= MagickFault.FindDamage(warning.Exception, format);
        return ThrowOnDamage(image, () => read(image), () => damage);
    }

    private MagickImageCollection Read(MagickImageCollection images, Action<MagickImageCollection> read)
    {
        var damage = default(MagickException);
        images.Warning += (_, warning) => damage ??= MagickFault.FindDamage(warning.Exception, format);
        return ThrowOnDamage(images, () => read(images), () => damage ?? (images.Count == 0 ? new MagickCorruptImageErrorException("it contains no image") : null));
    }

    private static T ThrowOnDamage<T>(T images, Action read, Func<MagickException?> damage)
        where T : IDisposable
    {
        try
        {
            read();
            return damage() is { } found ? throw found : images;
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }
}
