using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>The item of a Map's iteration, for <c>$$.Map.Item</c>.</summary>
internal sealed record MapItem(int Index, JsonNode? Value);

/// <summary>A run through a scope: its variables, its thread through the history, and what stops it.</summary>
internal sealed class Frame(StateScope scope, Frame? outer, MapItem? item, ScopeRecord? record, CancellationToken token)
{
    public StateScope Scope { get; } = scope;

    public Variables Variables { get; } = new(outer?.Variables);

    /// <summary>Of the innermost iteration around this.</summary>
    public MapItem? Item { get; } = item ?? outer?.Item;

    /// <summary>What an earlier run left of this one.</summary>
    public ScopeRecord? Record { get; } = record;

    public CancellationToken Token { get; } = token;

    /// <summary>The last event of this frame: the next one points back to it.</summary>
    public long PreviousEventId { get; set; }
}
