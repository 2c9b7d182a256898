using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>What one step of a JSONPath selects in a node: nothing, when the node is not of the kind it is for.</summary>
internal abstract class PathSelector
{
    /// <summary>Whether it selects one thing at most.</summary>
    public virtual bool IsDefinite => false;

    public abstract IEnumerable<JsonNode?> Select(JsonNode? node, JsonNode? root);

    public virtual IEnumerable<JsonNode?> SelectInDescent(JsonNode? node, JsonNode? root) => Select(node, root);

    public static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonObject fields => fields.Select(field => field.Value),
        JsonArray items => items,
        _ => [],
    };
}

internal sealed class NameSelector(string name) : PathSelector
{
    public override bool IsDefinite => true;

    public override IEnumerable<JsonNode?> Select(JsonNode? node, JsonNode? root) =>
        node is JsonObject fields && fields.TryGetPropertyValue(name, out var value) ? [value] : [];
}

/// <summary><c>['a','b']</c>: each of them or, at the end of a path, an object that has just those.</summary>
internal sealed class NamesSelector(IReadOnlyList<string> names, bool isLast) : PathSelector
{
    public override bool IsDefinite => isLast;

    public override IEnumerable<JsonNode?> Select(JsonNode? node, JsonNode? root)
    {
        if (node is not JsonObject fields)
        {
            return [];
        }

        var found = names.Where(fields.ContainsKey);
        return isLast
            ? [new JsonObject(found.Distinct().Select(name => KeyValuePair.Create(name, fields[name]?.DeepClone())))]
            : found.Select(name => fields[name]);
    }
}

/// <summary><c>[0,2]</c>; a negative index counts from the end.</summary>
internal sealed class IndexSelector(IReadOnlyList<int> indexes) : PathSelector
{
    public override bool IsDefinite => indexes.Count == 1;

    public override IEnumerable<JsonNode?> Select(JsonNode? node, JsonNode? root) => node is JsonArray items
        ? indexes.Select(index => index < 0 ? items.Count + index : index)
            .Where(index => index >= 0 && index < items.Count)
            .Select(index => items[index])
        : [];
}

/// <summary><c>[from:to:step]</c>: negative bounds count from the end, the last is left out, the step is positive.</summary>
internal sealed class SliceSelector(int? from, int? to, int step) : PathSelector
{
    public override IEnumerable<JsonNode?> Select(JsonNode? node, JsonNode? root)
    {
        if (node is not JsonArray items)
        {
            yield break;
        }

        var end = Bound(to ?? items.Count, items.Count);
        for (var index = Bound(from ?? 0, items.Count); index < end; index += step)
        {
            yield return items[index];
        }
    }

    private static int Bound(int index, int count) => Math.Clamp(index < 0 ? count + index : index, 0, count);
}

internal sealed class WildcardSelector : PathSelector
{
    public override IEnumerable<JsonNode?> Select(JsonNode? node, JsonNode? root) => Children(node);
}

/// <summary><c>[?(…)]</c>: the items of an array that pass; an object passes, or not, as a whole.</summary>
internal sealed class FilterSelector(PathFilter filter) : PathSelector
{
    public override IEnumerable<JsonNode?> Select(JsonNode? node, JsonNode? root) =>
        node is JsonArray items ? items.Where(item => filter.Holds(item, root)) : SelectInDescent(node, root);

    // Going down, every object is met itself.
    public override IEnumerable<JsonNode?> SelectInDescent(JsonNode? node, JsonNode? root) =>
        node is JsonObject && filter.Holds(node, root) ? [node] : [];
}
