using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;

namespace Pipeline.Interpreter.Paths;

/// <summary>
/// A path in a definition, read once at load. It points into the state's input (<c>$.a</c>), the context object
/// (<c>$$.Execution.Id</c>) or a variable (<c>$name.a</c>).
/// </summary>
internal sealed class DataPath
{
    private readonly PathSegment[]? _segments;
    private readonly JsonPathQuery? _query;

    private DataPath(string text, string? root, PathSegment[]? segments, JsonPathQuery? query)
    {
        (Text, Root, _segments, _query) = (text, root, segments, query);
    }

    public string Text { get; }

    /// <summary>Null for the input, <c>$</c> for the context object, otherwise the name of a variable.</summary>
    public string? Root { get; }

    /// <summary>Whether the path selects at most one value: it has no wildcards, slices, filters or descent.</summary>
    public bool IsReference => _query is null;

    /// <summary>Whether the path is <c>$</c>, which selects the whole input.</summary>
    public bool IsWholeInput => Root is null && _segments is { Length: 0 };

    public ReadOnlySpan<PathSegment> Segments => _segments;

    /// <exception cref="FormatException">The text is not a path. The message has the reason.</exception>
    public static DataPath Parse(string text)
    {
        // White space at the end is allowed, as in AWS.
        var scanner = new PathScanner(text.TrimEnd());
        var root = scanner.ReadRoot();
        var rest = scanner.Rest;
        return scanner.ReadSegments() is { } segments
            ? new DataPath(text, root, [.. segments], null)
            : new DataPath(text, root, null, new JsonPathQuery("$" + rest));
    }

    /// <summary>
    /// Selects the value; false if there is none. The value still belongs to its owner: clone it before you put it
    /// anywhere else.
    /// </summary>
    public bool TrySelect(EvaluationScope scope, out JsonNode? value)
    {
        value = null;
        if (!TryGetRoot(scope, out var root))
        {
            return false;
        }

        if (_query is null)
        {
            return TryWalk(root, _segments, out value);
        }

        value = _query.Select(root);
        return true;
    }

    /// <summary>Whether the path fails only because its last index is past the end of an existing array.</summary>
    public bool IsPastEnd(EvaluationScope scope) =>
        _segments is [.., { Name: null, Index: >= 0 } last]
        && TryGetRoot(scope, out var root)
        && TryWalk(root, _segments.AsSpan(..^1), out var array)
        && array is JsonArray items && last.Index >= items.Count;

    private bool TryGetRoot(EvaluationScope scope, out JsonNode? root)
    {
        root = Root is null ? scope.Input : Root == "$" ? scope.Context : null;
        return Root is null or "$" || scope.Variables.TryGet(Root, out root);
    }

    private static bool TryWalk(JsonNode? node, ReadOnlySpan<PathSegment> segments, out JsonNode? value)
    {
        foreach (var segment in segments)
        {
            if (segment.Name is { } name)
            {
                if (node is not JsonObject fields || !fields.TryGetPropertyValue(name, out node))
                {
                    value = null;
                    return false;
                }
            }
            else
            {
                var index = node is JsonArray counted && segment.Index < 0 ? counted.Count + segment.Index : segment.Index;
                if (node is not JsonArray items || index < 0 || index >= items.Count)
                {
                    value = null;
                    return false;
                }

                node = items[index];
            }
        }

        value = node;
        return true;
    }
}
