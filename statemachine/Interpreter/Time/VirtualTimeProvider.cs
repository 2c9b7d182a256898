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
    private readonly Lock gate = new();
    private readonly PriorityQueue<(VirtualTimer Timer, long Version), (DateTimeOffset Due, long Order)> timers = new();
    private readonly AsyncLocal<HandlerHold?> handler = new();
    private readonly TimeSpan patience = patience ?? TimeSpan.FromSeconds(2);
    private DateTimeOffset now = start;
    private ITimer? patienceTimer;
    private long order;
    private long changes;
    private int holds;
    private int handlersAtWork;
    private bool jumping;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state, handler.Value);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Time stands still until the returned object is disposed.</summary>
    public IDisposable Hold()
    {
        Count(ref holds, 1);
        return new Release(() => Count(ref holds, -1));
    }

    public void Dispose() => patienceTimer?.Dispose();

    /// <summary>
    /// Time stands still, but while the handler waits for a timer of this clock. Whoever waits for the handler keeps
    /// the hold until he has gone on himself: else time could slip away between the two.
    /// </summary>
    internal HandlerHold HoldForHandler() => new(this);

    /// <summary>Runs a handler under its hold.</summary>
    internal async Task<T> RunHandlerAsync<T>(HandlerHold hold, Func<Task<T>> run)
    {
        handler.Value = hold;
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
        lock (gate)
        {
            timer.Version++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timers.Enqueue((timer, timer.Version), (now + (dueTime < TimeSpan.Zero ? TimeSpan.Zero : dueTime), ++order));
            }
        }

        Consider();
    }

    internal void CountHandlers(int change) => Count(ref handlersAtWork, change);

    private void Count(ref int counter, int change)
    {
        lock (gate)
        {
            counter += change;
        }

        Consider();
    }

    // Looks whether time may go on, and lets another thread do it: whoever released the clock has other things to do.
    private void Consider()
    {
        lock (gate)
        {
            changes++;
            if (holds > 0 || jumping || timers.Count == 0)
            {
                return;
            }

            if (handlersAtWork == 0)
            {
                jumping = true;
                ThreadPool.UnsafeQueueUserWorkItem(clock => clock.Jump(), this, preferLocal: false);
                return;
            }

            var seen = changes;
            patienceTimer?.Dispose();
            patienceTimer = System.CreateTimer(_ => LosePatience(seen), null, patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void LosePatience(long seen)
    {
        lock (gate)
        {
            if (seen != changes || jumping)
            {
                return;
            }

            jumping = true;
        }

        Jump(impatient: true);
    }

    private void Jump(bool impatient = false)
    {
        VirtualTimer? due = null;
        lock (gate)
        {
            jumping = false;
            while (holds == 0 && (handlersAtWork == 0 || impatient) && due is null && timers.TryDequeue(out var next, out var when))
            {
                if (next.Version == next.Timer.Version)
                {
                    due = next.Timer;
                    now = when.Due > now ? when.Due : now;
                }
            }
        }

        due?.Fire();
        Consider();
    }

    private sealed class Release(Action release) : IDisposable
    {
        private Action? release = release;

        public void Dispose() => Interlocked.Exchange(ref release, null)?.Invoke();
    }
}
