namespace Pipeline.Interpreter.History;

/// <summary>A journal for as long as the process lives: for tests and trial runs.</summary>
public sealed class InMemoryJournal : IExecutionJournal
{
    private readonly Lock _gate = new();
    private readonly List<HistoryEvent> _events = [];

    /// <summary>A copy of what has been appended so far.</summary>
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
