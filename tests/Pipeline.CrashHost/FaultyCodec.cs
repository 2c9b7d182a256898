using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Vips;

namespace Pipeline.CrashHost;

/// <summary>libvips with faults, which the width of a picture chooses. Says on the standard error in which process it decodes what.</summary>
internal sealed partial class FaultyCodec : IImageCodec
{
    private const int CrashingWidth = 61;

    private const int HangingWidth = 62;

    /// <summary>A file in the current folder with the number of the process in which a decode hangs.</summary>
    private const string HangingFile = "hanging";

    private const int GreedyWidth = 63;

    private const int CrashingHeaderWidth = 64;

    private const int GreedyBytes = 1 << 30;

    private readonly VipsCodec _codec = new();

    public string Name => _codec.Name;

    public IReadOnlySet<ImageFormat> DecodableFormats => _codec.DecodableFormats;

    public IReadOnlySet<ImageFormat> EncodableFormats => _codec.EncodableFormats;

    public string? FindUnsupportedFeature(ImageSource source, ImageFormat format) => _codec.FindUnsupportedFeature(source, format);

    public bool HoldsWholePicture(ImageSource source, ImageFormat format) => _codec.HoldsWholePicture(source, format);

    public ImageInfo Inspect(ImageSource source, ImageFormat format)
    {
        var info = _codec.Inspect(source, format);
        if (info.Width == CrashingHeaderWidth)
        {
            Crash();
        }

        return info;
    }

    public Picture Decode(ImageSource source, ImageFormat format, DecodeOptions options)
    {
        var width = _codec.Inspect(source, format).Width;
        Console.Error.WriteLine($"decodes\t{Environment.ProcessId}\t{width}");
        switch (width)
        {
            case CrashingWidth:
                Crash();
                break;
            case HangingWidth:
                ReportHanging();
                Thread.Sleep(Timeout.Infinite);
                break;
            case GreedyWidth:
                Hold(GreedyBytes);
                break;
        }

        return _codec.Decode(source, format, options);
    }

    public byte[] Encode(Picture picture, EncodeOptions options) => _codec.Encode(picture, options);

    /// <summary>The file appears with its whole content, so that nobody reads half of it.</summary>
    private static void ReportHanging()
    {
        var partial = $"{HangingFile}.{Environment.ProcessId}";
        File.WriteAllText(partial, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        File.Move(partial, HangingFile, overwrite: true);
    }

    /// <summary>What a fault in an image library does: native code writes where there is no memory.</summary>
    private static void Crash() => Fill(8, 0, 1);

    private static unsafe void Hold(nuint bytes)
    {
        Fill((nint)NativeMemory.Alloc(bytes), 1, (nint)bytes);
        Thread.Sleep(Timeout.Infinite);
    }

    [LibraryImport("libc", EntryPoint = "memset")]
    private static partial nint Fill(nint address, int value, nint count);
}
