namespace Pipeline.Interpreter.Time;

/// <summary>A timer of <see cref="VirtualTimeProvider"/>.</summary>
internal sealed class VirtualTimer(
    VirtualTimeProvider clock, TimerCallback callback, object? state, HandlerPause? owner) : ITimer
{
    private readonly Lock _gate = new();
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private bool _pending;

    /// <summary>Increases with every change, so that entries queued before the change are recognised as stale. The clock's lock guards it.</summary>
    public long Version { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
        SetPending(dueTime != Timeout.InfiniteTimeSpan);
        clock.Schedule(this, dueTime);
        return true;
    }

    public void Fire()
    {
        // Mark the owner as working before the callback runs, so that time cannot pass between the two.
        if (_period == Timeout.InfiniteTimeSpan)
        {
            SetPending(false);
        }

        callback(state);
        if (_period != Timeout.InfiniteTimeSpan)
        {
            clock.Schedule(this, _period);
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
        lock (_gate)
        {
            if (_pending == value)
            {
                return;
            }

            _pending = value;
        }

        owner?.ChangeTimerCount(value ? 1 : -1);
    }
}
