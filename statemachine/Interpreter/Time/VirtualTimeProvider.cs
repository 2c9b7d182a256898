namespace Pipeline.Interpreter.Time;

/// <summary>
/// A clock that jumps to its next timer as soon as no work is in progress, so that a Wait of a day takes no real time
/// and every delay is exact. Executions pause it while they and their handlers run. A handler that waits for a timer
/// of this clock does not pause it.
/// </summary>
/// <param name="start">The initial time.</param>
/// <param name="maxHandlerTime">
/// How long a handler can work, in real time, before the clock continues without it, so that a handler that never
/// returns reaches its timeout. The default is 2 seconds.
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
    private long _lastChange;
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

    /// <summary>Pauses time until the returned object is disposed.</summary>
    public IDisposable Pause()
    {
        ChangeCount(ref _pauses, 1);
        return new PauseToken(() => ChangeCount(ref _pauses, -1));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _maxHandlerTimer?.Dispose();
            _maxHandlerTimer = null;
        }
    }

    /// <summary>
    /// Pauses time except while the handler waits for a timer of this clock. The caller that awaits the handler disposes
    /// the pause only after it has continued itself. Otherwise time could pass between the two.
    /// </summary>
    internal HandlerPause PauseForHandler() => new(this);

    /// <summary>Runs a handler and ends its pause when it completes.</summary>
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

    // If time can continue, advances it on another thread, so that the caller that released the clock is not blocked.
    private void AdvanceIfIdle()
    {
        lock (_gate)
        {
            _lastChange = System.GetTimestamp();
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

            // One real timer watches all handlers. Setting one at every change would cost more than the work of most handlers.
            _maxHandlerTimer ??= System.CreateTimer(static clock => ((VirtualTimeProvider)clock!).AdvanceDespiteHandlers(), this, _maxHandlerTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void AdvanceDespiteHandlers()
    {
        lock (_gate)
        {
            if (_maxHandlerTimer is null)
            {
                return;
            }

            var remaining = _maxHandlerTime - System.GetElapsedTime(_lastChange);
            if (_activeHandlers > 0 && remaining > TimeSpan.Zero)
            {
                _maxHandlerTimer.Change(remaining, Timeout.InfiniteTimeSpan);
                return;
            }

            _maxHandlerTimer.Dispose();
            _maxHandlerTimer = null;
            if (_activeHandlers == 0 || _pauses > 0 || _isAdvancing)
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
