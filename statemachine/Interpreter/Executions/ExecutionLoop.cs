using Pipeline.Interpreter.Time;

namespace Pipeline.Interpreter.Executions;

/// <summary>
/// Runs one execution with its branches and iterations on a single logical thread: every await continues here, so the
/// state of an execution needs no lock. Before the loop waits, it lets the journal append the new events.
/// </summary>
internal sealed class ExecutionLoop(HistoryWriter history, VirtualTimeProvider? clock) : SynchronizationContext
{
    private readonly Lock _gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly List<TaskCompletionSource> _waitingForFlush = [];
    private List<HistoryWriter> _pendingChildren = [];
    private TaskCompletionSource? _sleeping;
    private IDisposable? _pause;

    public override void Post(SendOrPostCallback d, object? state)
    {
        TaskCompletionSource? sleeping;
        lock (_gate)
        {
            _ready.Enqueue((d, state));
            (sleeping, _sleeping) = (_sleeping, null);
            if (sleeping is not null)
            {
                _pause = clock?.Pause();
            }
        }

        sleeping?.SetResult();
    }

    /// <summary>Flushes the history of a child execution, too, which has events that are pending.</summary>
    public void AddPending(HistoryWriter child) => _pendingChildren.Add(child);

    /// <summary>Completes when the journals contain every event that was written to the histories so far.</summary>
    public Task WaitForFlushAsync()
    {
        if (!history.HasPending && _pendingChildren.Count == 0)
        {
            return Task.CompletedTask;
        }

        var flushed = new TaskCompletionSource();
        _waitingForFlush.Add(flushed);
        return flushed.Task;
    }

    /// <summary>Runs the body to its end. Exceptions of the journal propagate.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> body)
    {
        _pause = clock?.Pause();
        try
        {
            Task<T>? running = null;
            RunInContext(_ => running = body(), null);
            while (true)
            {
                while (TryDequeue(out var next))
                {
                    RunInContext(next.Callback, next.State);
                }

                if (await FlushAsync().ConfigureAwait(false))
                {
                    continue;
                }

                if (running!.IsCompleted)
                {
                    return await running.ConfigureAwait(false);
                }

                await SleepAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _pause?.Dispose();
        }
    }

    // Returns true if it appended events or woke a waiter: then there can be more to run.
    private async ValueTask<bool> FlushAsync()
    {
        if (!history.HasPending && _pendingChildren.Count == 0 && _waitingForFlush.Count == 0)
        {
            return false;
        }

        // All at once, so that a host can store the events of several child executions together.
        var children = _pendingChildren;
        _pendingChildren = [];
        await Task.WhenAll([history.FlushAsync().AsTask(), .. children.Select(child => child.FlushAsync().AsTask())]).ConfigureAwait(false);
        TaskCompletionSource[] waiters = [.. _waitingForFlush];
        _waitingForFlush.Clear();
        foreach (var waiter in waiters)
        {
            waiter.SetResult();
        }

        return true;
    }

    private Task SleepAsync()
    {
        IDisposable? pause;
        TaskCompletionSource sleeping;
        lock (_gate)
        {
            if (_ready.Count > 0)
            {
                return Task.CompletedTask;
            }

            _sleeping = sleeping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (pause, _pause) = (_pause, null);
        }

        pause?.Dispose();
        return sleeping.Task;
    }

    private bool TryDequeue(out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_gate)
        {
            return _ready.TryDequeue(out next);
        }
    }

    private void RunInContext(SendOrPostCallback callback, object? state)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }
}
