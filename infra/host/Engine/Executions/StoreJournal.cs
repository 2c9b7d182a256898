using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Executions;

/// <summary>
/// Writes an execution's history to the store. All events but the last are written in the background, in order: after a crash the
/// execution continues from the last event on disk, and every effect can be repeated. The last event is kept for
/// <see cref="FinishAsync"/>, so that history and status change in one write.
/// </summary>
internal sealed class StoreJournal(ExecutionStore executions, string arn, Action<IReadOnlyList<HistoryEvent>> onAppended, TimeProvider time) : IExecutionJournal
{
    private readonly List<RecordedEvent> _terminalEvents = [];
    private readonly ExecutionTrace _trace = new();
    private readonly List<StateVisit> _visits = [];

    public async ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
    {
        var pending = new List<RecordedEvent>(events.Count);
        foreach (var @event in events)
        {
            (EventTypes.IsTerminal(@event.Type) ? _terminalEvents : pending).Add(ToRecordedEvent(@event));
            if (StateVisits.Follow(_trace, @event) is { } visit)
            {
                _visits.Add(visit);
            }
        }

        if (pending.Count > 0)
        {
            await executions.QueueAppendAsync(arn, pending, cancellationToken);
        }

        onAppended(events);
    }

    /// <summary>Writes the status and the last event. Both are durable when it completes.</summary>
    /// <param name="result">How the execution ended.</param>
    /// <param name="outcome">The pipeline's outcome; null if there is none.</param>
    /// <param name="reason">Reason of the outcome, if it has one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False if the execution had already ended.</returns>
    public Task<bool> FinishAsync(ExecutionResult result, string? outcome, Reason? reason, CancellationToken cancellationToken)
    {
        var end = new ExecutionOutcome(
            ToRecordedStatus(result.Status), result.Output?.ToJsonString(), result.Error, result.Cause, time.GetUtcNow(), outcome, reason)
        {
            Visits = [.. _visits, .. StateVisits.ListFailed(_trace)],
        };
        return executions.FinishAsync(arn, end, _terminalEvents, cancellationToken);
    }

    public static RecordedStatus ToRecordedStatus(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => RecordedStatus.Succeeded,
        ExecutionStatus.Failed => RecordedStatus.Failed,
        ExecutionStatus.TimedOut => RecordedStatus.TimedOut,
        ExecutionStatus.Aborted => RecordedStatus.Aborted,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    private static RecordedEvent ToRecordedEvent(HistoryEvent @event) =>
        new(@event.Id, @event.PreviousEventId, @event.Timestamp, @event.Type, @event.Details?.ToJsonString());
}
