using System.Collections.Concurrent;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Store.Executions;

/// <summary>
/// Executions whose queued events could not be written. Once an event is lost, nothing more is written for that execution until a
/// caller has received the exception.
/// </summary>
internal sealed class LostHistories
{
    private readonly ConcurrentDictionary<string, Exception> _lost = [];

    public void Add(string arn, Exception exception) => _lost.TryAdd(arn, exception);

    /// <summary>Reports lost events to the caller, once.</summary>
    /// <exception cref="HistoryLostException">Events were lost.</exception>
    public void ThrowOnceIfLost(string arn)
    {
        if (_lost.TryRemove(arn, out var cause))
        {
            throw new HistoryLostException(arn, cause);
        }
    }

    /// <summary>Stops later queued events from being written. The next call that waits for its write reports the loss.</summary>
    /// <exception cref="HistoryLostException">Events were lost.</exception>
    public void ThrowIfLost(string arn)
    {
        if (_lost.TryGetValue(arn, out var cause))
        {
            throw new HistoryLostException(arn, cause);
        }
    }
}
