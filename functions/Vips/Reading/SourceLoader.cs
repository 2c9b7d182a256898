using System.Buffers;
using System.Runtime.ExceptionServices;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Vips.Formats;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>An encoded image, and the one loader that may read it: from memory, or piece by piece from its file.</summary>
/// <param name="source">Must outlive this.</param>
/// <param name="format">Format, which names the loader.</param>
/// <param name="maxBufferedJpegBytes">Bytes up to which a JPEG is read into memory to be decoded.</param>
internal sealed unsafe class SourceLoader(ImageSource source, ImageFormat format, long maxBufferedJpegBytes = SourceLoader.MaxBufferedJpegBytes) : IDisposable
{
    /// <summary>
    /// More than an upload has by default. libjpeg-turbo decodes fast only while it has some 3 kB before it, and libvips hands it a
    /// source in pieces of 4: a JPEG of 12 megapixels takes a fifth longer that way. To PNG it makes no difference.
    /// </summary>
    public const long MaxBufferedJpegBytes = 64_000_000;

    // VIPS_FAIL_ON_ERROR: data that end early and checksums that do not match are errors. The next level,
    // VIPS_FAIL_ON_WARNING, would also refuse photographs with stray bytes between JPEG markers, which cameras write.
    private const int FailOnError = 2;
    private const int SequentialAccess = 1;

    private readonly List<SourceReader> _readers = [];
    private MemoryHandle _pinned;

    public ImageFormat Format => format;

    private bool CanStream => !source.IsInMemory && CodecFormats.StreamLoaders.ContainsKey(format);

    /// <summary>Reads the header, and of a file no more than that takes.</summary>
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public VipsImage LoadHeader() => Load(CanStream, allFrames: false, shrink: null);

    /// <summary>Reads the header; pixels are decoded from top to bottom when the image is written, once.</summary>
    /// <param name="allFrames">All frames, below each other; otherwise the first (of AVIF: the primary one).</param>
    /// <param name="shrink">What to shrink by while loading.</param>
    /// <returns>To be disposed before this is.</returns>
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public VipsImage Load(bool allFrames = false, ShrinkOnLoad? shrink = null) =>
        Load(CanStream && (format != ImageFormat.Jpeg || source.Length > maxBufferedJpegBytes), allFrames, shrink);

    /// <summary>Throws again what kept the source from being read, if anything did.</summary>
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

        load.Set("access", SequentialAccess).Set("fail_on", FailOnError);
        if (allFrames)
        {
            load.Set("n", -1);
        }

        shrink?.ApplyTo(load);
        return load.Build().GetImage();
    }

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
