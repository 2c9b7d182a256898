namespace Pipeline.Interpreter.History;

/// <summary>Types of history events, except those that are composed from the type of a state, such as <c>TaskStateEntered</c>.</summary>
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
    public const string MapRunRedriven = "MapRunRedriven";

    private const string EnteredSuffix = "StateEntered";

    /// <summary>Whether this event reports that a state was entered.</summary>
    public static bool IsEntered(string type) => type.EndsWith(EnteredSuffix, StringComparison.Ordinal);

    /// <summary>Whether this event reports that a state was exited.</summary>
    public static bool IsExited(string type) => type.EndsWith("StateExited", StringComparison.Ordinal);

    /// <summary>Whether this event reports that a sibling's failure stopped a state.</summary>
    public static bool IsAborted(string type) => type.EndsWith("StateAborted", StringComparison.Ordinal);

    /// <summary>Gets the type of the state that was entered: <c>Task</c> for <c>TaskStateEntered</c>.</summary>
    public static string GetStateType(string entered) => entered[..^EnteredSuffix.Length];

    /// <summary>Whether the name of an event begins with a type of state: <c>MapStateFailed</c> is for <c>Map</c>.</summary>
    public static bool IsForStateType(string type, string stateType) => type.StartsWith(stateType, StringComparison.Ordinal);

    /// <summary>Whether this event reports that a Map or Parallel starts its iterations or branches.</summary>
    public static bool StartsChildren(string? type) => type is MapStateStarted or ParallelStateStarted;

    /// <summary>Whether this event reports that a Map or Parallel has finished its iterations or branches.</summary>
    public static bool ClosesChildren(string type) =>
        type is MapStateSucceeded or MapStateFailed or ParallelStateSucceeded or ParallelStateFailed;

    /// <summary>Whether this event ends an execution (until it is redriven).</summary>
    public static bool IsTerminal(string type) =>
        type is ExecutionSucceeded or ExecutionFailed or ExecutionAborted or ExecutionTimedOut;
}
