namespace Pipeline.Interpreter;

/// <summary>
/// A clock that jumps to its next timer as soon as nobody is at work, so that a Wait of a day takes no time and every
/// delay is exact. Executions hold it still while they run, and while their handlers do; a handler that itself waits
/// for a timer of this clock counts as waiting.
/// </summary>
/// <param name="start">The first time it shows.</param>
/// <param name="patience">
/// How long, on a real clock, a handler may be at work before time goes on without it: a handler that never answers
/// shall run into its timeout. 2 seconds unless given.
/// </param>
public sealed class VirtualTimeProvider(DateTimeOffset start, TimeSpan? patience = null) : TimeProvider, IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(VirtualTimer Timer, long Version), (DateTimeOffset Due, long Order)> _timers = new();
    private readonly AsyncLocal<HandlerHold?> _handler = new();
    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(2);
    private DateTimeOffset _now = start;
    private ITimer? _patienceTimer;
    private long _order;
    private long _changes;
    private int _holds;
    private int _handlersAtWork;
    private bool _jumping;

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
    public IDisposable Hold()
    {
        Count(ref _holds, 1);
        return new Release(() => Count(ref _holds, -1));
    }

    public void Dispose() => _patienceTimer?.Dispose();

    /// <summary>
    /// Time stands still, but while the handler waits for a timer of this clock. Whoever waits for the handler keeps
    /// the hold until he has gone on himself: else time could slip away between the two.
    /// </summary>
    internal HandlerHold HoldForHandler() => new(this);

    /// <summary>Runs a handler under its hold.</summary>
    internal async Task<T> RunHandlerAsync<T>(HandlerHold hold, Func<Task<T>> run)
    {
        _handler.Value = hold;
        try
        {
            return await run();
        }
        finally
        {
            hold.Finish();
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

        Consider();
    }

    internal void CountHandlers(int change) => Count(ref _handlersAtWork, change);

    private void Count(ref int counter, int change)
    {
        lock (_gate)
        {
            counter += change;
        }

        Consider();
    }

    // Looks whether time may go on, and lets another thread do it: whoever released the clock has other things to do.
    private void Consider()
    {
        lock (_gate)
        {
            _changes++;
            if (_holds > 0 || _jumping || _timers.Count == 0)
            {
                return;
            }

            if (_handlersAtWork == 0)
            {
                _jumping = true;
                ThreadPool.UnsafeQueueUserWorkItem(clock => clock.Jump(), this, preferLocal: false);
                return;
            }

            var seen = _changes;
            _patienceTimer?.Dispose();
            _patienceTimer = System.CreateTimer(_ => LosePatience(seen), null, _patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void LosePatience(long seen)
    {
        lock (_gate)
        {
            if (seen != _changes || _jumping)
            {
                return;
            }

            _jumping = true;
        }

        Jump(impatient: true);
    }

    private void Jump(bool impatient = false)
    {
        VirtualTimer? due = null;
        lock (_gate)
        {
            _jumping = false;
            while (_holds == 0 && (_handlersAtWork == 0 || impatient) && due is null && _timers.TryDequeue(out var next, out var when))
            {
                if (next.Version == next.Timer.Version)
                {
                    due = next.Timer;
                    _now = when.Due > _now ? when.Due : _now;
                }
            }
        }

        due?.Fire();
        Consider();
    }

    private sealed class Release(Action _release) : IDisposable
    {
        private Action? _release = _release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
