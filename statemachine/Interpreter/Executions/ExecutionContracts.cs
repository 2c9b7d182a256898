using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Executions;

/// <summary>The data that an execution starts with. The context object contains it.</summary>
/// <param name="ExecutionArn">The fourth part, if there is one, is the region in history events.</param>
public sealed record ExecutionStart(
    string ExecutionArn, string Name, string StateMachineArn, string RoleArn, JsonNode? Input, DateTimeOffset StartTime);

public enum ExecutionStatus
{
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

/// <summary>How an execution ended.</summary>
/// <param name="Output">The output of a successful execution; otherwise null.</param>
/// <param name="Error">The error of an unsuccessful execution, which can also be null.</param>
public sealed record ExecutionResult(ExecutionStatus Status, JsonNode? Output, string? Error, string? Cause);

/// <summary>Quotas of AWS Step Functions.</summary>
public sealed record ExecutionLimits
{
    /// <summary>Maximum size of the input or output of a state or task, in bytes of UTF-8 JSON.</summary>
    public int MaxPayloadBytes { get; init; } = 256 * 1024;

    /// <summary>Maximum number of events in a history. At this limit, the last event is ExecutionFailed.</summary>
    public int MaxHistoryEvents { get; init; } = 25_000;

    /// <summary>Maximum number of concurrent iterations of an inline Map, whatever its MaxConcurrency.</summary>
    public int MaxMapConcurrency { get; init; } = 40;

    /// <summary>Maximum number of concurrent child executions of a distributed Map.</summary>
    public int MaxMapRunConcurrency { get; init; } = 10_000;
}
