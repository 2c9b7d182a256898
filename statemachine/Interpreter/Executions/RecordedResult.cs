using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.Executions;

/// <summary>Reads the result of an execution from the last event of its history.</summary>
internal static class RecordedResult
{
    /// <summary>Reads the result; null if the execution is still open.</summary>
    public static ExecutionResult? FromLastEvent(HistoryEvent last) => last.Type switch
    {
        EventTypes.ExecutionSucceeded => new(ExecutionStatus.Succeeded, EventDetails.ReadOutput(last)!.Node, null, null),
        EventTypes.ExecutionFailed => CreateUnsuccessful(ExecutionStatus.Failed, last),
        EventTypes.ExecutionTimedOut => CreateUnsuccessful(ExecutionStatus.TimedOut, last),
        EventTypes.ExecutionAborted => CreateUnsuccessful(ExecutionStatus.Aborted, last),
        _ => null,
    };

    private static ExecutionResult CreateUnsuccessful(ExecutionStatus status, HistoryEvent last) =>
        new(status, null, EventDetails.ReadError(last), EventDetails.ReadCause(last));
}
