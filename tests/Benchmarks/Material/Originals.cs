using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;
using Pipeline.Imaging.Resampling;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Material;

/// <summary>
/// The originals: photographs of the test material, or <c>statemachine/samples/photo.jpg</c> if there is no test material, and files
/// derived from the photograph once, in artifacts/benchmarks/originals.
/// </summary>
internal sealed class Originals
{
    private const int LargeQuality = 90;

    private readonly VipsCodec _codec = new();
    private readonly Action<string> _log;
    private readonly string _folder;

    /// <param name="log">Logs each file that is made.</param>
    public Originals(Action<string> log)
    {
        _log = log;
        Photograph = FindInMaterial("camera-12mp.jpg") ?? SamplePhoto;
        // Each photograph has its own derived files.
        _folder = Workspace.CreateArtifactsFolder("benchmarks", "originals", Path.GetFileNameWithoutExtension(Photograph));
        Smaller = FindInMaterial("photo-2725x2225.jpg") ?? Make("6mp.jpg", () => Resize(2725, 2044, ImageFormat.Jpeg));
        Alpha = FindInMaterial("alpha-1024x768.png") ?? Make("alpha.png", () => WithAlpha(1024, 768));
    }

    /// <summary>The photo that the local host processes if you name none; the same everywhere.</summary>
    public static string SamplePhoto { get; } = Workspace.PathOf("statemachine", "samples", "photo.jpg");

    /// <summary>A JPEG photograph as a phone takes it, with 12 megapixels, or the sample photo with 3.5.</summary>
    public string Photograph { get; }

    /// <summary>A JPEG of 6 megapixels.</summary>
    public string Smaller { get; }

    /// <summary>A PNG with alpha.</summary>
    public string Alpha { get; }

    /// <summary>The photograph as a WebP of 6 megapixels.</summary>
    public string WebP => Make("6mp.webp", () => Resize(2828, 2121, ImageFormat.WebP));

    /// <summary>The photograph in another format that the pipeline writes, at its own size.</summary>
    public string GetIn(ImageFormat format) => Make($"photograph.{RenditionFormats.Extension(format)}", () =>
    {
        using var decoded = Decode();
        return _codec.Encode(decoded, new(format, Quality: 80));
    });

    /// <summary>A HEIC photograph of the test material; null without it, because nothing here writes HEIC.</summary>
    public static string? Heic => FindInMaterial("photo.heic");

    /// <summary>The photograph in a format that only another contender writes.</summary>
    /// <param name="megapixels">Megapixels of the file.</param>
    /// <param name="format">The contender's name of the format, which is the file's extension.</param>
    /// <param name="write">Writes it from a PNG to the folder that it is given, as <c>original.{format}</c>.</param>
    /// <param name="source">The file that it is written from; the photograph as a PNG if it is null.</param>
    /// <param name="name">Added to the file's name if there are several of the format.</param>
    public string GetWrittenByPeer(double megapixels, string format, Action<string, string> write, string? source = null, string name = "") => Make(FormattableString.Invariant($"{megapixels:0.###}mp{name}.{format}"), () =>
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-benchmark-").FullName;
        try
        {
            write(source ?? GetResized(megapixels, ImageFormat.Png), folder);
            return File.ReadAllBytes(Path.Combine(folder, $"original.{format}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    /// <summary>The name of a file in README.md and RESULTS.md.</summary>
    public static string NameOf(string file) => Path.GetFileName(file);

    /// <summary>Returns the photograph, enlarged or shrunk to a number of megapixels.</summary>
    public string GetResized(double megapixels, ImageFormat format, int quality = LargeQuality)
    {
        var name = FormattableString.Invariant($"{megapixels:0.###}mp{(quality == LargeQuality ? "" : $"-q{quality}")}.{RenditionFormats.Extension(format)}");
        var width = WidthOf(megapixels);
        return Make(name, () => Resize(width, width * 3 / 4, format, quality));
    }

    /// <summary>The same with transparency.</summary>
    public string GetWithAlpha(double megapixels, ImageFormat format) => Make(
        FormattableString.Invariant($"{megapixels:0.###}mp-alpha.{RenditionFormats.Extension(format)}"),
        () => WithAlpha(WidthOf(megapixels), WidthOf(megapixels) * 3 / 4, format));

    /// <summary>The same as an animated WebP of 48 frames.</summary>
    public string GetAnimated(double megapixels) => Make(FormattableString.Invariant($"{megapixels:0.###}mp-animated.webp"), () =>
    {
        const int frames = 48;
        var width = WidthOf(megapixels / frames);
        return Write(width, width * 3 / 4 * frames, pixels => _codec.Encode(new(pixels, frames, [.. Enumerable.Repeat(100, frames)], 0), new(ImageFormat.WebP, 80, Effort: 0)));
    });

    /// <summary>The same, written by other means than a codec.</summary>
    /// <param name="megapixels">Megapixels of the file.</param>
    /// <param name="extension">Last part of its name.</param>
    /// <param name="write">Writes the pixels.</param>
    public string GetWritten(double megapixels, string extension, Func<PixelBuffer, byte[]> write) => Make(
        FormattableString.Invariant($"{megapixels:0.###}mp-{extension}"), () => Write(WidthOf(megapixels), WidthOf(megapixels) * 3 / 4, write));

    /// <summary>Returns files with the same picture and different content: each has its number in a JPEG comment.</summary>
    public IReadOnlyList<string> GetCopies(string jpeg, int count)
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

    private static int WidthOf(double megapixels) => (int)Math.Sqrt(megapixels * 1e6 * 4 / 3);

    private byte[] Resize(int width, int height, ImageFormat format, int quality = LargeQuality) =>
        Write(width, height, pixels => _codec.Encode(new(pixels), new(format, quality)));

    private byte[] Write(int width, int height, Func<PixelBuffer, byte[]> write)
    {
        using var decoded = Decode();
        using var target = new PixelBuffer(width, height, 3);
        Resampler.Resize(decoded.Pixels, new Region(0, 0, decoded.Width, decoded.FrameHeight), target);
        return write(target);
    }

    // Opaque in an ellipse with a soft edge, transparent around it.
    private byte[] WithAlpha(int width, int height, ImageFormat format = ImageFormat.Png)
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

        return _codec.Encode(target, new(format, format == ImageFormat.Png ? 100 : 80));
    }
}
