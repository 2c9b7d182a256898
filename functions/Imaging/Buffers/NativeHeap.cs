using System.Runtime.InteropServices;

namespace Pipeline.Imaging.Buffers;

/// <summary>
/// glibc's malloc, which the image libraries use. Does nothing where there is no glibc (musl, macOS, Windows).
/// </summary>
/// <seealso href="https://man7.org/linux/man-pages/man3/mallopt.3.html"/>
public static unsafe class NativeHeap
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int MapThreshold = -3; // M_MMAP_THRESHOLD
    private const int MaxArenas = -8; // M_ARENA_MAX

    /// <summary>Size in bytes from which glibc maps a block separately: the maximum that glibc itself raises this threshold to.</summary>
    private const int MapThresholdBytes = 32 << 20;

    /// <summary>Maximum of freed memory, in bytes, that stays with the process after a picture is done.</summary>
    private const nuint MaxUnusedBytes = 48 << 20;

    private static readonly Functions? Glibc = Load();

    /// <summary>
    /// Sets the allocator up. By default it returns memory to the kernel as soon as 128 kB are free at the end of the heap, and gets it
    /// back page by page with the next strip of pixels: for 12 megapixels 6,000 page faults, a sixth of the time. And by default it has eight
    /// heaps for each processor, each of which keeps what its threads freed: the same calls, on a thread each, took 100 MB more each time.
    /// </summary>
    public static void Configure()
    {
        if (Glibc is not { } glibc)
        {
            return;
        }

        glibc.SetOption(MapThreshold, MapThresholdBytes);
        glibc.SetOption(TrimThreshold, 2 * MapThresholdBytes);
        glibc.SetOption(MaxArenas, Math.Max(1, Environment.ProcessorCount / 2));
    }

    /// <summary>Memory in bytes that is allocated and not freed; 0 where there is no glibc.</summary>
    public static long UsedBytes => Glibc is { } glibc ? (long)glibc.GetInfo().UsedBytes : 0;

    /// <summary>
    /// Returns freed memory to the kernel if there is much of it. Call this after what allocates much in pieces of a few megabytes: larger
    /// ones are mapped separately, and smaller ones are soon used again.
    /// </summary>
    public static void ReleaseUnused() => ReleaseUnused((long)MaxUnusedBytes);

    /// <inheritdoc cref="ReleaseUnused()"/>
    /// <param name="maxUnusedBytes">Maximum of freed memory, in bytes, that may stay with the process.</param>
    public static void ReleaseUnused(long maxUnusedBytes)
    {
        if (Glibc is { } glibc && glibc.GetInfo().FreeBytes > (nuint)maxUnusedBytes)
        {
            glibc.Trim(0);
        }
    }

    private static Functions? Load() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "mallopt", out var option)
        && NativeLibrary.TryGetExport(library, "malloc_trim", out var trim)
        && NativeLibrary.TryGetExport(library, "mallinfo2", out var info)
            ? new(
                (delegate* unmanaged[Cdecl]<int, int, int>)option,
                (delegate* unmanaged[Cdecl]<nuint, int>)trim,
                (delegate* unmanaged[Cdecl]<Info>)info)
            : null;

    private sealed class Functions(
        delegate* unmanaged[Cdecl]<int, int, int> option, delegate* unmanaged[Cdecl]<nuint, int> trim, delegate* unmanaged[Cdecl]<Info> info)
    {
        public void SetOption(int name, int value) => _ = option(name, value);

        public void Trim(nuint padding) => _ = trim(padding);

        public Info GetInfo() => info();
    }

    /// <summary><c>struct mallinfo2</c>, over all heaps.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Info
    {
#pragma warning disable CS0169 // Fields that are not read hold the place of those that are.
        private readonly nuint _arena, _freeChunks, _fastChunks, _maps, _mappedBytes, _unused, _fastBytes, _usedBytes, _freeBytes, _releasableBytes;
#pragma warning restore CS0169

        public nuint FreeBytes => _freeBytes;

        public nuint UsedBytes => _usedBytes + _mappedBytes;
    }
}
