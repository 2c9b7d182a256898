using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.Executions;

/// <summary>The result that the last event of a history tells.</summary>
internal static class RecordedResult
{
    /// <summary>Null while the execution is open.</summary>
    public static ExecutionResult? Of(HistoryEvent last) => last.Type switch
    {
        EventTypes.ExecutionSucceeded => new(ExecutionStatus.Succeeded, EventDetails.OutputOf(last)!.Node, null, null),
        EventTypes.ExecutionFailed => Unsuccessful(ExecutionStatus.Failed, last),
        EventTypes.ExecutionTimedOut => Unsuccessful(ExecutionStatus.TimedOut, last),
        EventTypes.ExecutionAborted => Unsuccessful(ExecutionStatus.Aborted, last),
        _ => null,
    };

    private static ExecutionResult Unsuccessful(ExecutionStatus status, HistoryEvent last) =>
        new(status, null, EventDetails.ErrorOf(last), EventDetails.CauseOf(last));
}
