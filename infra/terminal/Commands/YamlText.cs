using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pipeline.Terminal.Commands;

/// <summary>Reads YAML as the JSON that it stands for, with the scalars of YAML's core schema.</summary>
/// <seealso href="https://yaml.org/spec/1.2.2/#103-core-schema"/>
internal static partial class YamlText
{
    private const int MaxDepth = 64;

    // An alias repeats what its anchor has, so a short text can stand for a huge value.
    private const int MaxNodes = 200_000;

    /// <exception cref="FormatException">The text is not one YAML document that JSON can express. The message has line and column.</exception>
    public static JsonNode? Parse(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new FormatException($"is not YAML: line {exception.Start.Line}, column {exception.Start.Column}: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // The scanner throws it for a line that breaks off a list in brackets, and knows no place.
            throw new FormatException($"is not YAML: {exception.Message}", exception);
        }

        if (stream.Documents.Count != 1)
        {
            throw new FormatException($"has {stream.Documents.Count} YAML documents; it must have one");
        }

        var count = 0;
        return Convert(stream.Documents[0].RootNode, depth: 1, ref count);
    }

    private static JsonNode? Convert(YamlNode node, int depth, ref int count)
    {
        if (depth > MaxDepth || ++count > MaxNodes)
        {
            throw CreateError(node, depth > MaxDepth ? $"nests more than {MaxDepth} deep" : $"has more than {MaxNodes:N0} values");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var fields = new JsonObject();
                foreach (var (key, value) in mapping)
                {
                    if (key is not YamlScalarNode { Value: { } name })
                    {
                        throw CreateError(key, "has a key that is not text");
                    }

                    fields.Add(name, Convert(value, depth + 1, ref count));
                }

                return fields;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence)
                {
                    items.Add(Convert(item, depth + 1, ref count));
                }

                return items;
            case YamlScalarNode { Style: ScalarStyle.Plain } scalar:
                return ConvertPlain(scalar.Value ?? "");
            case YamlScalarNode scalar:
                return JsonValue.Create(scalar.Value);
            default:
                throw CreateError(node, "has a value that JSON cannot express");
        }
    }

    private static JsonValue? ConvertPlain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when NumberPattern().IsMatch(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };

    private static FormatException CreateError(YamlNode node, string problem) => new($"line {node.Start.Line}, column {node.Start.Column}: {problem}");

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex NumberPattern();
}
