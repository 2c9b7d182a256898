namespace Pipeline.Interpreter;

/// <summary>A journal for as long as the process lives: for tests and trial runs.</summary>
public sealed class InMemoryJournal : IExecutionJournal
{
    private readonly Lock gate = new();
    private readonly List<HistoryEvent> events = [];

    /// <summary>A copy of what has been appended so far.</summary>
    public IReadOnlyList<HistoryEvent> Events
    {
        get
        {
            lock (gate)
            {
                return [.. events];
            }
        }
    }

    public ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            this.events.AddRange(events);
        }

        return ValueTask.CompletedTask;
    }
}
