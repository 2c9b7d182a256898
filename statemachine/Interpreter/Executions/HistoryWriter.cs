using System.Text.Json.Nodes;
using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.Executions;

/// <summary>Numbers and timestamps the events of an execution and passes them to its journal in batches.</summary>
/// <param name="journal">Null to discard the events.</param>
internal sealed class HistoryWriter(IExecutionJournal? journal, TimeProvider time, long lastEventId, int maxEvents)
{
    private List<HistoryEvent> _pending = [];

    public long LastEventId { get; private set; } = lastEventId;

    /// <summary>Learns that events are pending, so that they are flushed; null for the history that the loop itself flushes.</summary>
    public Action<HistoryWriter>? OnPending { get; init; }

    public bool HasPending => _pending.Count > 0;

    /// <summary>Whether enough events are pending for a flush. Without it, a long run of states that never wait would pile up events.</summary>
    public bool IsFlushDue => _pending.Count >= 256;

    /// <exception cref="HistoryFullException">Only one more event fits, and it is reserved for the end of the execution.</exception>
    public HistoryEvent Add(long previousEventId, string type, JsonObject? details)
    {
        if (LastEventId >= maxEvents - 1 && !EventTypes.IsTerminal(type))
        {
            throw new HistoryFullException(maxEvents);
        }

        var added = new HistoryEvent(++LastEventId, previousEventId, time.GetUtcNow(), type, details);
        if (journal is not null)
        {
            _pending.Add(added);
            if (_pending.Count == 1)
            {
                OnPending?.Invoke(this);
            }
        }

        return added;
    }

    // Events are kept even if the run is being stopped, so this method takes no token.
    public ValueTask FlushAsync()
    {
        if (_pending.Count == 0 || journal is null)
        {
            return ValueTask.CompletedTask;
        }

        var batch = _pending;
        _pending = [];
        return journal.AppendAsync(batch, CancellationToken.None);
    }
}

/// <summary>The history has reached its maximum number of events.</summary>
internal sealed class HistoryFullException(int maxEvents)
    : Exception($"The execution reached the maximum number of history events ({maxEvents}).");
