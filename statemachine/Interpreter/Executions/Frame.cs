using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.Executions;

/// <summary>The item of a Map's iteration, for <c>$$.Map.Item</c>.</summary>
/// <param name="Source">Where a distributed Map has it from; null in an inline Map.</param>
internal sealed record MapItem(int Index, JsonNode? Value, string? Source = null);

/// <summary>A run through a scope: its variables, its position in the history and its cancellation.</summary>
internal sealed class Frame
{
    private Frame(
        StateScope scope, ExecutionStart start, HistoryWriter history, Variables? outer, MapItem? item, ScopeTrace? earlier, CancellationToken token)
    {
        (Scope, Start, History, Item, Earlier, Token) = (scope, start, history, item, earlier, token);
        Variables = new Variables(outer);
    }

    public StateScope Scope { get; }

    /// <summary>The start data of the execution or, in a child execution, of the child execution.</summary>
    public ExecutionStart Start { get; }

    /// <summary>The history of the execution or, in a child execution, of the child execution.</summary>
    public HistoryWriter History { get; }

    public Variables Variables { get; }

    /// <summary>The item of the innermost enclosing iteration.</summary>
    public MapItem? Item { get; }

    /// <summary>The trace of this scope from an earlier run; null if there is none.</summary>
    public ScopeTrace? Earlier { get; }

    public CancellationToken Token { get; }

    /// <summary>The indexes of the iterations of Maps that this frame is in, from the outermost Map on.</summary>
    public IReadOnlyList<int> Iterations { get; private init; } = [];

    /// <summary>Whether the frame is in a child execution of a distributed Map.</summary>
    public bool IsChildExecution { get; private init; }

    /// <summary>How often the execution, or the child execution, was redriven.</summary>
    public required int RedriveCount { get; init; }

    public required DateTimeOffset? RedriveTime { get; init; }

    /// <summary>The last event of this frame. The next event points back to it.</summary>
    public long PreviousEventId { get; set; }

    public static Frame CreateRoot(Execution execution, StateScope scope, ScopeTrace earlier, CancellationToken token) =>
        new(scope, execution.Start, execution.History, null, null, earlier, token) { RedriveCount = execution.RedriveCount, RedriveTime = execution.RedriveTime };

    /// <summary>Creates the frame of a branch, or of an iteration of an inline Map.</summary>
    public Frame CreateNested(StateScope scope, MapItem? item, ScopeTrace? earlier, CancellationToken token) =>
        new(scope, Start, History, Variables, item ?? Item, earlier, token)
        {
            Iterations = item is null ? Iterations : [.. Iterations, item.Index],
            IsChildExecution = IsChildExecution,
            RedriveCount = RedriveCount,
            RedriveTime = RedriveTime,
        };

    /// <summary>Creates the frame of a child execution, which has its own history and sees nothing of the enclosing scopes.</summary>
    /// <param name="index">Its index in the Map Run.</param>
    public Frame CreateChildExecution(
        StateScope scope, ExecutionStart start, HistoryWriter history, int index, ExecutionTrace earlier, CancellationToken token) =>
        new(scope, start, history, null, null, earlier.Root, token)
        {
            Iterations = [.. Iterations, index],
            IsChildExecution = true,
            RedriveCount = earlier.RedriveCount,
            RedriveTime = earlier.RedriveTime,
        };
}
