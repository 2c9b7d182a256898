using System.Diagnostics;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Core.Validation;
using Pipeline.Host.Engine;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Benchmarks.Ours;

/// <summary>Makes a rendition set of one image with <see cref="ImageResizer"/>. The renditions share one decode.</summary>
internal static class SharedSet
{
    private static readonly ImageLimits Limits = new();

    public static async Task<PeerResponse> MakeAsync(IImageCodec codec, PeerRequest request)
    {
        var watch = Stopwatch.StartNew();
        var made = await MakeAsync(codec, request.Inputs[0], request.Targets, request.Parallelism);
        var time = watch.Elapsed.TotalMilliseconds;
        foreach (var (name, content) in request.Output is null ? [] : made)
        {
            await File.WriteAllBytesAsync(Path.Combine(request.Output!, name), content.ToArray());
        }

        return new(time, made.Sum(rendition => rendition.Content.Length));
    }

    public static async Task<(string Name, ReadOnlyMemory<byte> Content)[]> MakeAsync(
        IImageCodec codec, string file, IReadOnlyList<Target> targets, int parallelism)
    {
        var store = new MemoryStore();
        using var cache = new DecodeCache(new PipelineOptions("", RenditionSet.Default).DecodeCacheBytes);
        using var slots = new SemaphoreSlim(parallelism);
        var resizer = new ImageResizer(store, codec, Limits, cache, slots);
        var set = new RenditionSet([.. targets.Select(OneRendition.ToRendition)]);
        using var source = ImageSource.OpenFile(file);
        var info = OneRendition.Inspect(codec, source, file);
        var original = new Original(
            "files", file, null, "unchanged", "0", source.Length, "", "", info, RenditionPlanner.PlanSharedDecode(info, set));
        var plans = RenditionPlanner.Plan(info, set, "");
        if (parallelism == 1)
        {
            foreach (var plan in plans)
            {
                await resizer.ResizeAsync(new("benchmark", original, [plan]), CancellationToken.None);
            }
        }
        else
        {
            await Task.WhenAll(plans.Select(plan => Task.Run(() => resizer.ResizeAsync(new("benchmark", original, [plan]), CancellationToken.None))));
        }

        var keys = plans.SelectMany(plan => (plan.Aliases ?? []).Select(alias => alias.Name).Prepend(plan.Rendition.Name), (plan, name) => (plan.Key, name))
            .ToDictionary(rendition => rendition.name, rendition => rendition.Key);
        return [.. targets.Select((target, i) => (target.FileName, store.Renditions[keys[set.Renditions[i].Name]]))];
    }
}
