using System.Collections.Concurrent;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Store.Executions;

/// <summary>
/// Executions whose events could not be written behind their backs. Once one is lost, nothing more is written for that
/// execution until somebody was told.
/// </summary>
internal sealed class LostHistories
{
    private readonly ConcurrentDictionary<string, Exception> _lost = [];

    public void Add(string arn, Exception exception) => _lost.TryAdd(arn, exception);

    /// <summary>Tells the caller, once.</summary>
    /// <exception cref="HistoryLostException">Events were lost.</exception>
    public void ThrowOnceIfLost(string arn)
    {
        if (_lost.TryRemove(arn, out var cause))
        {
            throw new HistoryLostException(arn, cause);
        }
    }

    /// <summary>Keeps later events that nobody waits for from being written; whoever waits is told instead.</summary>
    /// <exception cref="HistoryLostException">Events were lost.</exception>
    public void ThrowIfLost(string arn)
    {
        if (_lost.TryGetValue(arn, out var cause))
        {
            throw new HistoryLostException(arn, cause);
        }
    }
}
