using Pipeline.Interpreter.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>
/// An execution's turn to run. While the execution waits before a retry, its slot is free for another one, so that
/// executions that fail again and again do not hold up the others. Afterwards it waits for a free slot.
/// </summary>
/// <param name="slots">One count for each execution that may run at the same time. The execution has taken one.</param>
internal sealed class ExecutionSlot(SemaphoreSlim slots) : IRetryWaitObserver, IDisposable
{
    private readonly Lock _lock = new();
    private Task? _acquisition;
    private int _waits;
    private bool _isHeld = true;
    private bool _isDisposed;

    public void OnWaitStarted()
    {
        lock (_lock)
        {
            _waits++;
            ReleaseIfHeld();
        }
    }

    public Task OnWaitEndedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // While another branch waits, this one goes on without a slot: the renditions have a limit of their own.
            return --_waits > 0 || _isHeld || TryAcquire() ? Task.CompletedTask : (_acquisition ??= AcquireAsync()).WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            ReleaseIfHeld();
        }
    }

    /// <summary>Takes a free slot without yielding: virtual time would pass meanwhile.</summary>
    private bool TryAcquire() => _acquisition is null && (_isHeld = slots.Wait(TimeSpan.Zero));

    /// <summary>Not cancellable: one branch may be aborted while another one needs the slot.</summary>
    private async Task AcquireAsync()
    {
        // Yields, so that the caller has stored this task before it ends.
        await slots.WaitAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            (_isHeld, _acquisition) = (true, null);
            if (_isDisposed || _waits > 0)
            {
                ReleaseIfHeld();
            }
        }
    }

    private void ReleaseIfHeld()
    {
        if (_isHeld)
        {
            _isHeld = false;
            slots.Release();
        }
    }
}
