using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;
using Pipeline.Magick;
using Pipeline.Vips.Formats;
using Pipeline.Vips.Native;
using Pipeline.Vips.Reading;

namespace Pipeline.Benchmarks.Ours;

/// <summary>
/// The lower bound for every resizer on this decoder: the library's own decode of the file (for JPEG, by libjpeg-turbo, shrunk on load as
/// far as the target allows), in strips of a few rows that are discarded. ImageMagick and our reader of GIFs have no strips: their whole decode is discarded.
/// </summary>
internal static unsafe partial class DecodeFloor
{
    private const int StripHeight = 16;

    private static readonly Lock Gate = new();
    private static bool _isResolverSet;

    public static PeerResponse Measure(IImageCodec codec, PeerRequest request)
    {
        var watch = Stopwatch.StartNew();
        DecodeAndDiscard(codec, request.Inputs[0], request.Targets);
        return new(watch.Elapsed.TotalMilliseconds);
    }

    public static void DecodeAndDiscard(IImageCodec codec, string file, IReadOnlyList<Target> targets)
    {
        using var source = ImageSource.OpenFile(file);
        var info = OneRendition.Inspect(codec, source, file);
        var renditions = targets.Select(OneRendition.ToRendition).ToArray();
        var decode = renditions is [var only] ? RenditionPlanner.PlanDecode(info, only) : RenditionPlanner.PlanSharedDecode(info, new(renditions));
        if (codec is MagickCodec || !CodecFormats.Loaders.ContainsKey(info.Format))
        {
            codec.Decode(source, info.Format, decode).Dispose();
            return;
        }

        SetResolver();
        using var loader = new SourceLoader(source, info.Format);
        using var image = loader.Load(shrink: ShrinkOnLoad.Choose(info.Format, info.Width, info.Height, decode));
        Discard(image);
    }

    private static void Discard(VipsImage image)
    {
        var region = RegionNew(image.DangerousGetHandle());
        try
        {
            for (var top = 0; top < image.Height; top += StripHeight)
            {
                var strip = new Rectangle(0, top, image.Width, Math.Min(StripHeight, image.Height - top));
                if (RegionPrepare(region, &strip) != 0)
                {
                    throw new ContenderException($"libvips could not decode the rows from {top} on");
                }
            }
        }
        finally
        {
            ObjectUnref(region);
        }
    }

    /// <summary>Makes the imports below use the library that the codec has loaded.</summary>
    private static void SetResolver()
    {
        lock (Gate)
        {
            if (!_isResolverSet)
            {
                NativeLibrary.SetDllImportResolver(
                    Assembly.GetExecutingAssembly(),
                    (name, _, _) => name == LibVips.Library ? LibVipsLoader.OpenLibrary(LibVipsLoader.SearchFolders) : 0);
                _isResolverSet = true;
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
