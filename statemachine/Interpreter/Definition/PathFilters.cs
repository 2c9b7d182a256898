using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Paths;

namespace Pipeline.Interpreter.Definition;

/// <summary>An <c>InputPath</c> or <c>OutputPath</c>: selects a part of a value, all of it or, if the definition has null, <c>{}</c>.</summary>
internal sealed class PathFilter(DataPath? path, bool isDiscarded)
{
    public bool IsIdentity => !isDiscarded && (path is null || path.IsWholeInput);

    /// <exception cref="StateFailedException">The path finds nothing.</exception>
    public JsonNode? Apply(EvaluationScope scope)
    {
        if (isDiscarded)
        {
            return new JsonObject();
        }

        if (IsIdentity)
        {
            return scope.Input;
        }

        return path!.TrySelect(scope, out var value)
            ? value
            : throw new StateFailedException(
                ErrorNames.Runtime, $"Invalid path '{path.Text}' : No results for path: {ToBracketNotation(path)}");
    }

    // AWS writes the path in the cause as its library prints it.
    private static string ToBracketNotation(DataPath path) => "$" + string.Concat(path.Segments.ToArray()
        .Select(segment => segment.Name is { } name ? $"['{name}']" : $"[{segment.Index}]"));
}

/// <summary>A <c>ResultPath</c>: puts the result into the raw input or, if the definition has null, drops it.</summary>
internal sealed class ResultPath(ReferencePath? path, bool isDiscarded)
{
    /// <exception cref="StateFailedException"><c>States.ResultPathMatchFailure</c>: the path does not fit the input.</exception>
    public JsonNode? Apply(JsonNode? rawInput, JsonNode? result) =>
        isDiscarded ? rawInput : path is null ? result : path.Apply(rawInput, result);
}

/// <summary>A number that a definition gives directly (<c>TimeoutSeconds</c>) or as a path (<c>TimeoutSecondsPath</c>).</summary>
internal sealed record NumberOrPath(string Name, double? Value, DataPath? Path);
