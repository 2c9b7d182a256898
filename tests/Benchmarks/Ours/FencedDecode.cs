using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Benchmarks.Ours;

/// <summary>
/// A prototype of a fenced decode: this process decodes, and the pixels get to the other one through shared memory. And the same decodes
/// without a fence, in one process. Both touch every page of the pixels, as a resampler does.
/// </summary>
internal static class FencedDecode
{
    private const int PageBytes = 4096;

    /// <summary>The memory that this process shares with the one that asks. It stays mapped from one picture to the next.</summary>
    private static (string Path, long Bytes, MemoryMappedFile File, MemoryMappedViewAccessor View)? _shared;

    /// <summary>Decodes one file into the shared memory that <see cref="PeerRequest.Output"/> names.</summary>
    public static PeerResponse DecodeIntoSharedMemory(IImageCodec codec, PeerRequest request)
    {
        var watch = Stopwatch.StartNew();
        using var picture = Decode(codec, request.Inputs[0], request.Targets);
        var pixels = picture.Pixels.Span;
        Map(request.Output!, pixels.Length).SafeMemoryMappedViewHandle.WriteSpan<byte>(0, pixels);
        return new(watch.Elapsed.TotalMilliseconds, pixels.Length);
    }

    /// <summary>Decodes all files, several at a time, and drops the pixels.</summary>
    public static async Task<PeerResponse> DecodeAllAsync(IImageCodec codec, PeerRequest request)
    {
        var watch = Stopwatch.StartNew();
        var bytes = 0L;
        await Parallel.ForEachAsync(request.Inputs, new ParallelOptions { MaxDegreeOfParallelism = request.Parallelism }, (file, _) =>
        {
            using var picture = Decode(codec, file, request.Targets);
            Interlocked.Add(ref bytes, Touch(picture.Pixels.Span));
            return ValueTask.CompletedTask;
        });
        return new(watch.Elapsed.TotalMilliseconds, bytes);
    }

    /// <summary>Reads every page.</summary>
    public static long Touch(ReadOnlySpan<byte> pixels)
    {
        var sum = 0L;
        for (var offset = 0; offset < pixels.Length; offset += PageBytes)
        {
            sum += pixels[offset];
        }

        return sum;
    }

    private static Picture Decode(IImageCodec codec, string file, IReadOnlyList<Target> targets)
    {
        using var source = ImageSource.OpenFile(file);
        var info = OneRendition.Inspect(codec, source, file);
        // Without targets: all pixels of the original.
        var options = targets.Count == 0
            ? DecodeOptions.FullSize
            : Core.Renditions.RenditionPlanner.PlanSharedDecode(info, new([.. targets.Select(OneRendition.ToRendition)]));
        return codec.Decode(source, info.Format, options);
    }

    private static MemoryMappedViewAccessor Map(string path, long bytes)
    {
        if (_shared is { } shared && shared.Path == path && shared.Bytes >= bytes)
        {
            return shared.View;
        }

        _shared?.View.Dispose();
        _shared?.File.Dispose();
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, bytes);
        _shared = (path, bytes, file, file.CreateViewAccessor());
        return _shared.Value.View;
    }
}
