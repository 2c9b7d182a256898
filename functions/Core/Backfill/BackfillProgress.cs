namespace Pipeline.Core.Backfill;

/// <summary>How far a Map Run is.</summary>
/// <param name="Total">Number of children known so far. It grows while the Map lists its input.</param>
/// <param name="Pending">Children that have not started.</param>
/// <param name="Running">Children that run.</param>
/// <param name="Succeeded">Children that succeeded.</param>
/// <param name="Failed">Children that failed, timed out or were stopped.</param>
/// <param name="Time">When this was counted.</param>
public sealed record BackfillProgress(long Total, long Pending, long Running, long Succeeded, long Failed, DateTimeOffset Time)
{
    public long Done => Succeeded + Failed;

    /// <summary>Children that ended in a second, since an earlier count; 0 if none did.</summary>
    public double GetRate(BackfillProgress earlier) =>
        Time > earlier.Time ? Math.Max(0, Done - earlier.Done) / (Time - earlier.Time).TotalSeconds : 0;

    /// <summary>Time until the end at a rate; null if nothing moves.</summary>
    /// <param name="rate">Children in a second.</param>
    /// <param name="planned">Number of children to expect, if more than are known; 0 if it is not known.</param>
    public TimeSpan? GetTimeLeft(double rate, long planned = 0) =>
        rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, Math.Max(Total, planned) - Done) / rate) : null;
}
