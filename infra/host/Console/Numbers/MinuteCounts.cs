using Pipeline.Host.Console.Contracts;

namespace Pipeline.Host.Console.Numbers;

/// <summary>Counts of the last 60 minutes, minute by minute.</summary>
internal sealed class MinuteCounts
{
    public const int Minutes = 60;

    private readonly MinuteNumbers?[] _slots = new MinuteNumbers?[Minutes];

    public void Add(DateTimeOffset time, int started = 0, int ended = 0, long bytes = 0)
    {
        var minute = MinuteOf(time);
        var slot = Slot(minute);
        var now = _slots[slot] is { } kept && kept.Minute == minute ? kept : new(minute, 0, 0, 0);
        _slots[slot] = now with { Started = now.Started + started, Ended = now.Ended + ended, Bytes = now.Bytes + bytes };
    }

    /// <summary>All 60, the oldest first; the last is the one under way.</summary>
    public IReadOnlyList<MinuteNumbers> Read(DateTimeOffset now)
    {
        var last = MinuteOf(now);
        return [.. Enumerable.Range(0, Minutes).Select(index =>
        {
            var minute = last.AddMinutes(index - Minutes + 1);
            return _slots[Slot(minute)] is { } kept && kept.Minute == minute ? kept : new(minute, 0, 0, 0);
        })];
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static int Slot(DateTimeOffset minute) => (int)(minute.UtcTicks / TimeSpan.TicksPerMinute % Minutes);
}
