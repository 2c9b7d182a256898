namespace Pipeline.Interpreter.History;

/// <summary>
/// Stores the history of an execution. The interpreter appends events before a handler starts and whenever the
/// execution has to wait, so that the stored history never lags behind the execution.
/// </summary>
public interface IExecutionJournal
{
    /// <summary>
    /// Appends the events to the stored ones, all or none. An execution never calls this method concurrently. An
    /// exception ends the run, which can be resumed from the stored history.
    /// </summary>
    ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken);
}
