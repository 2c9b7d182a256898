using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Paths;

/// <summary>The path of a <c>ResultPath</c>: where in its input a state places its result.</summary>
internal sealed class ReferencePath
{
    private readonly DataPath _path;

    private ReferencePath(DataPath path) => _path = path;

    public string Text => _path.Text;

    /// <summary>Whether the path is <c>$</c>: the result replaces the input.</summary>
    public bool IsRoot => _path.IsWholeInput;

    /// <exception cref="FormatException">The text is not a reference path into the input.</exception>
    public static ReferencePath Parse(string text)
    {
        var path = DataPath.Parse(text);
        if (!path.IsReference || path.Root is not null)
        {
            throw new FormatException($"'{Abbreviation.Shorten(text)}' must be a reference path into the input, with only names and indexes after $");
        }

        return path.Segments.Length <= JsonText.MaxDepth
            ? new ReferencePath(path)
            : throw new FormatException($"'{Abbreviation.Shorten(text)}' has {path.Segments.Length:N0} names and indexes; at most {JsonText.MaxDepth} are allowed");
    }

    /// <summary>
    /// Copies the input and places the result at this path. Missing objects on the path are created.
    /// </summary>
    /// <exception cref="StateFailedException"><c>States.ResultPathMatchFailure</c>: the path leads into a scalar or past the end of an array.</exception>
    public JsonNode? Apply(JsonNode? input, JsonNode? result)
    {
        if (IsRoot)
        {
            return result;
        }

        var root = input?.DeepClone();
        var node = root;
        var segments = _path.Segments;
        for (var i = 0; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            node = segments[i].Name is { } name
                ? StepIntoObject(node, name, isLast, result)
                : StepIntoArray(node, segments[i].Index, isLast, result);
        }

        return root;

        JsonNode? StepIntoObject(JsonNode? parent, string name, bool isLast, JsonNode? value)
        {
            if (parent is not JsonObject fields)
            {
                throw CreateMismatch(input);
            }

            if (isLast)
            {
                fields[name] = value?.DeepClone();
            }
            else if (fields[name] is null)
            {
                fields[name] = new JsonObject();
            }

            return fields[name];
        }

        JsonNode? StepIntoArray(JsonNode? parent, int index, bool isLast, JsonNode? value)
        {
            if (parent is not JsonArray items || index < 0 || index >= items.Count)
            {
                throw CreateMismatch(input);
            }

            if (isLast)
            {
                items[index] = value?.DeepClone();
            }

            return items[index];
        }
    }

    private StateFailedException CreateMismatch(JsonNode? input) => new(
        ErrorNames.ResultPathMatchFailure, $"Unable to apply ReferencePath {Text} to input {JsonText.Write(input)}");
}
