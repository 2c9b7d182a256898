using System.Runtime.InteropServices;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Vips;

namespace Pipeline.CrashHost;

/// <summary>libvips, but slow, and with a fault: a picture that is 61 pixels wide ends the process with SIGSEGV.</summary>
internal sealed partial class CrashingCodec : IImageCodec
{
    private const int FatalWidth = 61;

    private readonly VipsCodec _codec = new();
    private readonly ManualResetEventSlim _started = new();
    private int _inside;

    public string Name => _codec.Name;

    public IReadOnlySet<ImageFormat> DecodableFormats => _codec.DecodableFormats;

    public IReadOnlySet<ImageFormat> EncodableFormats => _codec.EncodableFormats;

    /// <summary>Decodes wait until this is called, so that all files are uploaded before the first crash.</summary>
    public void Start() => _started.Set();

    public string? FindUnsupportedFeature(ImageSource source, ImageFormat format) => _codec.FindUnsupportedFeature(source, format);

    public bool HoldsWholePicture(ImageSource source, ImageFormat format) => _codec.HoldsWholePicture(source, format);

    public ImageInfo Inspect(ImageSource source, ImageFormat format) => _codec.Inspect(source, format);

    public Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options)
    {
        _started.Wait();
        Console.WriteLine($"inside\t{Interlocked.Increment(ref _inside)}");
        Thread.Sleep(300);
        if (Inspect(source, format).Width == FatalWidth)
        {
            // What a fault in an image library does: native code writes where there is no memory.
            _ = Fill(8, 0, 1);
        }

        var picture = _codec.Decode(source, format, options);
        Interlocked.Decrement(ref _inside);
        return picture;
    }

    public byte[] Encode(Picture picture, EncodeOptions options) => _codec.Encode(picture, options);

    [LibraryImport("libc", EntryPoint = "memset")]
    private static partial nint Fill(nint address, int value, nint count);
}
