using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.Executions;

/// <summary>The item of a Map's iteration, for <c>$$.Map.Item</c>.</summary>
internal sealed record MapItem(int Index, JsonNode? Value);

/// <summary>A run through a scope: its variables, its thread through the history, and what stops it.</summary>
internal sealed class Frame
{
    private Frame(
        StateScope scope, ExecutionStart start, HistoryWriter history, Variables? outer, MapItem? item, ScopeTrace? earlier, CancellationToken token)
    {
        (Scope, Start, History, Item, Earlier, Token) = (scope, start, history, item, earlier, token);
        Variables = new Variables(outer);
    }

    public StateScope Scope { get; }

    /// <summary>What the execution was started with, or the child execution that this is in.</summary>
    public ExecutionStart Start { get; }

    /// <summary>Of the execution, or of the child execution that this is in.</summary>
    public HistoryWriter History { get; }

    public Variables Variables { get; }

    /// <summary>Of the innermost iteration around this.</summary>
    public MapItem? Item { get; }

    /// <summary>What an earlier run left of this one.</summary>
    public ScopeTrace? Earlier { get; }

    public CancellationToken Token { get; }

    /// <summary>In a child execution of a distributed Map.</summary>
    public bool IsChildExecution { get; private init; }

    /// <summary>The last event of this frame: the next one points back to it.</summary>
    public long PreviousEventId { get; set; }

    public static Frame CreateRoot(Execution execution, StateScope scope, ScopeTrace earlier, CancellationToken token) =>
        new(scope, execution.Start, execution.History, null, null, earlier, token);

    /// <summary>A branch, or an iteration of an inline Map.</summary>
    public Frame CreateNested(StateScope scope, MapItem? item, ScopeTrace? earlier, CancellationToken token) =>
        new(scope, Start, History, Variables, item ?? Item, earlier, token) { IsChildExecution = IsChildExecution };

    /// <summary>A child execution: it sees nothing of what is around it, and its history is its own.</summary>
    public static Frame CreateChildExecution(StateScope scope, ExecutionStart start, HistoryWriter history, CancellationToken token) =>
        new(scope, start, history, null, null, null, token) { IsChildExecution = true };
}
