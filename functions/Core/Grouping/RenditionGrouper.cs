using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Memory;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Core.Grouping;

/// <summary>Decides which files of an image one call of Resize makes. The files stay in the set's order, so groups are neighbours.</summary>
/// <param name="grouping">The setting.</param>
/// <param name="limits">What a call can do.</param>
public sealed class RenditionGrouper(ResizeGrouping grouping, GroupLimits limits)
{
    /// <summary>Groups the files of an image. A file that is over a limit by itself has a group of its own.</summary>
    /// <param name="source">The original.</param>
    /// <param name="plans">The files, in the set's order.</param>
    /// <param name="colours">See <see cref="DecodeOptions.Colours"/>.</param>
    public IReadOnlyList<RenditionGroup> Group(GroupSource source, IReadOnlyList<RenditionPlan> plans, Gamut colours = Gamut.Srgb)
    {
        if (grouping == ResizeGrouping.Each)
        {
            return [.. plans.Select(plan => RenditionGroup.Create([plan]))];
        }

        var groups = new List<RenditionGroup>();
        var group = new List<RenditionPlan>();
        foreach (var plan in plans)
        {
            if (group.Count > 0 && !Fits(source, [.. group, plan], colours))
            {
                groups.Add(RenditionGroup.Create([.. group]));
                group.Clear();
            }

            group.Add(plan);
        }

        groups.Add(RenditionGroup.Create(group));
        return groups;
    }

    /// <summary>Estimates the work of one call, on one whole processor.</summary>
    public static TimeSpan EstimateWork(GroupSource source, IReadOnlyList<RenditionPlan> plans, Gamut colours = Gamut.Srgb)
    {
        var decode = RenditionPlanner.PlanSharedDecode(source.Info, plans.Select(plan => plan.Rendition), colours);
        return plans.Aggregate(WorkEstimate.OfDecode(source), (sum, plan) => sum + WorkEstimate.OfRendition(source, decode, plan));
    }

    /// <summary>Bounds the memory of one call in bytes. While a group is made, the decode and its copy in the size of the largest rendition are held.</summary>
    public static long EstimateMemory(GroupSource source, IReadOnlyList<RenditionPlan> plans, Gamut colours = Gamut.Srgb)
    {
        var (info, renditions) = (source.Info, plans.Select(plan => plan.Rendition).ToArray());
        var decode = RenditionPlanner.PlanSharedDecode(info, renditions, colours);
        var commonSize = (long)Math.Min(decode.MinWidth, info.Width) * Math.Min(decode.MinHeight, info.Height)
            * (decode.AllFrames ? info.DecodedFrames : 1) * (info.HasAlpha ? 4 : 3);
        return commonSize + MemoryEstimate.Compute(info, source.Layout, source.Bytes, decode, renditions, source.HoldsWholePicture);
    }

    private bool Fits(GroupSource source, IReadOnlyList<RenditionPlan> plans, Gamut colours) =>
        EstimateWork(source, plans, colours) <= limits.WorkBudget
        && (limits.MaxMemory is not { } maxMemory || EstimateMemory(source, plans, colours) <= maxMemory);
}
