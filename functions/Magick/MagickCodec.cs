using ImageMagick;
using Pipeline.Imaging.Buffers;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Pictures;
using Pipeline.Magick.Formats;
using Pipeline.Magick.Library;
using Pipeline.Magick.Reading;
using Pipeline.Magick.Writing;

namespace Pipeline.Magick;

/// <summary>
/// The codec on ImageMagick, through Magick.NET. The constructor sets the library up. The codec has no state, so all threads can share one.
/// </summary>
/// <exception cref="DllNotFoundException">The native library is missing or does not fit this machine.</exception>
public sealed class MagickCodec : IImageCodec
{
    /// <summary>Name and version of the package, which are known before the native library is loaded: <c>Magick.NET 15.1.0</c>.</summary>
    public static string PackageName { get; } = $"Magick.NET {typeof(MagickImage).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>The formats that this codec reads.</summary>
    public static IReadOnlySet<ImageFormat> ReadableFormats => CodecFormats.ReadableFormats;

    /// <summary>The formats that this codec writes.</summary>
    public static IReadOnlySet<ImageFormat> WritableFormats => CodecFormats.WritableFormats;

    public string Name { get; } = MagickLibrary.EnsureLoaded();

    public IReadOnlySet<ImageFormat> DecodableFormats => ReadableFormats;

    public IReadOnlySet<ImageFormat> EncodableFormats => WritableFormats;

    /// <inheritdoc/>
    public string? FindUnsupportedFeature(ImageSource source, ImageFormat format) => UnsupportedFeatures.Find(source, format);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="DecodableFormats"/>.</exception>
    public ImageInfo Inspect(ImageSource source, ImageFormat format) =>
        Read(source, format, isHeader: true, Inspector.Inspect);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="DecodableFormats"/>.</exception>
    /// <exception cref="InsufficientMemoryException">Memory or time ran out.</exception>
    public Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options) =>
        options.TolerateDamage ? DecodeDamaged(source, format, options) : DecodeIntact(source, format, options);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The format cannot hold the picture: it has no alpha or no animation, or the picture has too many pixels on a side.</exception>
    /// <exception cref="MagickException">The encoder failed: memory ran out.</exception>
    public byte[] Encode(Picture picture, EncodeOptions options)
    {
        if (!EncodableFormats.Contains(options.Format))
        {
            throw new NotSupportedException($"{Name} does not write {options.Format}; it writes {string.Join(", ", EncodableFormats)}.");
        }

        try
        {
            return Encoder.Encode(picture, options);
        }
        finally
        {
            NativeHeap.ReleaseUnused();
        }
    }

    private Picture DecodeIntact(ImageSource source, ImageFormat format, DecodeOptions options) =>
        Read(source, format, isHeader: false, file => Decoder.Decode(file, options with { TolerateDamage = false }));

    /// <summary>Decodes a picture strictly, and only if that fails as far as it goes.</summary>
    private Picture DecodeDamaged(ImageSource source, ImageFormat format, DecodeOptions options)
    {
        try
        {
            return DecodeIntact(source, format, options);
        }
        catch (CorruptImageException)
        {
            return Read(source, format, isHeader: false, file => Decoder.Decode(file, options), toleratesDamage: true);
        }
    }

    private T Read<T>(ImageSource source, ImageFormat format, bool isHeader, Func<SourceFile, T> read, bool toleratesDamage = false)
    {
        try
        {
            return ReadOnce(source, format, isHeader, read, toleratesDamage);
        }
        finally
        {
            if (!isHeader)
            {
                NativeHeap.ReleaseUnused();
            }
        }
    }

    private T ReadOnce<T>(ImageSource source, ImageFormat format, bool isHeader, Func<SourceFile, T> read, bool toleratesDamage)
    {
        if (!DecodableFormats.Contains(format))
        {
            throw new NotSupportedException($"{Name} does not read {format}; it reads {string.Join(", ", DecodableFormats)}.");
        }

        if (source.IsEmpty)
        {
            throw new CorruptImageException($"The {format.DisplayName()} cannot be read: it is empty.");
        }

        if (FindUnsupportedFeature(source, format) is { } feature)
        {
            throw new UnsupportedImageException($"The {format.DisplayName()} has {feature}, which {Name} cannot read faithfully.");
        }

        using var repaired = Repair(source, format);
        try
        {
            HeifHeader.EnsureComplete(source, format);
            return read(new(repaired ?? source, format, toleratesDamage: toleratesDamage));
        }
        catch (MagickException exception) when (MagickFault.IsCausedByFile(exception))
        {
            return MissingEnd.Add(source.ToMemory().Span, format) is { } completed
                ? ReadCompleted(completed, format, isHeader, read, exception)
                : throw new CorruptImageException(DamageText.Describe(source, format, exception.Message, isHeader), exception);
        }
        catch (MagickException exception)
        {
            throw MagickFault.ToReadableException(format, exception);
        }
    }

    /// <summary>Reads a file to which the missing end mark was added. If it still is damaged, the error is that of the file as it was.</summary>
    private static T ReadCompleted<T>(byte[] content, ImageFormat format, bool isHeader, Func<SourceFile, T> read, MagickException original)
    {
        try
        {
            return read(new(content, format, isCompleted: true));
        }
        catch (MagickException exception) when (MagickFault.IsCausedByFile(exception))
        {
            throw new CorruptImageException(DamageText.Describe(content, format, original.Message, isHeader), original);
        }
        catch (MagickException exception)
        {
            throw MagickFault.ToReadableException(format, exception);
        }
    }

    /// <summary>Returns a copy without errors in the header that have nothing to do with the pixels; null if the file is fine as it is.</summary>
    private static ImageSource? Repair(ImageSource source, ImageFormat format) => format switch
    {
        ImageFormat.Tiff when TiffRepair.Apply(source) is { } file => new(file),
        ImageFormat.Bmp => new(BmpHeader.WithRealFileSize(source.ToMemory())),
        _ => null,
    };
}
