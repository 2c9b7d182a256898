using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>
/// Executions that a fault of the host interrupted, for example a full disk. After a while, one of them is tried again; the wait doubles
/// each time. As soon as any execution reaches its end, all of them are.
/// </summary>
/// <param name="retry">Queues an execution again.</param>
/// <param name="folder">Data folder, for messages.</param>
/// <param name="time">Clock.</param>
internal sealed class Interruptions(Action<QueuedExecution> retry, string folder, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<QueuedExecution> _waiting = [];
    private ITimer? _timer;
    private TimeSpan _wait = FirstWait;
    private HostInterruption? _current;
    private bool _isDisposed;

    /// <summary>What keeps executions from going on; null if nothing does.</summary>
    public HostInterruption? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>Lets an execution wait for its next attempt.</summary>
    /// <returns>False if the host stops: then nothing is tried again.</returns>
    public bool TryAdd(QueuedExecution execution, Exception fault)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return false;
            }

            _waiting.Add(execution);
            if (_timer is null)
            {
                Schedule();
            }

            _current = new(
                StoreFaults.Describe(fault, folder), DiskSpace.IsExhausted(fault), [.. _waiting.Select(waiting => waiting.Execution.Name)],
                _current?.Since ?? time.GetUtcNow(), time.GetUtcNow() + _wait);
            return true;
        }
    }

    /// <summary>Call this when an execution has ended: the host can write again.</summary>
    public void OnEnded()
    {
        QueuedExecution[] waiting;
        lock (_lock)
        {
            if (_current is null)
            {
                return;
            }

            waiting = [.. _waiting];
            _waiting.Clear();
            (_current, _wait) = (null, FirstWait);
            _timer?.Dispose();
            _timer = null;
        }

        Array.ForEach(waiting, retry);
    }

    /// <summary>Removes an execution that does not wait any more, because it is stopped.</summary>
    public void Remove(QueuedExecution execution)
    {
        lock (_lock)
        {
            if (_waiting.Remove(execution) && _current is not null)
            {
                _current = _waiting.Count == 0 ? null : _current with { Waiting = [.. _waiting.Select(waiting => waiting.Execution.Name)] };
            }
        }
    }

    /// <summary>Cancels everything that waits. It continues at the next start.</summary>
    public void Dispose()
    {
        QueuedExecution[] waiting;
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        Array.ForEach(waiting, retry);
    }

    private void Schedule() => _timer = time.CreateTimer(_ => RetryOne(), null, _wait, Timeout.InfiniteTimeSpan);

    private void RetryOne()
    {
        QueuedExecution? next;
        lock (_lock)
        {
            if (_isDisposed || _timer is null)
            {
                return;
            }

            _timer.Dispose();
            _timer = null;
            next = _waiting.FirstOrDefault();
            if (next is null)
            {
                // None was interrupted again since the last attempt.
                (_current, _wait) = (null, FirstWait);
            }
            else
            {
                _waiting.RemoveAt(0);
                _wait = _wait * 2 < LongestWait ? _wait * 2 : LongestWait;
                // If this attempt hangs, the next one does not wait for it.
                Schedule();
                _current = _current! with { NextAttempt = time.GetUtcNow() + _wait };
            }
        }

        if (next is not null)
        {
            retry(next);
        }
    }
}
