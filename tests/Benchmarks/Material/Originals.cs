using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Material;

/// <summary>
/// The files that are measured: photographs of the test material where it is there, <c>statemachine/samples/photo.jpg</c>
/// where it is not, and what is derived from it once, below artifacts/benchmarks/originals.
/// </summary>
internal sealed class Originals
{
    private readonly VipsCodec _codec = new();
    private readonly Action<string> _log;
    private readonly string _folder;

    /// <param name="log">Told what is made.</param>
    public Originals(Action<string> log)
    {
        _log = log;
        Photograph = FindInMaterial("camera-12mp.jpg") ?? SamplePhoto;
        // Derived files of one photograph are not those of another.
        _folder = Workspace.Artifacts("benchmarks", "originals", Path.GetFileNameWithoutExtension(Photograph));
        Smaller = FindInMaterial("photo-2725x2225.jpg") ?? Make("6mp.jpg", () => Resize(2725, 2044, ImageFormat.Jpeg));
        Alpha = FindInMaterial("alpha-1024x768.png") ?? Make("alpha.png", () => WithAlpha(1024, 768));
    }

    /// <summary>The photo that the local host processes when it is given none, the same everywhere.</summary>
    public static string SamplePhoto { get; } = Workspace.PathOf("statemachine", "samples", "photo.jpg");

    /// <summary>A photograph as a telephone takes it, JPEG: 12 megapixels, or the 3.5 of the sample photo.</summary>
    public string Photograph { get; }

    /// <summary>6 megapixels, JPEG.</summary>
    public string Smaller { get; }

    /// <summary>PNG with alpha.</summary>
    public string Alpha { get; }

    /// <summary>The photograph as a WebP of 6 megapixels.</summary>
    public string WebP => Make("6mp.webp", () => Resize(2828, 2121, ImageFormat.WebP));

    /// <summary>How README and RESULTS.md name a file.</summary>
    public static string NameOf(string file) => Path.GetFileName(file);

    /// <summary>The photograph enlarged or shrunk to so many megapixels.</summary>
    public string OfSize(double megapixels, ImageFormat format)
    {
        var name = FormattableString.Invariant($"{megapixels:0.###}mp.{(format == ImageFormat.Jpeg ? "jpg" : "png")}");
        var width = (int)Math.Sqrt(megapixels * 1e6 * 4 / 3);
        return Make(name, () => Resize(width, width * 3 / 4, format));
    }

    /// <summary>So many files with the same picture and different content: each has its number as a JPEG comment.</summary>
    public IReadOnlyList<string> Copies(string jpeg, int count)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"copies-of-{Path.GetFileNameWithoutExtension(jpeg)}")).FullName;
        byte[]? content = null;
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var path = Path.Combine(folder, FormattableString.Invariant($"{number:D4}.jpg"));
            if (!File.Exists(path))
            {
                content ??= File.ReadAllBytes(jpeg);
                File.WriteAllBytes(path, [.. content.AsSpan(0, 2), 0xFF, 0xFE, 0, 6, .. BitConverter.GetBytes(number), .. content.AsSpan(2)]);
            }

            return path;
        })];
    }

    private static string? FindInMaterial(string name) =>
        Workspace.Material is { } folder && Path.Combine(folder, "images", name) is var path && File.Exists(path) ? path : null;

    private string Make(string name, Func<byte[]> make)
    {
        var path = Path.Combine(_folder, name);
        if (!File.Exists(path))
        {
            _log($"making {name}");
            File.WriteAllBytes(path + ".new", make());
            File.Move(path + ".new", path, overwrite: true);
        }

        return path;
    }

    private Picture Decode() => _codec.Decode(File.ReadAllBytes(Photograph), ImageFormat.Jpeg, DecodeOptions.FullSize);

    private byte[] Resize(int width, int height, ImageFormat format)
    {
        using var decoded = Decode();
        using var target = new Picture(new PixelBuffer(width, height, 3));
        Resampler.Resize(decoded.Pixels, new Region(0, 0, decoded.Width, decoded.FrameHeight), target.Pixels);
        return _codec.Encode(target, new(format, Quality: 90));
    }

    // An ellipse with a soft edge.
    private byte[] WithAlpha(int width, int height)
    {
        using var decoded = Decode();
        using var opaque = new PixelBuffer(width, height, 3);
        Resampler.Resize(decoded.Pixels, new Region(0, 0, decoded.Width, decoded.FrameHeight), opaque);
        using var target = new Picture(new PixelBuffer(width, height, 4));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                opaque.Row(y).Slice(x * 3, 3).CopyTo(target.Pixels.Row(y)[(x * 4)..]);
                var (dx, dy) = ((x - (width / 2.0)) / (width / 2.0), (y - (height / 2.0)) / (height / 2.0));
                target.Pixels.Row(y)[(x * 4) + 3] = (byte)Math.Clamp((1 - Math.Sqrt((dx * dx) + (dy * dy))) * 1024, 0, 255);
            }
        }

        return _codec.Encode(target, new(ImageFormat.Png, 100));
    }
}
