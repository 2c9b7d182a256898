using System.Buffers;
using System.Runtime.ExceptionServices;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Vips.Formats;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>An encoded image and the only loader that may read it, from memory or in pieces from its file.</summary>
/// <param name="source">Must outlive this loader.</param>
/// <param name="format">Format; it selects libvips' loader.</param>
/// <param name="maxBufferedJpegBytes">Maximum size of a JPEG, in bytes, that is read into memory for decoding.</param>
/// <param name="toleratesDamage">Whether pixels that cannot be decoded are left out; otherwise they are errors.</param>
internal sealed unsafe class SourceLoader(
    ImageSource source, ImageFormat format, long maxBufferedJpegBytes = SourceLoader.MaxBufferedJpegBytes, bool toleratesDamage = false) : IDisposable
{
    /// <summary>
    /// As large as uploads may be by default. libjpeg-turbo decodes fast only while it has about 3 kB of input ahead, and libvips passes
    /// it a source in pieces of 4 kB: a JPEG of 12 megapixels takes a fifth longer that way. PNG is no slower.
    /// </summary>
    public const long MaxBufferedJpegBytes = 64_000_000;

    // VIPS_FAIL_ON_ERROR: truncated data and checksum mismatches are errors. The next level,
    // VIPS_FAIL_ON_WARNING, would also refuse photographs with stray bytes between JPEG markers, which cameras write.
    private const int FailOnError = 2;
    private const int FailOnWarning = 3;
    private const int FailOnNothing = 0;
    private const int SequentialAccess = 1;

    private readonly List<SourceReader> _readers = [];
    private MemoryHandle _pinned;

    public ImageFormat Format => format;

    /// <summary>Whether a warning is an error: for a JPEG whose end mark was added, the warning that its scan breaks off.</summary>
    public bool FailsOnWarnings { get; init; }

    public ImageSource Source => source;

    /// <summary>What the header says about colours.</summary>
    public SourceColours Colours => field ??= SourceColours.Read(source, format);

    private bool CanStream => !source.IsInMemory && CodecFormats.StreamLoaders.ContainsKey(format);

    /// <summary>Reads the header, and no more of a file than that takes.</summary>
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public VipsImage LoadHeader() => Load(CanStream, allFrames: false, shrink: null);

    /// <summary>Reads the header. The pixels are decoded once, from top to bottom, when the image is written.</summary>
    /// <param name="allFrames">Loads all frames, one below the other; otherwise only the first (for AVIF the primary image).</param>
    /// <param name="shrink">How much to shrink on load; null for full size.</param>
    /// <returns>The image. Dispose it before this loader.</returns>
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public VipsImage Load(bool allFrames = false, ShrinkOnLoad? shrink = null) =>
        Load(CanStream && (format != ImageFormat.Jpeg || source.Length > maxBufferedJpegBytes), allFrames, shrink);

    /// <summary>Rethrows the exception that kept the source from being read, if there was one.</summary>
    public void ThrowIfFaulted()
    {
        if (_readers.Find(reader => reader.Fault is not null) is { Fault: { } fault })
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    public void Dispose() => _pinned.Dispose();

    private VipsImage Load(bool isStreaming, bool allFrames, ShrinkOnLoad? shrink)
    {
        using var load = new VipsOperation((isStreaming ? CodecFormats.StreamLoaders : CodecFormats.Loaders)[format]);
        using var stream = isStreaming ? OpenSource() : null;
        if (stream is not null)
        {
            load.Set("source", stream);
        }
        else
        {
            load.Set("buffer", PinContent(), (int)source.Length);
        }

        load.Set("access", SequentialAccess).Set("fail_on", GetFailOn());
        if (IsDecodedWhole())
        {
            // From 100 MB on, libvips would decode into a temporary file, whose saver is blocked. Loaders that can read from top to bottom
            // would decode into memory too if they had this setting.
            load.Set("memory", true);
        }

        if (allFrames)
        {
            load.Set("n", -1);
        }

        shrink?.ApplyTo(load);
        return load.Build().GetImage();
    }

    /// <summary>Whether the loader cannot read from top to bottom.</summary>
    private bool IsDecodedWhole() =>
        format is ImageFormat.WebP or ImageFormat.Avif || (format == ImageFormat.Png && ScanLayout.Read(source, format) is { IsInPasses: true });

    private int GetFailOn() => toleratesDamage ? FailOnNothing : FailsOnWarnings ? FailOnWarning : FailOnError;

    private VipsSource OpenSource()
    {
        var reader = new SourceReader(source);
        _readers.Add(reader);
        return new(reader);
    }

    private void* PinContent()
    {
        if (_pinned.Pointer is null)
        {
            _pinned = source.ToMemory().Pin();
        }

        return _pinned.Pointer;
    }
}
