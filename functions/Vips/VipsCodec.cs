using Pipeline.Imaging.Buffers;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Vips.Formats;
using Pipeline.Vips.Native;
using Pipeline.Vips.Reading;
using Pipeline.Vips.Transcoding;
using Pipeline.Vips.Writing;

namespace Pipeline.Vips;

/// <summary>
/// The codec on libvips. The constructor loads the native library. The codec has no state, so all threads can share one.
/// </summary>
/// <exception cref="DllNotFoundException">The native library is missing or does not fit this machine.</exception>
public sealed class VipsCodec : IImageCodec
{
    /// <summary>Maximum size of a JPEG file, in bytes, that is read into memory for decoding.</summary>
    internal long MaxBufferedJpegBytes { get; init; } = SourceLoader.MaxBufferedJpegBytes;

    public string Name { get; } = $"libvips {LibVipsLoader.EnsureLoaded()}";

    public IReadOnlySet<ImageFormat> DecodableFormats { get; } = CodecFormats.ReadableFormats;

    public IReadOnlySet<ImageFormat> EncodableFormats { get; } = CodecFormats.Savers.Keys.ToHashSet();

    /// <inheritdoc/>
    public string? FindUnsupportedFeature(ImageSource source, ImageFormat format) => UnsupportedFeatures.Find(source, format);

    /// <inheritdoc/>
    public bool HoldsWholePicture(ImageSource source, ImageFormat format) => false;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="DecodableFormats"/>.</exception>
    public ImageInfo Inspect(ImageSource source, ImageFormat format) =>
        Read(source, format, isHeader: true, static loader => Inspector.Inspect(loader));

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="DecodableFormats"/>.</exception>
    public Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options)
    {
        try
        {
            return options.TolerateDamage ? DecodeDamaged(source, format, options) : DecodeIntact(source, format, options);
        }
        finally
        {
            ReleaseUnused(format);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The format cannot hold the picture: it has no alpha or no animation, or the picture has too many pixels on a side.</exception>
    /// <exception cref="VipsException">The encoder failed: memory ran out.</exception>
    public byte[] Encode(Picture picture, EncodeOptions options)
    {
        EnsureCanEncode(options.Format);
        using var call = LibVipsCall.Begin();
        try
        {
            return Encoder.Encode(picture, options);
        }
        catch (VipsException exception)
        {
            throw new VipsException($"libvips could not write the {options.Format.DisplayName()}.", exception);
        }
        finally
        {
            ReleaseUnused(options.Format);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Rows are decoded and resampled on one thread of libvips, and encoded on another.</remarks>
    /// <exception cref="NotSupportedException">The source's format is not one of <see cref="DecodableFormats"/>, or the rendition's not one of <see cref="EncodableFormats"/>.</exception>
    /// <exception cref="ArgumentException">The format cannot hold the rendition: too many pixels on a side.</exception>
    /// <exception cref="VipsException">The encoder failed: memory ran out.</exception>
    public TranscodeResult Transcode(
        ImageSource source, ImageFormat format, DecodeOptions decodeOptions, StreamingRenderer renderer, EncodeOptions encodeOptions)
    {
        EnsureCanEncode(encodeOptions.Format);
        if (!Decoder.IsDecodedByLibVips(source, format, decodeOptions))
        {
            return StagedTranscoding.Transcode(this, this, source, format, decodeOptions, renderer, encodeOptions);
        }

        try
        {
            return Read(source, format, isHeader: false, loader => Transcoder.Transcode(loader, decodeOptions, renderer, encodeOptions));
        }
        finally
        {
            ReleaseUnused(format);
            ReleaseUnused(encodeOptions.Format);
        }
    }

    /// <summary>The libraries for AVIF hold a picture several times over, in pieces.</summary>
    private static void ReleaseUnused(ImageFormat format)
    {
        if (format == ImageFormat.Avif)
        {
            NativeHeap.ReleaseUnused();
        }
    }

    private Picture DecodeIntact(ImageSource source, ImageFormat format, DecodeOptions options) =>
        Read(source, format, isHeader: false, loader => Decoder.Decode(loader, options with { TolerateDamage = false }));

    /// <summary>
    /// Decodes a picture strictly, and only if that fails as far as it goes: libvips does not say whether it passed over damage.
    /// </summary>
    private Picture DecodeDamaged(ImageSource source, ImageFormat format, DecodeOptions options)
    {
        try
        {
            return DecodeIntact(source, format, options);
        }
        catch (CorruptImageException)
        {
            return Read(source, format, isHeader: false, loader => Decoder.Decode(loader, options), toleratesDamage: true) with { IsDamaged = true };
        }
    }

    private void EnsureCanEncode(ImageFormat format)
    {
        if (!EncodableFormats.Contains(format))
        {
            throw new NotSupportedException($"{Name} does not write {format}; it writes {string.Join(", ", EncodableFormats)}.");
        }
    }

    private T Read<T>(ImageSource source, ImageFormat format, bool isHeader, Func<SourceLoader, T> read, bool toleratesDamage = false)
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

        HeifHeader.EnsureComplete(source, format);
        using var repaired = Repair(source, format);
        using var completed = Complete(source, format);
        using var call = LibVipsCall.Begin();
        using var loader = new SourceLoader(completed ?? repaired ?? source, format, MaxBufferedJpegBytes, toleratesDamage)
        {
            FailsOnWarnings = completed is not null,
        };
        try
        {
            return EnsureIntact(read(loader), loader, source);
        }
        catch (VipsException exception) when (!exception.IsOutOfMemory && !exception.IsEncoderFailure)
        {
            // The exception that kept libvips from reading says more than libvips' own error.
            loader.ThrowIfFaulted();
            source.ThrowIfChanged();
            throw new CorruptImageException(DamageText.Describe(source, format, exception.Message, isHeader), exception);
        }
        catch (VipsException exception)
        {
            throw new VipsException(
                exception.IsEncoderFailure ? "libvips could not write the rendition." : $"libvips ran out of memory while it read the {format.DisplayName()}.", exception);
        }
    }

    /// <summary>Returns the result, unless a part of the source could not be read or the source changed meanwhile.</summary>
    private static T EnsureIntact<T>(T result, SourceLoader loader, ImageSource source)
    {
        try
        {
            loader.ThrowIfFaulted();
            source.ThrowIfChanged();
            return result;
        }
        catch
        {
            (result as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>Returns a copy that libtiff reads without an error that has nothing to do with the pixels; null if the file is fine as it is.</summary>
    private static ImageSource? Repair(ImageSource source, ImageFormat format) =>
        format == ImageFormat.Tiff && TiffRepair.Apply(source) is { } file ? new(file) : null;

    /// <summary>Returns a copy of a JPEG with the end mark that it lacks; null if it has one. libvips reads a PNG without one.</summary>
    private static ImageSource? Complete(ImageSource source, ImageFormat format)
    {
        Span<byte> end = stackalloc byte[2];
        return format == ImageFormat.Jpeg && source.Length > 2 && source.Read(end, source.Length - 2) == 2 && end is not [0xFF, 0xD9]
            && MissingEnd.Add(source.ToMemory().Span, format) is { } file ? new(file) : null;
    }
}
