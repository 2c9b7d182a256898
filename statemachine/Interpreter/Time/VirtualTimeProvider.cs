namespace Pipeline.Interpreter.Time;

/// <summary>
/// A clock that jumps to its next timer as soon as nobody is at work, so that a Wait of a day takes no time and every
/// delay is exact. Executions hold it still while they run, and while their handlers do; a handler that itself waits
/// for a timer of this clock counts as waiting.
/// </summary>
/// <param name="start">The first time it shows.</param>
/// <param name="maxHandlerTime">
/// How long, on a real clock, a handler may be at work before time goes on without it: a handler that never answers
/// shall run into its timeout. 2 seconds unless given.
/// </param>
public sealed class VirtualTimeProvider(DateTimeOffset start, TimeSpan? maxHandlerTime = null) : TimeProvider, IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(VirtualTimer Timer, long Version), (DateTimeOffset Due, long Order)> _timers = new();
    private readonly AsyncLocal<HandlerPause?> _handler = new();
    private readonly TimeSpan _maxHandlerTime = maxHandlerTime ?? TimeSpan.FromSeconds(2);
    private DateTimeOffset _now = start;
    private ITimer? _maxHandlerTimer;
    private long _order;
    private long _changeCount;
    private int _pauses;
    private int _activeHandlers;
    private bool _isAdvancing;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state, _handler.Value);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Time stands still until the returned object is disposed.</summary>
    public IDisposable Pause()
    {
        ChangeCount(ref _pauses, 1);
        return new PauseToken(() => ChangeCount(ref _pauses, -1));
    }

    public void Dispose() => _maxHandlerTimer?.Dispose();

    /// <summary>
    /// Time stands still, but while the handler waits for a timer of this clock. Whoever waits for the handler keeps
    /// the hold until he has gone on himself: else time could slip away between the two.
    /// </summary>
    internal HandlerPause PauseForHandler() => new(this);

    /// <summary>Runs a handler under its hold.</summary>
    internal async Task<T> RunHandlerAsync<T>(HandlerPause pause, Func<Task<T>> run)
    {
        _handler.Value = pause;
        try
        {
            return await run();
        }
        finally
        {
            pause.Complete();
        }
    }

    internal void Schedule(VirtualTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            timer.Version++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _timers.Enqueue((timer, timer.Version), (_now + (dueTime < TimeSpan.Zero ? TimeSpan.Zero : dueTime), ++_order));
            }
        }

        AdvanceIfIdle();
    }

    internal void ChangeHandlerCount(int change) => ChangeCount(ref _activeHandlers, change);

    private void ChangeCount(ref int counter, int change)
    {
        lock (_gate)
        {
            counter += change;
        }

        AdvanceIfIdle();
    }

    // Looks whether time may go on, and lets another thread do it: whoever released the clock has other things to do.
    private void AdvanceIfIdle()
    {
        lock (_gate)
        {
            _changeCount++;
            if (_pauses > 0 || _isAdvancing || _timers.Count == 0)
            {
                return;
            }

            if (_activeHandlers == 0)
            {
                _isAdvancing = true;
                ThreadPool.UnsafeQueueUserWorkItem(clock => clock.Advance(), this, preferLocal: false);
                return;
            }

            var changeCount = _changeCount;
            _maxHandlerTimer?.Dispose();
            _maxHandlerTimer = System.CreateTimer(_ => AdvanceDespiteHandlers(changeCount), null, _maxHandlerTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void AdvanceDespiteHandlers(long changeCount)
    {
        lock (_gate)
        {
            if (changeCount != _changeCount || _isAdvancing)
            {
                return;
            }

            _isAdvancing = true;
        }

        Advance(despiteHandlers: true);
    }

    private void Advance(bool despiteHandlers = false)
    {
        VirtualTimer? due = null;
        lock (_gate)
        {
            _isAdvancing = false;
            while (_pauses == 0 && (_activeHandlers == 0 || despiteHandlers) && due is null && _timers.TryDequeue(out var next, out var when))
            {
                if (next.Version == next.Timer.Version)
                {
                    due = next.Timer;
                    _now = when.Due > _now ? when.Due : _now;
                }
            }
        }

        due?.Fire();
        AdvanceIfIdle();
    }

    private sealed class PauseToken(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
