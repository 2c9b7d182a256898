using System.Diagnostics;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Benchmarks.Ours;

/// <summary>
/// Sends many files through the whole local pipeline: uploads on disk, events, state machine, history, catalogue, announcements.
/// The variant <c>work</c> makes the same renditions with none of that, so that the difference is the cost of orchestration and durability.
/// </summary>
internal static class WholePipeline
{
    public static Task<PeerResponse> RunAsync(IImageCodec codec, PeerRequest request) =>
        request.Variant == "work" ? RunWorkAloneAsync(codec, request) : RunPipelineAsync(codec, request);

    private static async Task<PeerResponse> RunPipelineAsync(IImageCodec codec, PeerRequest request)
    {
        var set = new RenditionSet([.. request.Targets.Select(OneRendition.ToRendition)]);
        await using var pipeline = LocalPipeline.Open(new(request.Output!, set), codec, static (_, _) => { }, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        var submissions = new List<Submission>();
        foreach (var (number, file) in request.Inputs.Index())
        {
            await using var content = new FileStream(
                file, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            submissions.Add(await pipeline.UploadAsync($"{number}{Path.GetExtension(file)}", content, CancellationToken.None));
        }

        var outcomes = await Task.WhenAll(submissions.Select(submission => submission.Completion));
        var time = watch.Elapsed.TotalMilliseconds;
        return outcomes.FirstOrDefault(outcome => outcome.Name != "succeeded") is { } other
            ? throw new ContenderException($"{other.ImageId} {other.Name}: {other.Reason?.Message}")
            : new(time, outcomes.Sum(outcome => outcome.Record!.Current!.Renditions.Sum(rendition => (long)rendition.Bytes)));
    }

    private static async Task<PeerResponse> RunWorkAloneAsync(IImageCodec codec, PeerRequest request)
    {
        var watch = Stopwatch.StartNew();
        var bytes = 0L;
        await Parallel.ForEachAsync(
            request.Inputs,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (file, _) =>
            {
                var made = await SharedSet.MakeAsync(codec, file, request.Targets, parallelism: 1);
                Interlocked.Add(ref bytes, made.Sum(rendition => rendition.Content.Length));
            });
        return new(watch.Elapsed.TotalMilliseconds, bytes);
    }
}
