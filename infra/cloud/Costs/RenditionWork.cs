using Pipeline.Core.Costs;
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
    /// <summary>Work of a group at most, in milliseconds on one processor. The grouping of Validate has this limit, too.</summary>
    private const decimal MaxGroupMilliseconds = 10_000;

    /// <param name="durations">Measured times.</param>
    /// <param name="set">Rendition set.</param>
    /// <param name="grouping"><c>each</c> or <c>auto</c>.</param>
    public static RenditionWork Plan(Durations durations, RenditionSet set, string grouping)
    {
        var original = new ImageInfo(ImageFormat.Jpeg, Durations.OriginalWidth, Durations.OriginalHeight);
        var files = RenditionPlanner.Plan(original, set, "").Select(plan =>
        {
            var geometry = GeometryPlanner.Plan(original, plan.Rendition);
            var pixels = Math.Max((long)geometry.Width * geometry.Height, (long)geometry.CanvasWidth * geometry.CanvasHeight);
            var format = plan.Format.ToString().ToLowerInvariant();
            return (plan.Rendition.Name, Alone: durations.EstimateMilliseconds(format, pixels), Kilobytes: durations.EstimateKilobytes(format, pixels));
        }).ToArray();
        IReadOnlyList<ResizeCall> calls = grouping == CostSettings.Auto
            ? Group(durations, [.. files.Select(file => (file.Name, file.Alone))])
            : [.. files.Select(file => new ResizeCall([file.Name], file.Alone))];
        return new(calls, files.Length, files.Sum(file => file.Kilobytes));
    }

    private static List<ResizeCall> Group(Durations durations, IReadOnlyList<(string Name, decimal Milliseconds)> files)
    {
        List<ResizeCall> calls = [];
        List<(string Name, decimal Milliseconds)> group = [];
        foreach (var file in files)
        {
            if (group.Count > 0 && Share(durations, [.. group, file]) > MaxGroupMilliseconds)
            {
                Close();
            }

            group.Add(file);
        }

        Close();
        return calls;

        void Close()
        {
            calls.Add(new([.. group.Select(file => file.Name)], Share(durations, group)));
            group.Clear();
        }
    }

    /// <summary>
    /// Time of renditions that share a decode: that of the slowest alone, and of each other what it takes longer than the fastest, which
    /// does little but decode. The measured time of the default set says how much of that is left.
    /// </summary>
    private static decimal Share(Durations durations, IReadOnlyList<(string Name, decimal Milliseconds)> files)
    {
        var (slowest, others) = Split(durations, [.. files.Select(file => file.Milliseconds)]);
        var (slowestOfDefault, othersOfDefault) = Split(durations, [.. Plan(durations, RenditionSet.Default, "each").Calls.Select(call => call.Milliseconds)]);
        return slowest + (others * (durations.DefaultSetMilliseconds - slowestOfDefault) / othersOfDefault);
    }

    private static (decimal Slowest, decimal Others) Split(Durations durations, IReadOnlyList<decimal> times)
    {
        var fastest = durations.Renditions.Min(rendition => rendition.Milliseconds);
        return (times.Max(), times.Sum(time => time - fastest) - (times.Max() - fastest));
    }
}
