using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Reads payload templates and notes what is wrong with them.</summary>
internal static class TemplateReader
{
    private const string ExpressionSuffix = ".$";

    public static Template Read(JsonNode? node, string at, DefinitionErrors errors)
    {
        switch (node)
        {
            case JsonObject fields:
                return ReadObject(fields, at, errors);
            case JsonArray items:
                return new ArrayTemplate([.. items.Select((item, index) => Read(item, $"{at}[{index}]", errors))]);
            default:
                return new LiteralTemplate(node);
        }
    }

    public static ObjectTemplate ReadObject(JsonObject fields, string at, DefinitionErrors errors)
    {
        var read = new List<KeyValuePair<string, Template>>(fields.Count);
        foreach (var (name, value) in fields)
        {
            var path = DefinitionErrors.Child(at, name);
            if (!name.EndsWith(ExpressionSuffix, StringComparison.Ordinal))
            {
                read.Add(new(name, Read(value, path, errors)));
                continue;
            }

            var plain = name[..^ExpressionSuffix.Length];
            if (fields.ContainsKey(plain))
            {
                errors.Add(path, $"the field '{plain}' is given twice, with .$ and without");
            }

            if (ReadExpression(value, name, path, errors) is { } expression)
            {
                read.Add(new(plain, new ExpressionTemplate(expression)));
            }
        }

        return new ObjectTemplate(read);
    }

    private static Expression? ReadExpression(JsonNode? value, string field, string at, DefinitionErrors errors)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            errors.Add(at, "must be a string with a path or an intrinsic function, since its name ends in .$");
            return null;
        }

        return errors.Try(at, () => Expression.Parse(value.GetValue<string>(), field, pastEndIsNull: true));
    }
}
