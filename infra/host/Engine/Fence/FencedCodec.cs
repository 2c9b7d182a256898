using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Fence;

/// <summary>Reads headers in a fenced process. Pixels never leave those processes, so this decodes and encodes nothing.</summary>
/// <param name="codec">Says what it can read and write.</param>
/// <param name="pool">The processes.</param>
internal sealed class FencedCodec(IImageCodec codec, FencePool pool) : IImageCodec
{
    public string Name => codec.Name;

    public IReadOnlySet<ImageFormat> DecodableFormats => codec.DecodableFormats;

    public IReadOnlySet<ImageFormat> EncodableFormats => codec.EncodableFormats;

    public string? FindUnsupportedFeature(ImageSource source, ImageFormat format) => Call(FenceMessageKind.FindUnsupportedFeature, source, format).Text;

    public bool HoldsWholePicture(ImageSource source, ImageFormat format) => Call(FenceMessageKind.FindHoldsWholePicture, source, format).HoldsWholePicture;

    public ImageInfo Inspect(ImageSource source, ImageFormat format) => Call(FenceMessageKind.Inspect, source, format).Info!;

    public Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options) => throw Refuse();

    public byte[] Encode(Picture picture, EncodeOptions options) => throw Refuse();

    private static NotSupportedException Refuse() => new("Pixels are decoded and encoded in fenced processes only.");

    private FenceMessage Call(FenceMessageKind kind, ImageSource source, ImageFormat format)
    {
        var file = FencedFiles.Describe(source);
        // The interface is synchronous. Threads of their own complete both, so waiting here blocks nobody else.
        using var lease = pool.LeaseAsync(file.Path, CancellationToken.None).GetAwaiter().GetResult();
        var call = lease.GetProcess().Begin(
            new(0, kind) { File = file, Format = format }, [], file.Length, pool.Options.HeaderTimeLimit, onRendition: null, pool.Logs.Current);
        var (answer, _) = call.Completion.GetAwaiter().GetResult();
        return answer.Fault switch
        {
            null => answer,
            { Type: nameof(CorruptImageException), Message: var message } => throw new CorruptImageException(message),
            { Type: nameof(UnsupportedImageException), Message: var message } => throw new UnsupportedImageException(message),
            var fault => throw new TaskFailedException(fault.Type, fault.Message),
        };
    }
}
