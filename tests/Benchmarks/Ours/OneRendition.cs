using System.Diagnostics;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Benchmarks.Ours;

/// <summary>Makes one rendition of one file on one thread, as Resize does in a function, from disk to bytes in memory.</summary>
internal static class OneRendition
{
    public static PeerResponse Make(IImageCodec codec, PeerRequest request)
    {
        var watch = Stopwatch.StartNew();
        var encoded = Make(codec, request.Inputs[0], request.Targets[0]);
        var time = watch.Elapsed.TotalMilliseconds;
        if (request.Output is not null)
        {
            File.WriteAllBytes(Path.Combine(request.Output, request.Targets[0].FileName), encoded);
        }

        return new(time, encoded.Length);
    }

    public static byte[] Make(IImageCodec codec, string file, Target target)
    {
        using var source = ImageSource.OpenFile(file);
        var info = Inspect(codec, source, file);
        var rendition = ToRendition(target);
        var output = RenditionFormats.Resolve(rendition.Format, info);
        return RenditionTranscoder.Transcode(codec, source, info, new(rendition, target.FileName, output)).Content;
    }

    /// <summary>Reads the header of an open file.</summary>
    /// <exception cref="ContenderException">The file is not an image of a supported format.</exception>
    public static ImageInfo Inspect(IImageCodec codec, ImageSource source, string file) => FormatSniffer.Sniff(source.Header) is { } format
        ? codec.Inspect(source, format)
        : throw new ContenderException($"{file} is not an image of a supported format.");

    public static Rendition ToRendition(Target target) => new(
        target.Name,
        target.Width,
        target.Height,
        target.Height is null ? Fit.Inside : Fit.Cover,
        Format: target.Format switch
        {
            "jpeg" => RenditionFormat.Jpeg,
            "png" => RenditionFormat.Png,
            "webp" => RenditionFormat.WebP,
            "avif" => RenditionFormat.Avif,
            _ => throw new ContenderException($"'{target.Format}' is not a supported format."),
        },
        Quality: target.Quality,
        Effort: target.Effort);
}
