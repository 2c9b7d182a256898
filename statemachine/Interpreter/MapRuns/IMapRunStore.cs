using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.MapRuns;

/// <summary>Keeps Map Runs and their child executions. With a store that outlives the process, a Map Run continues after a crash, and can be redriven.</summary>
public interface IMapRunStore
{
    /// <summary>Creates a Map Run, or opens the one that has this ARN.</summary>
    /// <param name="start">What a new Map Run starts with.</param>
    /// <param name="control">Changes the Map Run while it is open (UpdateMapRun).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IMapRunJournal> OpenAsync(MapRunStart start, MapRunControl control, CancellationToken cancellationToken);
}

/// <summary>
/// A Map Run that is open. The interpreter disposes it when the Map Run ends, or is interrupted. Methods can be called while others have not
/// completed; a store keeps the order of the calls.
/// </summary>
public interface IMapRunJournal : IAsyncDisposable
{
    /// <summary>What the store had when the Map Run was opened.</summary>
    MapRunState State { get; }

    /// <summary>Sets the number of items, as soon as it is known.</summary>
    ValueTask SetItemCountAsync(long items);

    /// <summary>
    /// Opens an unsuccessful Map Run again and counts the redrive. Its unsuccessful child executions become <see cref="MapChildStatus.PendingRedrive"/>,
    /// and their redrives are counted, too.
    /// </summary>
    ValueTask RedriveAsync(DateTimeOffset at);

    /// <summary>Creates a child execution that runs.</summary>
    /// <param name="cursor">Position in the items after those of the child, for <see cref="MapRunState.Cursor"/>.</param>
    ValueTask StartChildAsync(MapChild child, string cursor);

    /// <summary>Sets the status of a child execution to <see cref="MapChildStatus.Running"/>.</summary>
    ValueTask RestartChildAsync(int index);

    /// <summary>Ends a child execution.</summary>
    ValueTask EndChildAsync(int index, MapChildEnd end);

    /// <summary>Reads the history of a child execution.</summary>
    ValueTask<IReadOnlyList<HistoryEvent>> ReadHistoryAsync(int index, CancellationToken cancellationToken);

    /// <summary>Opens the history of a child execution; null if the store keeps none.</summary>
    IExecutionJournal? OpenHistory(int index);

    /// <summary>Reads the child executions with one of the statuses, in the order of their index.</summary>
    IAsyncEnumerable<MapChild> ReadChildrenAsync(IReadOnlyList<MapChildStatus> statuses, CancellationToken cancellationToken);

    /// <summary>Ends the Map Run.</summary>
    /// <param name="resultsWritten">Number of child executions whose results a ResultWriter has written.</param>
    ValueTask EndAsync(MapRunStatus status, DateTimeOffset at, long resultsWritten);
}

/// <summary>Status of a Map Run.</summary>
public enum MapRunStatus
{
    Running,
    Succeeded,
    Failed,
    Aborted,
}

/// <summary>Status of a child execution of a Map Run.</summary>
public enum MapChildStatus
{
    Running,

    /// <summary>A redrive of the Map Run will run it again.</summary>
    PendingRedrive,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

/// <summary>What a Map Run starts with.</summary>
/// <param name="ExecutionArn">The execution that it belongs to.</param>
/// <param name="StateMachineArn">The child executions': that of the state machine with the label, <c>…:stateMachine:backfill/Images</c>.</param>
/// <param name="IsExpress">Whether the child executions are of an Express workflow, which have no history that is kept.</param>
/// <param name="IsBatched">Whether a child execution can have several items.</param>
public sealed record MapRunStart(
    string MapRunArn, string ExecutionArn, string StateMachineArn, string StateName, bool IsExpress, bool IsBatched, DateTimeOffset StartTime, MapRunSettings Settings);

/// <summary>What UpdateMapRun can change.</summary>
/// <param name="MaxConcurrency">Number of child executions that run at once.</param>
/// <param name="ToleratedFailureCount">Number of items that may fail; null for no limit but the percentage.</param>
/// <param name="ToleratedFailurePercentage">Percentage of the items that may fail, 0 to 100; null for no limit but the count. If both are null, none may.</param>
public sealed record MapRunSettings(int MaxConcurrency, long? ToleratedFailureCount, double? ToleratedFailurePercentage);

/// <summary>What a store knows of a Map Run when it is opened.</summary>
/// <param name="Settings">Those that it started with, or what UpdateMapRun made of them.</param>
/// <param name="ItemCount">Number of items; null if it is not known yet.</param>
/// <param name="Cursor">Position in the items from which reading continues; null for the start.</param>
/// <param name="NextIndex">Number of child executions.</param>
/// <param name="FailedItems">Number of items of child executions that failed or timed out.</param>
public sealed record MapRunState(
    MapRunStatus Status, MapRunSettings Settings, long? ItemCount, string? Cursor, int NextIndex, long FailedItems, int RedriveCount)
{
    /// <summary>The state of a Map Run that starts.</summary>
    public static MapRunState Create(MapRunSettings settings) => new(MapRunStatus.Running, settings, null, null, 0, 0, 0);
}

/// <summary>A child execution of a Map Run.</summary>
/// <param name="Index">0, 1, 2, … in the order in which they start.</param>
/// <param name="Input">Its input, as JSON.</param>
/// <param name="ItemCount">Number of items in its input.</param>
public sealed record MapChild(int Index, string ExecutionArn, string Name, string Input, int ItemCount, DateTimeOffset StartTime)
{
    public int RedriveCount { get; init; }

    /// <summary>Null while it runs or waits for a redrive.</summary>
    public MapChildEnd? End { get; init; }

    public MapChildStatus Status => End?.Status ?? (IsPendingRedrive ? MapChildStatus.PendingRedrive : MapChildStatus.Running);

    /// <summary>Whether a redrive of the Map Run will run it again.</summary>
    public bool IsPendingRedrive { get; init; }
}

/// <summary>How a child execution ended.</summary>
/// <param name="Output">Its output, as JSON; null if it did not succeed.</param>
public sealed record MapChildEnd(MapChildStatus Status, DateTimeOffset At, string? Output, string? Error, string? Cause);
