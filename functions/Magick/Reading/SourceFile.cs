using ImageMagick;
using Pipeline.Imaging.Formats;
using Pipeline.Magick.Formats;
using Pipeline.Magick.Library;

namespace Pipeline.Magick.Reading;

/// <summary>An encoded image, and the one reader that may read it. What it warns of damage is thrown.</summary>
internal sealed class SourceFile(ReadOnlyMemory<byte> content, ImageFormat format)
{
    public ImageFormat Format => format;

    public ReadOnlyMemory<byte> Content => content;

    /// <summary>Headers of every frame or page; no pixel is decoded.</summary>
    public MagickImageCollection PingAll() => Read(new MagickImageCollection(), images => images.Ping(content.Span, CreateSettings()));

    /// <summary>Header of the first frame; no pixel is decoded.</summary>
    public MagickImage Ping() => Read(new MagickImage(), image => image.Ping(content.Span, CreateSettings()));

    /// <summary>Decodes frames, those of an animation each on the whole canvas.</summary>
    /// <param name="firstOnly">The first frame or page only; of AVIF and HEIC the primary picture.</param>
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

        if (CodecFormats.CanBeAnimated(format))
        {
            images.Coalesce();
        }
    });

    /// <summary>Settings of every read. Defines go by their full names, as ImageMagick compares them letter by letter.</summary>
    internal MagickReadSettings CreateSettings() => new() { Format = CodecFormats.Readers[format] };

    /// <summary>The reader of WebP goes on for one more.</summary>
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
        return ThrowOnDamage(images, () => read(images), () => damage ?? (images.Count == 0 ? new MagickCorruptImageErrorException("no image in it") : null));
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
