using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>A <c>ResultPath</c>: where in the state's input its result goes.</summary>
internal sealed class ReferencePath
{
    private readonly DataPath _path;

    private ReferencePath(DataPath path) => _path = path;

    public string Text => _path.Text;

    /// <summary><c>$</c>: the result takes the place of the input.</summary>
    public bool IsRoot => _path.IsWholeInput;

    /// <exception cref="FormatException">The text is no path into the input that names one place.</exception>
    public static ReferencePath Parse(string text)
    {
        var _path = DataPath.Parse(text);
        if (!_path.IsReference || _path.Root is not null)
        {
            throw new FormatException($"'{text}' must be a reference path into the input: $ with names and indexes only");
        }

        return new ReferencePath(_path);
    }

    /// <summary>
    /// A copy of the input with the result at this place; objects on the way are made when missing.
    /// </summary>
    /// <exception cref="StateFailedException"><c>States.ResultPathMatchFailure</c>: the place is in a scalar, or past an array's end.</exception>
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
            var last = i == segments.Length - 1;
            node = segments[i].Name is { } name
                ? IntoObject(node, name, last, result)
                : IntoArray(node, segments[i].Index, last, result);
        }

        return root;

        JsonNode? IntoObject(JsonNode? at, string name, bool last, JsonNode? value)
        {
            if (at is not JsonObject fields)
            {
                throw Mismatch(input);
            }

            if (last)
            {
                fields[name] = value?.DeepClone();
            }
            else if (fields[name] is null)
            {
                fields[name] = new JsonObject();
            }

            return fields[name];
        }

        JsonNode? IntoArray(JsonNode? at, int index, bool last, JsonNode? value)
        {
            if (at is not JsonArray items || index < 0 || index >= items.Count)
            {
                throw Mismatch(input);
            }

            if (last)
            {
                items[index] = value?.DeepClone();
            }

            return items[index];
        }
    }

    private StateFailedException Mismatch(JsonNode? input) => new(
        ErrorNames.ResultPathMatchFailure, $"Unable to apply ReferencePath {Text} to input {JsonText.Write(input)}");
}
