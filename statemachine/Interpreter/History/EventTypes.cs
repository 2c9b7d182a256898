namespace Pipeline.Interpreter.History;

/// <summary>Types of history events that do not carry the type of a state in their names.</summary>
public static class EventTypes
{
    public const string ExecutionStarted = "ExecutionStarted";
    public const string ExecutionSucceeded = "ExecutionSucceeded";
    public const string ExecutionFailed = "ExecutionFailed";
    public const string ExecutionAborted = "ExecutionAborted";
    public const string ExecutionTimedOut = "ExecutionTimedOut";
    public const string ExecutionRedriven = "ExecutionRedriven";
    public const string ParallelStateStarted = "ParallelStateStarted";
    public const string ParallelStateSucceeded = "ParallelStateSucceeded";
    public const string ParallelStateFailed = "ParallelStateFailed";
    public const string MapStateStarted = "MapStateStarted";
    public const string MapStateSucceeded = "MapStateSucceeded";
    public const string MapStateFailed = "MapStateFailed";
    public const string MapIterationStarted = "MapIterationStarted";
    public const string MapIterationSucceeded = "MapIterationSucceeded";
    public const string MapIterationFailed = "MapIterationFailed";
    public const string MapIterationAborted = "MapIterationAborted";
    public const string MapRunStarted = "MapRunStarted";
    public const string MapRunSucceeded = "MapRunSucceeded";
    public const string MapRunFailed = "MapRunFailed";

    private const string EnteredSuffix = "StateEntered";

    /// <summary>Whether a state was entered with this event.</summary>
    public static bool IsEntered(string type) => type.EndsWith(EnteredSuffix, StringComparison.Ordinal);

    /// <summary>Whether a state was left with this event.</summary>
    public static bool IsExited(string type) => type.EndsWith("StateExited", StringComparison.Ordinal);

    /// <summary>Whether a sibling's failure stopped a state with this event.</summary>
    public static bool IsAborted(string type) => type.EndsWith("StateAborted", StringComparison.Ordinal);

    /// <summary>The type of the state that was entered: <c>Task</c> for <c>TaskStateEntered</c>.</summary>
    public static string StateType(string entered) => entered[..^EnteredSuffix.Length];

    /// <summary>Whether an event is named after a type of state: <c>MapStateFailed</c> is of <c>Map</c>.</summary>
    public static bool IsOf(string type, string stateType) => type.StartsWith(stateType, StringComparison.Ordinal);

    /// <summary>Whether a Map or Parallel starts its iterations or branches with this event.</summary>
    public static bool StartsChildren(string? type) => type is MapStateStarted or ParallelStateStarted;

    /// <summary>Whether a Map or Parallel is done with its iterations or branches with this event.</summary>
    public static bool ClosesChildren(string type) =>
        type is MapStateSucceeded or MapStateFailed or ParallelStateSucceeded or ParallelStateFailed;

    /// <summary>Whether an execution is over with this event (until it is redriven).</summary>
    public static bool IsTerminal(string type) =>
        type is ExecutionSucceeded or ExecutionFailed or ExecutionAborted or ExecutionTimedOut;
}
