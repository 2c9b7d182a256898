namespace Pipeline.Interpreter;

/// <summary>A timer of <see cref="VirtualTimeProvider"/>; the clock's lock guards its fields.</summary>
internal sealed class VirtualTimer(
    VirtualTimeProvider clock, TimerCallback callback, object? state, HandlerHold? owner) : ITimer
{
    private readonly Lock gate = new();
    private TimeSpan period = Timeout.InfiniteTimeSpan;
    private bool pending;

    /// <summary>Goes up with every change, so that what was queued before it is known as stale.</summary>
    public long Version { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        this.period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
        SetPending(dueTime != Timeout.InfiniteTimeSpan);
        clock.Schedule(this, dueTime);
        return true;
    }

    public void Fire()
    {
        // The owner is at work again before the callback tells it so: time cannot slip away between the two.
        if (period == Timeout.InfiniteTimeSpan)
        {
            SetPending(false);
        }

        callback(state);
        if (period != Timeout.InfiniteTimeSpan)
        {
            clock.Schedule(this, period);
        }
    }

    public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void SetPending(bool value)
    {
        lock (gate)
        {
            if (pending == value)
            {
                return;
            }

            pending = value;
        }

        owner?.Waits(value ? 1 : -1);
    }
}
