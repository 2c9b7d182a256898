using System.Runtime.InteropServices;
using Pipeline.Imaging.Buffers;
using Pipeline.Vips.Formats;

namespace Pipeline.Vips.Native;

/// <summary>Loads the shared library that comes with the application, and sets it up, once per process.</summary>
internal static class LibVipsLoader
{
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Loads libvips unless it is loaded already.</summary>
    /// <returns>Its version: <c>8.18.7</c>.</returns>
    /// <exception cref="DllNotFoundException">The library is missing or does not fit this machine; says what is missing where, and what to do.</exception>
    public static string EnsureLoaded() => Loaded.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(LibVipsLoader).Assembly,
            (name, _, _) => name == LibVips.Library ? OpenLibrary(SearchFolders) : 0);

        NativeHeap.Configure();
        // Keeps libvips from printing warnings to standard error. Errors are returned to the caller.
        _ = LibVips.SetEnvironment("VIPS_WARNING", "0", 1);
        if (LibVips.Init("pipeline") != 0)
        {
            throw VipsException.FromErrorBuffer("vips_init");
        }

        // One thread per call: the caller decides how many images are processed at once.
        LibVips.ConcurrencySet(1);
        LibVips.CacheSetMax(0);
        WriteBuffers.LimitRows();
        AllowOnly(CodecFormats.OperationClasses);
        return Marshal.PtrToStringUTF8(LibVips.VersionString()) ?? "unknown";
    }

    /// <summary>Blocks every loader and saver except these, whatever else this build of libvips contains (SVG, for example).</summary>
    private static void AllowOnly(IEnumerable<string> classes)
    {
        LibVips.BlockUntrustedSet(1);
        LibVips.OperationBlockSet("VipsForeign", 1);
        foreach (var name in classes)
        {
            LibVips.OperationBlockSet(name, 0);
        }
    }

    /// <summary>The library's file name on this platform.</summary>
    internal static string FileName =>
        OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips.42.dylib" : "libvips.so.42";

    /// <summary>
    /// Folders in which a library that came with the application may be: where its package has it, or next to the assembly after
    /// `dotnet publish -r`. The system's folders are not among them, because its libvips has another version and other loaders.
    /// </summary>
    internal static IReadOnlyList<string> SearchFolders { get; } =
    [
        .. (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        AppContext.BaseDirectory,
    ];

    internal static nint OpenLibrary(IReadOnlyList<string> folders)
    {
        var path = folders.Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists) ?? throw new DllNotFoundException(
            $"libvips is missing: {FileName} is not in {string.Join(" or ", folders)}. The build puts it there, unless it is built with -p:Codecs=Magick; " +
            $"build again for {RuntimeInformation.RuntimeIdentifier}.");
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
