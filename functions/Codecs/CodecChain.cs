using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;

namespace Pipeline.Codecs;

/// <summary>
/// Codecs in order of preference. The first that reads a file faithfully reads it, the first that writes a format writes it. What a
/// codec reads faithfully follows from the file's format and header alone, so every program chooses the same one.
/// </summary>
/// <param name="codecs">At least one, the preferred first.</param>
public sealed class CodecChain(params IReadOnlyList<IImageCodec> codecs) : IImageCodec
{
    public string Name { get; } = string.Join(" and ", codecs.Select(codec => codec.Name));

    public IReadOnlySet<ImageFormat> DecodableFormats { get; } = codecs.SelectMany(codec => codec.DecodableFormats).ToHashSet();

    public IReadOnlySet<ImageFormat> EncodableFormats { get; } = codecs.SelectMany(codec => codec.EncodableFormats).ToHashSet();

    /// <inheritdoc/>
    /// <returns>What the preferred codec names, if no codec reads the file faithfully.</returns>
    public string? FindUnsupportedFeature(ImageSource source, ImageFormat format)
    {
        var (_, feature) = FindReader(source, format);
        return feature;
    }

    /// <inheritdoc/>
    public bool HoldsWholePicture(ImageSource source, ImageFormat format) => GetReader(source, format).HoldsWholePicture(source, format);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="DecodableFormats"/>.</exception>
    public ImageInfo Inspect(ImageSource source, ImageFormat format) => GetReader(source, format).Inspect(source, format);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The format is not one of <see cref="DecodableFormats"/>.</exception>
    public Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options) =>
        GetReader(source, format).Decode(source, format, options);

    /// <inheritdoc/>
    public byte[] Encode(Picture picture, EncodeOptions options) => GetWriter(options.Format).Encode(picture, options);

    /// <inheritdoc/>
    public TranscodeResult Transcode(
        ImageSource source, ImageFormat format, DecodeOptions decodeOptions, StreamingRenderer renderer, EncodeOptions encodeOptions)
    {
        var (reader, writer) = (GetReader(source, format), GetWriter(encodeOptions.Format));
        return reader == writer
            ? reader.Transcode(source, format, decodeOptions, renderer, encodeOptions)
            : StagedTranscoding.Transcode(reader, writer, source, format, decodeOptions, renderer, encodeOptions);
    }

    private IImageCodec GetReader(ImageSource source, ImageFormat format)
    {
        if (!DecodableFormats.Contains(format))
        {
            throw new NotSupportedException($"{Name} do not read {format}; they read {string.Join(", ", DecodableFormats)}.");
        }

        var (reader, feature) = FindReader(source, format);
        return reader ?? throw new UnsupportedImageException($"The {format.DisplayName()} has {feature}, which {Name} cannot read faithfully.");
    }

    private (IImageCodec? Reader, string? Feature) FindReader(ImageSource source, ImageFormat format)
    {
        string? first = null;
        foreach (var codec in codecs.Where(codec => codec.DecodableFormats.Contains(format)))
        {
            if (codec.FindUnsupportedFeature(source, format) is not { } feature)
            {
                return (codec, null);
            }

            first ??= feature;
        }

        return (null, first);
    }

    private IImageCodec GetWriter(ImageFormat format) => codecs.FirstOrDefault(codec => codec.EncodableFormats.Contains(format))
        ?? throw new NotSupportedException($"{Name} do not write {format}; they write {string.Join(", ", EncodableFormats)}.");
}
