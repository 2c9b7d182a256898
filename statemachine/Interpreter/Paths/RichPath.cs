using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>
/// A JSONPath beyond names and indexes: wildcards, slices, unions, filters, recursive descent. Such a path is mostly
/// indefinite: its value is always an array, empty when nothing matches. It means what Jayway's library means by it,
/// whose messages AWS shows: so a union of names at its end picks an object with just those.
/// </summary>
internal sealed class RichPath
{
    private readonly IReadOnlyList<PathStep> steps;

    /// <exception cref="FormatException">The expression, which begins with <c>$</c>, is no JSONPath.</exception>
    public RichPath(string expression)
        : this(new RichPathParser(expression).Parse())
    {
    }

    public RichPath(IReadOnlyList<PathStep> steps)
    {
        this.steps = steps;
        IsDefinite = steps.All(step => !step.Descends && step.Selector.IsDefinite);
    }

    /// <summary>Whether it finds one value at most, and gives it bare.</summary>
    public bool IsDefinite { get; }

    /// <summary>False when the path is definite and nothing is there.</summary>
    public bool TrySelect(JsonNode? start, JsonNode? root, out JsonNode? value)
    {
        JsonNode?[] found = [.. Matches(start, root)];
        value = !IsDefinite ? new JsonArray([.. found.Select(match => match?.DeepClone())])
            : found.Length > 0 ? found[0]
            : null;
        return !IsDefinite || found.Length > 0;
    }

    /// <param name="start">Where the path starts.</param>
    /// <param name="root">What <c>$</c> means in its filters.</param>
    private IEnumerable<JsonNode?> Matches(JsonNode? start, JsonNode? root)
    {
        IEnumerable<JsonNode?> matches = [start];
        foreach (var step in steps)
        {
            matches = matches.SelectMany(match => step.Select(match, root));
        }

        return matches;
    }
}

/// <summary>One step of a path: what it selects in a node or, with <c>..</c>, in the node and all within it.</summary>
internal sealed record PathStep(PathSelector Selector, bool Descends)
{
    public IEnumerable<JsonNode?> Select(JsonNode? node, JsonNode? root) => Descends
        ? WithDescendants(node).SelectMany(inner => Selector.SelectInDescent(inner, root))
        : Selector.Select(node, root);

    private static IEnumerable<JsonNode?> WithDescendants(JsonNode? node) =>
        PathSelector.Children(node).SelectMany(WithDescendants).Prepend(node);
}
