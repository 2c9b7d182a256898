using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Contracts;

/// <summary>A real codec that gets every source as an open file. The contract for sources in memory applies to files too.</summary>
internal sealed class CodecOnFiles(IImageCodec codec) : IImageCodec, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Name => codec.Name;

    public IReadOnlySet<ImageFormat> DecodableFormats => codec.DecodableFormats;

    public IReadOnlySet<ImageFormat> EncodableFormats => codec.EncodableFormats;

    public string? FindUnsupportedFeature(ImageSource source, ImageFormat format)
    {
        using var file = Write(source);
        return codec.FindUnsupportedFeature(file, format);
    }

    public ImageInfo Inspect(ImageSource source, ImageFormat format)
    {
        using var file = Write(source);
        return codec.Inspect(file, format);
    }

    public Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options)
    {
        using var file = Write(source);
        return codec.Decode(file, format, options);
    }

    public byte[] Encode(Picture picture, EncodeOptions options) => codec.Encode(picture, options);

    public TranscodeResult Transcode(
        ImageSource source, ImageFormat format, DecodeOptions decode, StreamingRenderer rendition, EncodeOptions encode)
    {
        using var file = Write(source);
        return codec.Transcode(file, format, decode, rendition, encode);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes the source to a file and opens it. An open file needs no name, so it is deleted at once and files do not pile up.</summary>
    private ImageSource Write(ImageSource source)
    {
        var path = Path.Combine(_folder.Path, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, source.ToMemory().Span);
        var file = ImageSource.OpenFile(path);
        File.Delete(path);
        return file;
    }
}
