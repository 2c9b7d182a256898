using System.Text.Json.Nodes;
using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.Executions;

/// <summary>Numbers and times the events of one execution, and hands them to its journal in batches.</summary>
/// <param name="journal">Null: the events are not kept.</param>
internal sealed class HistoryWriter(IExecutionJournal? journal, TimeProvider time, long lastEventId, int maxEvents)
{
    private List<HistoryEvent> _pending = [];

    public long LastEventId { get; private set; } = lastEventId;

    public bool HasPending => _pending.Count > 0;

    /// <summary>A long run of states that never wait shall not pile up events without end.</summary>
    public bool IsFlushDue => _pending.Count >= 256;

    /// <exception cref="HistoryFullException">The last event but one was written: only the end of the execution may follow.</exception>
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
        }

        return added;
    }

    // What has happened is kept even when the run is being stopped: hence no token.
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

/// <summary>The history has as many events as it may have.</summary>
internal sealed class HistoryFullException(int maxEvents)
    : Exception($"The execution reached the maximum number of history events ({maxEvents}).");
