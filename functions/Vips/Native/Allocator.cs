using System.Runtime.InteropServices;

namespace Pipeline.Vips.Native;

/// <summary>
/// Settings of glibc's malloc. By default it returns memory to the kernel as soon as 128 kB are free at the end of the heap, and gets
/// it back page by page with the next strip of pixels: for 12 megapixels 6,000 page faults, a sixth of the time. After a block above a
/// threshold is freed, glibc raises both thresholds itself, up to these values; here they apply from the start.
/// </summary>
/// <seealso href="https://man7.org/linux/man-pages/man3/mallopt.3.html"/>
internal static unsafe class Allocator
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int MapThreshold = -3; // M_MMAP_THRESHOLD

    /// <summary>Size in bytes from which glibc maps a block separately: the maximum that glibc itself raises this threshold to.</summary>
    private const int MapThresholdBytes = 32 << 20;

    /// <summary>Does nothing where there is no glibc (musl, macOS).</summary>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var library))
        {
            return;
        }

        if (NativeLibrary.TryGetExport(library, "mallopt", out var mallopt))
        {
            var set = (delegate* unmanaged[Cdecl]<int, int, int>)mallopt;
            set(MapThreshold, MapThresholdBytes);
            set(TrimThreshold, 2 * MapThresholdBytes);
        }
    }
}
