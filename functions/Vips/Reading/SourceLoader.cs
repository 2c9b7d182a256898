using System.Buffers;
using Pipeline.Core.Imaging;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Reading;

/// <summary>An encoded image in pinned memory, and the one loader that may read it.</summary>
/// <param name="bytes">Stays pinned until every image loaded from here is disposed.</param>
/// <param name="length">Bytes.</param>
/// <param name="format">Format, which names the loader.</param>
internal sealed unsafe class SourceLoader(MemoryHandle bytes, int length, ImageFormat format)
{
    // VIPS_FAIL_ON_ERROR: data that end early and checksums that do not match are errors. The next level,
    // VIPS_FAIL_ON_WARNING, would also refuse photographs with stray bytes between JPEG markers, which cameras write.
    private const int FailOnError = 2;
    private const int SequentialAccess = 1;

    public ImageFormat Format => format;

    /// <summary>Reads the header; pixels are decoded from top to bottom when the image is written, once.</summary>
    /// <param name="allFrames">All frames, below each other; otherwise the first (of AVIF: the primary one).</param>
    /// <param name="shrink">What to shrink by while loading.</param>
    /// <exception cref="VipsException">The header cannot be read.</exception>
    public VipsImage Load(bool allFrames = false, ShrinkOnLoad? shrink = null)
    {
        using var load = new VipsOperation(CodecFormats.Loaders[format]);
        load.Set("buffer", bytes.Pointer, length).Set("access", SequentialAccess).Set("fail_on", FailOnError);
        if (allFrames)
        {
            load.Set("n", -1);
        }

        shrink?.ApplyTo(load);
        return load.Build().Image();
    }
}
