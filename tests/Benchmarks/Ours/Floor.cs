using System.Diagnostics;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Rendering;

namespace Pipeline.Benchmarks.Ours;

/// <summary>
/// The work that no resizer on these libraries can avoid: the decode of the file alone, then the encode of each finished rendition alone,
/// one after the other.
/// </summary>
internal static class Floor
{
    /// <summary>Renditions that are ready to be encoded, by codec, file and target.</summary>
    private static readonly Dictionary<(IImageCodec Codec, string File, Target Target), (Picture Picture, EncodeOptions Options)> Rendered = [];

    public static PeerResponse Measure(IImageCodec codec, PeerRequest request) => Measure(codec, request, request.Targets.Select(target => Render(codec, request.Inputs[0], target)).ToArray());

    /// <summary>
    /// Measures the floors of all inputs, <see cref="PeerRequest.Parallelism"/> at a time. All inputs have the picture of the first.
    /// </summary>
    public static PeerResponse MeasureAll(IImageCodec codec, PeerRequest request)
    {
        var renditions = request.Targets.Select(target => Render(codec, request.Inputs[0], target)).ToArray();
        var watch = Stopwatch.StartNew();
        Parallel.ForEach(
            request.Inputs,
            new ParallelOptions { MaxDegreeOfParallelism = request.Parallelism },
            file => Measure(codec, request with { Inputs = [file], Parallelism = 1 }, renditions));
        return new(watch.Elapsed.TotalMilliseconds);
    }

    private static PeerResponse Measure(IImageCodec codec, PeerRequest request, (Picture Picture, EncodeOptions Options)[] renditions)
    {
        var watch = Stopwatch.StartNew();
        DecodeFloor.DecodeAndDiscard(codec, request.Inputs[0], request.Targets);
        Parallel.ForEach(
            renditions,
            new ParallelOptions { MaxDegreeOfParallelism = request.Parallelism },
            rendition => codec.Encode(rendition.Picture, rendition.Options));
        return new(watch.Elapsed.TotalMilliseconds);
    }

    private static (Picture Picture, EncodeOptions Options) Render(IImageCodec codec, string file, Target target)
    {
        if (Rendered.TryGetValue((codec, file, target), out var known))
        {
            return known;
        }

        using var source = ImageSource.OpenFile(file);
        var info = OneRendition.Inspect(codec, source, file);
        var format = Enum.Parse<ImageFormat>(target.Format, ignoreCase: true);
        using var decoded = codec.Decode(source, info.Format, DecodeOptions.FullSize);
        var picture = RenditionRenderer.Render(decoded, info, OneRendition.ToRendition(target), format);
        return Rendered[(codec, file, target)] = (picture, new(format, target.Quality, Effort: target.Effort));
    }
}
