using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Interpreter.TestCases;

/// <summary>What the context object of a trial run says of its execution.</summary>
public sealed record ExecutionContext
{
    /// <summary>Start of every trial run that sets none.</summary>
    public static readonly DateTimeOffset DefaultStartTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Account = "arn:aws:states:us-east-1:111111111111";

    /// <summary>Name of the execution.</summary>
    public string Name { get; init; } = "case";

    /// <summary>ARN of the execution; null for one with the names of the execution and the state machine.</summary>
    public string? Id { get; init; }

    /// <summary>Input of the execution, for a test of one state; null for the input of the state.</summary>
    public JsonNode? Input { get; init; }

    /// <summary>Start of the execution, which is also the start of virtual time.</summary>
    public DateTimeOffset StartTime { get; init; } = DefaultStartTime;

    /// <summary>ARN of the execution's role.</summary>
    public string RoleArn { get; init; } = "arn:aws:iam::111111111111:role/case";

    /// <summary>Name of the state machine.</summary>
    public string StateMachineName { get; init; } = "case";

    /// <summary>Creates the data that an execution with this input starts with.</summary>
    public ExecutionStart CreateStart(JsonNode? input) => new(
        Id ?? $"{Account}:execution:{StateMachineName}:{Name}", Name, $"{Account}:stateMachine:{StateMachineName}", RoleArn, input?.DeepClone(), StartTime);
}
