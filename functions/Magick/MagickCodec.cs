using ImageMagick;
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
    public string Name { get; } = MagickLibrary.EnsureLoaded();

    public IReadOnlySet<ImageFormat> DecodableFormats { get; } = CodecFormats.Readers.Keys.ToHashSet();

    public IReadOnlySet<ImageFormat> EncodableFormats { get; } = CodecFormats.WritableFormats;

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
        Read(source, format, isHeader: false, file => Decoder.Decode(file, options));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The format cannot hold the picture: it has no alpha or no animation, or the picture has too many pixels on a side.</exception>
    /// <exception cref="MagickException">The encoder failed: memory ran out.</exception>
    public byte[] Encode(Picture picture, EncodeOptions options)
    {
        if (!EncodableFormats.Contains(options.Format))
        {
            throw new NotSupportedException($"{Name} does not write {options.Format}; it writes {string.Join(", ", EncodableFormats)}.");
        }

        return Encoder.Encode(picture, options);
    }

    private T Read<T>(ImageSource source, ImageFormat format, bool isHeader, Func<SourceFile, T> read)
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

        try
        {
            HeifHeader.EnsureComplete(source, format);
            var content = source.ToMemory();
            return read(new(format == ImageFormat.Bmp ? BmpHeader.WithRealFileSize(content) : content, format));
        }
        catch (MagickException exception) when (MagickFault.IsCausedByFile(exception))
        {
            throw new CorruptImageException(DamageText.Describe(format, exception.Message, isHeader), exception);
        }
        catch (MagickException exception)
        {
            throw MagickFault.ToReadableException(format, exception);
        }
    }
}
