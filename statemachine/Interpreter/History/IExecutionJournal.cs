namespace Pipeline.Interpreter.History;

/// <summary>
/// Keeps the history of one execution. The interpreter appends before it lets a handler start and whenever the
/// execution has to wait, so that what is kept never lies behind what was done.
/// </summary>
public interface IExecutionJournal
{
    /// <summary>
    /// Keeps the events, all or none, after those kept so far. One execution never calls it twice at once. An
    /// exception ends the run: it can be resumed from what is kept.
    /// </summary>
    ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken);
}
