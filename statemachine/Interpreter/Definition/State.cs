using System.Text.Json.Nodes;
using Pipeline.Interpreter.Choices;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Paths;
using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Definition;

/// <summary>A state that was read and checked. Its fields are those of the specification.</summary>
internal abstract class State
{
    public required string Name { get; init; }

    /// <summary><c>Task</c>, <c>Pass</c>, …: the prefix of its history events.</summary>
    public required string Type { get; init; }

    /// <summary>The type of the history event that is written when the state is entered.</summary>
    public string EnteredEventType => field ??= Type + "StateEntered";

    /// <summary>The type of the history event that is written when the state is exited.</summary>
    public string ExitedEventType => field ??= Type + "StateExited";

    public required PathFilter InputPath { get; init; }

    public required PathFilter OutputPath { get; init; }

    /// <summary>Null if the state ends its scope.</summary>
    public string? Next { get; init; }

    public ObjectTemplate? Assign { get; init; }

    /// <summary>The names of all states that can follow this one.</summary>
    public virtual IEnumerable<string> NextStateNames => Next is null ? [] : [Next];
}

/// <summary>A state that supports Retry and Catch: Task, Parallel, Map.</summary>
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

    /// <summary>Null for no limit.</summary>
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

    /// <summary>Whether the iterations are child executions.</summary>
    public bool IsDistributed { get; init; }

    /// <summary>Whether the child executions are those of an Express workflow.</summary>
    public bool IsExpress { get; init; }

    /// <summary>Where the items come from; null for the Map's input.</summary>
    public ItemReader? ItemReader { get; init; }

    /// <summary>Groups items for child executions; null for one item each.</summary>
    public ItemBatcher? ItemBatcher { get; init; }

    /// <summary>Where the results go; null for the Map's output.</summary>
    public ResultWriter? ResultWriter { get; init; }

    /// <summary>Identifies the Map in the names of its child executions; null to use the state's name.</summary>
    public string? Label { get; init; }

    /// <summary>Builds the input of an iteration; null to use the item itself.</summary>
    public PayloadTemplate? ItemSelector { get; init; }

    /// <summary>How many iterations run at once. 0 or null: all of them, up to 40 in an inline Map and 10,000 in a distributed Map.</summary>
    public NumberOrPath? MaxConcurrency { get; init; }

    public NumberOrPath? ToleratedFailureCount { get; init; }

    public NumberOrPath? ToleratedFailurePercentage { get; init; }
}
