namespace Pipeline.Interpreter;

/// <summary>
/// Runs everything of one execution, its branches and iterations too, one piece at a time: awaits in it come back
/// here, so nothing of an execution needs a lock. Before it has to wait it lets the journal append what happened.
/// </summary>
internal sealed class ExecutionLoop(HistoryWriter history, VirtualTimeProvider? clock) : SynchronizationContext
{
    private readonly Lock _gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> ready = new();
    private readonly List<TaskCompletionSource> _waitingForFlush = [];
    private TaskCompletionSource? _wake;
    private IDisposable? _hold;

    public override void Post(SendOrPostCallback d, object? state)
    {
        TaskCompletionSource? sleeper;
        lock (_gate)
        {
            ready.Enqueue((d, state));
            (sleeper, _wake) = (_wake, null);
            if (sleeper is not null)
            {
                _hold = clock?.Hold();
            }
        }

        sleeper?.SetResult();
    }

    /// <summary>Comes back when everything that was written to the history so far is in the journal.</summary>
    public Task FlushedAsync()
    {
        if (!history.HasPending)
        {
            return Task.CompletedTask;
        }

        var flushed = new TaskCompletionSource();
        _waitingForFlush.Add(flushed);
        return flushed.Task;
    }

    /// <summary>Runs the body to its end. What the journal throws, this throws.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> body)
    {
        _hold = clock?.Hold();
        try
        {
            Task<T>? running = null;
            Inside(_ => running = body(), null);
            while (true)
            {
                while (TryNext(out var next))
                {
                    Inside(next.Callback, next.State);
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
            _hold?.Dispose();
        }
    }

    // True when it appended, or woke somebody: then there may be more to run.
    private async ValueTask<bool> FlushAsync()
    {
        if (!history.HasPending && _waitingForFlush.Count == 0)
        {
            return false;
        }

        await history.FlushAsync().ConfigureAwait(false);
        TaskCompletionSource[] flushed = [.. _waitingForFlush];
        _waitingForFlush.Clear();
        foreach (var waiting in flushed)
        {
            waiting.SetResult();
        }

        return true;
    }

    private Task SleepAsync()
    {
        IDisposable? released;
        TaskCompletionSource sleeper;
        lock (_gate)
        {
            if (ready.Count > 0)
            {
                return Task.CompletedTask;
            }

            _wake = sleeper = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (released, _hold) = (_hold, null);
        }

        released?.Dispose();
        return sleeper.Task;
    }

    private bool TryNext(out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_gate)
        {
            return ready.TryDequeue(out next);
        }
    }

    private void Inside(SendOrPostCallback callback, object? state)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
