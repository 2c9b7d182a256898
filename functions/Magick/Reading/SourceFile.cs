using ImageMagick;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Formats;
using Pipeline.Magick.Formats;
using Pipeline.Magick.Library;

namespace Pipeline.Magick.Reading;

/// <summary>An encoded image and the only reader that may read it. A warning about damage is thrown as an exception, unless damage is tolerated.</summary>
/// <param name="source">The whole file.</param>
/// <param name="format">Format; it selects the reader.</param>
/// <param name="isCompleted">Whether its end mark was missing and has been added.</param>
/// <param name="toleratesDamage">Whether <see cref="IsDamaged"/> tells of damage that is only a warning. Damage that is an error always throws.</param>
internal sealed class SourceFile(ImageSource source, ImageFormat format, bool isCompleted = false, bool toleratesDamage = false)
{
    private readonly ReadOnlyMemory<byte> _content = source.ToMemory();

    /// <summary>Whether there was damage that was tolerated.</summary>
    public bool IsDamaged { get; private set; }

    public ImageFormat Format => format;

    public ImageSource Source => source;

    public ReadOnlyMemory<byte> Content => _content;

    /// <summary>What the header says about colours.</summary>
    public SourceColours Colours => field ??= SourceColours.Read(source, format);

    /// <summary>Reads the headers of all frames or pages. Decodes no pixels.</summary>
    public MagickImageCollection PingAll() => Read(new MagickImageCollection(), images => images.Ping(_content.Span, CreateSettings()));

    /// <summary>Reads the header of the first frame. Decodes no pixels.</summary>
    public MagickImage Ping() => Read(new MagickImage(), image => image.Ping(_content.Span, CreateSettings()));

    /// <summary>Decodes frames as they are stored: a frame of an animation may cover a part of the canvas.</summary>
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

        images.Read(PngGamma.Neutralise(_content, format).Span, settings);
        if (firstOnly)
        {
            KeepFirst(images);
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
        image.Warning += (_, warning) => damage ??= MagickFault.FindDamage(warning.Exception, format, isCompleted);
        return ThrowOnDamage(image, () => read(image), () => damage);
    }

    private MagickImageCollection Read(MagickImageCollection images, Action<MagickImageCollection> read)
    {
        var damage = default(MagickException);
        images.Warning += (_, warning) => damage ??= MagickFault.FindDamage(warning.Exception, format, isCompleted);
        return ThrowOnDamage(images, () => read(images), () => damage ?? (images.Count == 0 ? new MagickCorruptImageErrorException("it contains no image") : null));
    }

    private T ThrowOnDamage<T>(T images, Action read, Func<MagickException?> damage)
        where T : IDisposable
    {
        try
        {
            read();
            if (damage() is not { } found)
            {
                return images;
            }

            IsDamaged = toleratesDamage && found is MagickWarningException ? true : throw found;
            return images;
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }
}
