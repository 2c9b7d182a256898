using Pipeline.Core.Events;

namespace Pipeline.Core.Backfill;

/// <summary>What a backfill would process: the count of a dry run.</summary>
/// <param name="Images">Number of originals.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Skipped">Number of other objects: folder markers, and keys that no rule would route.</param>
public sealed record BackfillPlan(long Images = 0, long Bytes = 0, long Skipped = 0)
{
    /// <summary>One more object of a list.</summary>
    public BackfillPlan Add(string key, long size, KeyFilter keys) => keys.Matches(key)
        ? this with { Images = Images + 1, Bytes = Bytes + size }
        : this with { Skipped = Skipped + 1 };

    /// <summary>How long the backfill takes.</summary>
    /// <param name="secondsPerImage">Time of one image.</param>
    /// <param name="maxConcurrency">Images at once.</param>
    public TimeSpan GetDuration(double secondsPerImage, int maxConcurrency) => TimeSpan.FromSeconds(Images * secondsPerImage / maxConcurrency);
}
