using System.Runtime.InteropServices;
using Pipeline.Vips.Formats;

namespace Pipeline.Vips.Native;

/// <summary>Loads the shared library that the build put beside the application, and sets it up, once a process.</summary>
internal static class LibVipsLoader
{
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Loads libvips unless that has been done.</summary>
    /// <returns>Its version: <c>8.18.7</c>.</returns>
    /// <exception cref="DllNotFoundException">The library is missing or does not fit this machine; says which file and what to do.</exception>
    public static string EnsureLoaded() => Loaded.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(LibVipsLoader).Assembly,
            (name, _, _) => name == LibVips.Library ? OpenLibrary(LibraryPathIn(AppContext.BaseDirectory)) : 0);

        Allocator.KeepFreedMemory();
        // libvips would print warnings to standard error; this setting of its own keeps it quiet. Errors are returned.
        _ = LibVips.SetEnvironment("VIPS_WARNING", "0", 1);
        if (LibVips.Init("pipeline") != 0)
        {
            throw VipsException.FromErrorBuffer("vips_init");
        }

        // One thread a call: whoever calls decides how many images are worked on at once.
        LibVips.ConcurrencySet(1);
        LibVips.CacheSetMax(0);
        WriteBuffers.LimitRows();
        AllowOnly(CodecFormats.OperationClasses);
        return Marshal.PtrToStringUTF8(LibVips.VersionString()) ?? "unknown";
    }

    /// <summary>Blocks every loader and saver but those named, whatever libvips' build brings along (SVG, for one).</summary>
    private static void AllowOnly(IEnumerable<string> classes)
    {
        LibVips.BlockUntrustedSet(1);
        LibVips.OperationBlockSet("VipsForeign", 1);
        foreach (var name in classes)
        {
            LibVips.OperationBlockSet(name, 0);
        }
    }

    /// <summary>Where the build puts the library: see <c>native/Libvips.targets</c>.</summary>
    internal static string LibraryPathIn(string folder) =>
        Path.Combine(folder, OperatingSystem.IsMacOS() ? "libvips-cpp.dylib" : "libvips-cpp.so");

    internal static nint OpenLibrary(string path)
    {
        if (!File.Exists(path))
        {
            throw new DllNotFoundException(
                $"libvips is missing: {path}. The build puts it there; build again for {RuntimeInformation.RuntimeIdentifier}.");
        }

        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException exception)
        {
            throw new DllNotFoundException(
                $"libvips does not load on {RuntimeInformation.RuntimeIdentifier}: {exception.Message.Trim()} " +
                "On Alpine Linux it needs the packages libstdc++ and libgcc.", exception);
        }
    }
}
