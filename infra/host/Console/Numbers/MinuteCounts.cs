using Pipeline.Host.Console.Contracts;

namespace Pipeline.Host.Console.Numbers;

/// <summary>Counts of the last 60 minutes, minute by minute.</summary>
internal sealed class MinuteCounts
{
    public const int Minutes = 60;

    private readonly MinuteNumbers?[] _slots = new MinuteNumbers?[Minutes];

    public void Add(DateTimeOffset time, int started = 0, int ended = 0, long bytes = 0)
    {
        var minute = GetMinute(time);
        var slot = GetSlot(minute);
        var counts = _slots[slot] is { } kept && kept.Minute == minute ? kept : new(minute, 0, 0, 0);
        _slots[slot] = counts with { Started = counts.Started + started, Ended = counts.Ended + ended, Bytes = counts.Bytes + bytes };
    }

    /// <summary>All 60 minutes, oldest first. The last is the current one.</summary>
    public IReadOnlyList<MinuteNumbers> Read(DateTimeOffset now)
    {
        var last = GetMinute(now);
        return [.. Enumerable.Range(0, Minutes).Select(index =>
        {
            var minute = last.AddMinutes(index - Minutes + 1);
            return _slots[GetSlot(minute)] is { } kept && kept.Minute == minute ? kept : new(minute, 0, 0, 0);
        })];
    }

    private static DateTimeOffset GetMinute(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static int GetSlot(DateTimeOffset minute) => (int)(minute.UtcTicks / TimeSpan.TicksPerMinute % Minutes);
}
