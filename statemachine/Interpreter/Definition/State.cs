using System.Text.Json.Nodes;
using Pipeline.Interpreter.Choices;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Paths;
using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Definition;

/// <summary>A state, read and checked. Its fields are those of the specification.</summary>
internal abstract class State
{
    public required string Name { get; init; }

    /// <summary><c>Task</c>, <c>Pass</c>, …: the prefix of its history events.</summary>
    public required string Type { get; init; }

    /// <summary>The type of the history event that tells of its beginning.</summary>
    public string EnteredEventType => field ??= Type + "StateEntered";

    /// <summary>The type of the history event that tells of its end.</summary>
    public string ExitedEventType => field ??= Type + "StateExited";

    public required PathFilter InputPath { get; init; }

    public required PathFilter OutputPath { get; init; }

    /// <summary>Null where the state ends its scope.</summary>
    public string? Next { get; init; }

    public ObjectTemplate? Assign { get; init; }

    /// <summary>The names of all states that may come after this one.</summary>
    public virtual IEnumerable<string> NextStateNames => Next is null ? [] : [Next];
}

/// <summary>A state that can fail for reasons of its own, and be retried and caught: Task, Parallel, Map.</summary>
internal abstract class RetryableState : State
{
    public PayloadTemplate? Parameters { get; init; }

    public PayloadTemplate? ResultSelector { get; init; }

    public required ResultPath ResultPath { get; init; }

    public IReadOnlyList<Retrier> Retry { get; init; } = [];

    public IReadOnlyList<Catcher> Catch { get; init; } = [];

    public override IEnumerable<string> NextStateNames => base.NextStateNames.Concat(Catch.Select(catcher => catcher.Next));
}

internal sealed class PassState : State
{
    public PayloadTemplate? Parameters { get; init; }

    public bool HasResult { get; init; }

    public JsonNode? Result { get; init; }

    public required ResultPath ResultPath { get; init; }
}

internal sealed class TaskState : RetryableState
{
    public required TaskResource Resource { get; init; }

    /// <summary>Null: as long as it takes.</summary>
    public NumberOrPath? Timeout { get; init; }

    public NumberOrPath? Heartbeat { get; init; }

    public PayloadTemplate? Credentials { get; init; }
}

internal sealed class ChoiceState : State
{
    public required IReadOnlyList<ChoiceRule> Choices { get; init; }

    public string? Default { get; init; }

    public override IEnumerable<string> NextStateNames => Choices.Select(rule => rule.Next).Concat(Default is null ? [] : [Default]);
}

internal sealed record ChoiceRule(ChoiceCondition Condition, string Next, ObjectTemplate? Assign);

internal sealed class WaitState : State
{
    public NumberOrPath? Seconds { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public DataPath? TimestampPath { get; init; }
}

internal sealed class SucceedState : State;

internal sealed class FailState : State
{
    public string? Error { get; init; }

    public Expression? ErrorPath { get; init; }

    public string? Cause { get; init; }

    public Expression? CausePath { get; init; }
}

internal sealed class ParallelState : RetryableState
{
    public required IReadOnlyList<StateScope> Branches { get; init; }
}

internal sealed class MapState : RetryableState
{
    public required StateScope ItemProcessor { get; init; }

    public required DataPath ItemsPath { get; init; }

    /// <summary>Iterations are child executions.</summary>
    public bool IsDistributed { get; init; }

    /// <summary>What stands for the Map in the names of its child executions; null: its name.</summary>
    public string? Label { get; init; }

    /// <summary>Makes an iteration's input; null: the item itself.</summary>
    public PayloadTemplate? ItemSelector { get; init; }

    /// <summary>How many iterations run at once; 0 or null: as many as there are, up to the limit of 40, distributed 10,000.</summary>
    public NumberOrPath? MaxConcurrency { get; init; }

    public NumberOrPath? ToleratedFailureCount { get; init; }

    public NumberOrPath? ToleratedFailurePercentage { get; init; }
}
