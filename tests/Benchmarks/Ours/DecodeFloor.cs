using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Vips;
using Pipeline.Vips.Native;
using Pipeline.Vips.Reading;

namespace Pipeline.Benchmarks.Ours;

/// <summary>
/// The limit that no resizer on this decoder can pass: the library's own decode of the file (for JPEG, libjpeg-turbo's, shrunk
/// on load as far as the target allows), row by row into a few lines that are thrown away.
/// </summary>
internal static unsafe partial class DecodeFloor
{
    private const int Rows = 16;

    private static readonly Lock Gate = new();
    private static bool _resolves;

    public static PeerResponse Measure(VipsCodec codec, PeerRequest request)
    {
        Resolve();
        var watch = Stopwatch.StartNew();
        using var source = ImageSource.OpenFile(request.Inputs[0]);
        var info = OneRendition.Inspect(codec, source, request.Inputs[0]);
        var renditions = request.Targets.Select(OneRendition.ToRendition).ToArray();
        var decode = renditions is [var only] ? RenditionPlanner.PlanDecode(info, only) : RenditionPlanner.PlanSharedDecode(info, new(renditions));
        using var loader = new SourceLoader(source, info.Format);
        using var image = loader.Load(shrink: ShrinkOnLoad.Choose(info.Format, info.Width, info.Height, decode));
        Discard(image);
        return new(watch.Elapsed.TotalMilliseconds);
    }

    /// <summary>All inputs, so many at a time.</summary>
    public static PeerResponse MeasureAll(VipsCodec codec, PeerRequest request)
    {
        Resolve();
        var watch = Stopwatch.StartNew();
        Parallel.ForEach(
            request.Inputs,
            new ParallelOptions { MaxDegreeOfParallelism = request.Parallelism },
            file => Measure(codec, request with { Inputs = [file] }));
        return new(watch.Elapsed.TotalMilliseconds);
    }

    private static void Discard(VipsImage image)
    {
        var region = RegionNew(image.DangerousGetHandle());
        try
        {
            for (var top = 0; top < image.Height; top += Rows)
            {
                var strip = new Rectangle(0, top, image.Width, Math.Min(Rows, image.Height - top));
                if (RegionPrepare(region, &strip) != 0)
                {
                    throw new ContenderException($"libvips could not decode rows from {top}");
                }
            }
        }
        finally
        {
            ObjectUnref(region);
        }
    }

    /// <summary>The same library that the codec has loaded.</summary>
    private static void Resolve()
    {
        lock (Gate)
        {
            if (!_resolves)
            {
                NativeLibrary.SetDllImportResolver(
                    Assembly.GetExecutingAssembly(),
                    (name, _, _) => name == LibVips.Library ? LibVipsLoader.OpenLibrary(LibVipsLoader.LibraryPathIn(AppContext.BaseDirectory)) : 0);
                _resolves = true;
            }
        }
    }

    [LibraryImport(LibVips.Library, EntryPoint = "vips_region_new")]
    private static partial nint RegionNew(nint image);

    [LibraryImport(LibVips.Library, EntryPoint = "vips_region_prepare")]
    private static partial int RegionPrepare(nint region, Rectangle* rectangle);

    [LibraryImport(LibVips.Library, EntryPoint = "g_object_unref")]
    private static partial void ObjectUnref(nint instance);

    private record struct Rectangle(int Left, int Top, int Width, int Height);
}
