namespace Pipeline.Terminal.Tuning;

/// <summary>One memory size over all photos.</summary>
/// <param name="Memory">Memory in MB.</param>
/// <param name="Time">Sum of the photos' medians.</param>
/// <param name="Dollars">Sum of the photos' prices of a million calls.</param>
public sealed record MemoryChoice(int Memory, TimeSpan Time, decimal Dollars)
{
    /// <summary>Times that differ by less than this are the same: single calls differ by more.</summary>
    private const double SameTime = 1.05;

    /// <summary>The memory size to recommend: of those with which every photo came through, the best for the goal. Null if there is none.</summary>
    public static MemoryChoice? Find(IEnumerable<MemoryRow> rows, TuningGoal goal)
    {
        MemoryChoice[] sizes =
        [
            .. rows.GroupBy(row => row.Memory).Where(size => size.All(row => row.Times is not null))
                .Select(size => new MemoryChoice(
                    size.Key, TimeSpan.FromTicks(size.Sum(row => row.Times!.Median.Ticks)), size.Sum(row => row.DollarsPerMillion)))
                .OrderBy(size => size.Memory),
        ];
        if (sizes.Length == 0)
        {
            return null;
        }

        var shortest = sizes.Min(size => size.Time);
        return goal switch
        {
            TuningGoal.Cost => sizes.MinBy(size => size.Dollars),
            // More memory than that costs more and gains nothing.
            TuningGoal.Speed => sizes.First(size => size.Time <= shortest * SameTime),
            _ => sizes.MinBy(size => size.Time.TotalSeconds * (double)size.Dollars),
        };
    }
}
