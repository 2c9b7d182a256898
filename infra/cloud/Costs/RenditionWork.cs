using Pipeline.Core.Costs;
using Pipeline.Core.Grouping;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;

namespace Pipeline.Cloud.Costs;

/// <summary>One call of Resize.</summary>
/// <param name="Names">Renditions that it makes.</param>
/// <param name="Milliseconds">Work on one whole processor, without S3.</param>
internal sealed record ResizeCall(IReadOnlyList<string> Names, decimal Milliseconds);

/// <summary>What Resize makes of the photograph of <see cref="Durations"/>, and in how many calls.</summary>
/// <param name="Calls">Its calls.</param>
/// <param name="Files">Number of files that it writes.</param>
/// <param name="Kilobytes">Size of all files.</param>
internal sealed record RenditionWork(IReadOnlyList<ResizeCall> Calls, int Files, decimal Kilobytes)
{
    private const long OriginalBytes = (long)(Durations.OriginalMegabytes * 1_000_000);

    /// <param name="durations">Measured times.</param>
    /// <param name="set">Rendition set.</param>
    /// <param name="grouping"><c>each</c> or <c>auto</c>.</param>
    public static RenditionWork Plan(Durations durations, RenditionSet set, string grouping)
    {
        var original = new ImageInfo(ImageFormat.Jpeg, Durations.OriginalWidth, Durations.OriginalHeight);
        var plans = RenditionPlanner.Plan(original, set, "");
        var files = plans.ToDictionary(plan => plan.Rendition.Name, plan => Measure(durations, original, plan));
        var groups = new RenditionGrouper(
            grouping == CostSettings.Auto ? ResizeGrouping.Auto : ResizeGrouping.Each, GroupLimits.Default).Group(new(original, OriginalBytes), plans);
        return new(
            [.. groups.Select(group => CreateCall(durations, [.. group.Plans.Select(plan => plan.Rendition.Name)], files))],
            files.Count,
            files.Values.Sum(file => file.Kilobytes));
    }

    private static ResizeCall CreateCall(
        Durations durations, IReadOnlyList<string> names, Dictionary<string, (decimal Milliseconds, decimal Kilobytes)> files) =>
        new(names, names.Count == 1 ? files[names[0]].Milliseconds : Share(durations, [.. names.Select(name => files[name].Milliseconds)]));

    private static (decimal Milliseconds, decimal Kilobytes) Measure(Durations durations, ImageInfo original, RenditionPlan plan)
    {
        var geometry = GeometryPlanner.Plan(original, plan.Rendition);
        var pixels = Math.Max((long)geometry.Width * geometry.Height, (long)geometry.CanvasWidth * geometry.CanvasHeight);
        var format = plan.Format.ToString().ToLowerInvariant();
        return (durations.EstimateMilliseconds(format, pixels), durations.EstimateKilobytes(format, pixels));
    }

    /// <summary>
    /// Time of renditions that share a decode: that of the slowest alone, and of each other what it takes longer than the fastest, which
    /// does little but decode. The measured time of the default set says how much of that is left.
    /// </summary>
    private static decimal Share(Durations durations, IReadOnlyList<decimal> times)
    {
        var (slowest, others) = Split(durations, times);
        var (slowestOfDefault, othersOfDefault) = Split(durations, [.. Plan(durations, RenditionSet.Default, "each").Calls.Select(call => call.Milliseconds)]);
        return slowest + (others * (durations.DefaultSetMilliseconds - slowestOfDefault) / othersOfDefault);
    }

    private static (decimal Slowest, decimal Others) Split(Durations durations, IReadOnlyList<decimal> times)
    {
        var fastest = durations.Renditions.Min(rendition => rendition.Milliseconds);
        return (times.Max(), times.Sum(time => time - fastest) - (times.Max() - fastest));
    }
}
