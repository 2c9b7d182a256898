namespace Pipeline.Interpreter.History;

/// <summary>A journal in memory, for tests and trial runs.</summary>
public sealed class InMemoryJournal : IExecutionJournal
{
    private readonly Lock _gate = new();
    private readonly List<HistoryEvent> _events = [];

    /// <summary>A copy of the events that have been appended so far.</summary>
    public IReadOnlyList<HistoryEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _events.AddRange(events);
        }

        return ValueTask.CompletedTask;
    }
}
