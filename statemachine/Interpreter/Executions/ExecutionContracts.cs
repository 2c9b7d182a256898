using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Executions;

/// <summary>What an execution is started with; the context object shows it.</summary>
/// <param name="ExecutionArn">Its fourth part, when it has one, is the region that history events name.</param>
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
/// <param name="Output">Of a successful one.</param>
/// <param name="Error">Of one that did not succeed; may be null there, too.</param>
public sealed record ExecutionResult(ExecutionStatus Status, JsonNode? Output, string? Error, string? Cause);

/// <summary>Quotas of AWS Step Functions.</summary>
public sealed record ExecutionLimits
{
    /// <summary>Bytes of JSON in UTF-8 that the input or output of a state or task may have.</summary>
    public int MaxPayloadBytes { get; init; } = 256 * 1024;

    /// <summary>Events that a history may have; the last of them then is ExecutionFailed.</summary>
    public int MaxHistoryEvents { get; init; } = 25_000;

    /// <summary>Iterations of one inline Map that run at once, whatever its MaxConcurrency.</summary>
    public int MaxMapConcurrency { get; init; } = 40;

    /// <summary>The same of a distributed Map.</summary>
    public int MaxMapRunConcurrency { get; init; } = 10_000;
}
