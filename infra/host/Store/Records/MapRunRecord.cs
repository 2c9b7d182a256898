using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <summary>A Map Run of an execution.</summary>
/// <param name="Number">Identifies it in this store.</param>
/// <param name="Arn">ARN of the Map Run.</param>
/// <param name="ExecutionArn">The execution that it belongs to.</param>
/// <param name="StateMachineArn">That of the child executions.</param>
/// <param name="State">Name of the Map.</param>
/// <param name="IsExpress">Whether the child executions are of an Express workflow.</param>
/// <param name="IsBatched">Whether a child execution can have several items.</param>
/// <param name="Status">Status.</param>
/// <param name="StartTime">When it started.</param>
/// <param name="StopTime">When it ended; null while it runs.</param>
/// <param name="Settings">What can be changed while it runs.</param>
/// <param name="Items">Number of items; null if it is not known yet.</param>
/// <param name="Cursor">Position in the items; null for the start.</param>
/// <param name="ResultsWritten">Number of child executions whose results were written to a bucket.</param>
/// <param name="RedriveCount">How often it was redriven.</param>
/// <param name="RedriveTime">When it was last redriven; null if never.</param>
public sealed record MapRunRecord(
    long Number, string Arn, string ExecutionArn, string StateMachineArn, string State, bool IsExpress, bool IsBatched, RecordedStatus Status,
    DateTimeOffset StartTime, DateTimeOffset? StopTime, MapRunLimits Settings, long? Items, string? Cursor, long ResultsWritten, int RedriveCount,
    DateTimeOffset? RedriveTime);

/// <summary>What can be changed of a Map Run.</summary>
/// <param name="MaxConcurrency">Number of child executions at once; 0 for as many as possible.</param>
/// <param name="ToleratedFailureCount">Number of items that may fail; null if only the percentage says.</param>
/// <param name="ToleratedFailurePercentage">Percentage of items that may fail; null if only the count says.</param>
public sealed record MapRunLimits(int MaxConcurrency, long? ToleratedFailureCount, double? ToleratedFailurePercentage);

/// <summary>A Map Run to create.</summary>
/// <param name="Arn">Unique ARN.</param>
/// <param name="ExecutionArn">The execution that it belongs to.</param>
/// <param name="StateMachineArn">That of the child executions.</param>
/// <param name="State">Name of the Map.</param>
/// <param name="IsExpress">Whether the child executions are of an Express workflow.</param>
/// <param name="IsBatched">Whether a child execution can have several items.</param>
/// <param name="StartTime">When it starts.</param>
/// <param name="Settings">What can be changed while it runs.</param>
public sealed record NewMapRun(
    string Arn, string ExecutionArn, string StateMachineArn, string State, bool IsExpress, bool IsBatched, DateTimeOffset StartTime, MapRunLimits Settings);

/// <summary>A child execution of a Map Run.</summary>
/// <param name="Place">0, 1, 2, … in the order in which they started.</param>
/// <param name="Status">Status; that of one that waits for a redrive is Running.</param>
/// <param name="IsPendingRedrive">Whether it waits for a redrive.</param>
/// <param name="Items">Number of items in its input.</param>
/// <param name="StartTime">When it started.</param>
/// <param name="StopTime">When it ended; null while it runs.</param>
/// <param name="RedriveCount">How often it was redriven.</param>
/// <param name="RedriveTime">When it was last redriven; null if never.</param>
/// <param name="Error">Name of the error; null unless it failed.</param>
/// <param name="Cause">Explanation of the error; null unless it failed.</param>
/// <param name="Input">JSON.</param>
/// <param name="Output">JSON; null if it did not succeed.</param>
public sealed record MapChildRecord(
    int Place, RecordedStatus Status, bool IsPendingRedrive, int Items, DateTimeOffset StartTime, DateTimeOffset? StopTime, int RedriveCount,
    DateTimeOffset? RedriveTime, string? Error, string? Cause, string Input, string? Output);

/// <summary>Number of child executions of a status, and of the items in their inputs.</summary>
/// <param name="Status">Status, as AWS writes it; <c>PENDING_REDRIVE</c> is one.</param>
/// <param name="Children">Number of child executions.</param>
/// <param name="Items">Number of their items.</param>
public sealed record MapChildCount(string Status, long Children, long Items);
