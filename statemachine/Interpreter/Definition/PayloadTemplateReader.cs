using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Definition;

/// <summary>Reads payload templates and collects their errors.</summary>
internal static class PayloadTemplateReader
{
    private const string ExpressionSuffix = ".$";

    public static PayloadTemplate Read(JsonNode? node, string templatePath, DefinitionErrors errors)
    {
        switch (node)
        {
            case JsonObject fields:
                return ReadObject(fields, templatePath, errors);
            case JsonArray items:
                return new ArrayTemplate([.. items.Select((item, index) => Read(item, $"{templatePath}[{index}]", errors))]);
            default:
                return new LiteralTemplate(node);
        }
    }

    public static ObjectTemplate ReadObject(JsonObject fields, string templatePath, DefinitionErrors errors)
    {
        var templates = new List<KeyValuePair<string, PayloadTemplate>>(fields.Count);
        foreach (var (name, value) in fields)
        {
            var path = DefinitionErrors.GetChildPath(templatePath, name);
            if (!name.EndsWith(ExpressionSuffix, StringComparison.Ordinal))
            {
                templates.Add(new(name, Read(value, path, errors)));
                continue;
            }

            var plainName = name[..^ExpressionSuffix.Length];
            if (fields.ContainsKey(plainName))
            {
                errors.Add(path, $"the field '{plainName}' appears twice, with and without .$");
            }

            if (ReadExpression(value, name, path, errors) is { } expression)
            {
                templates.Add(new(plainName, new ExpressionTemplate(expression)));
            }
        }

        return new ObjectTemplate(templates);
    }

    private static Expression? ReadExpression(JsonNode? value, string field, string templatePath, DefinitionErrors errors)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            errors.Add(templatePath, "must be a string with a path or an intrinsic function, because its name ends in .$");
            return null;
        }

        return errors.TryRead(templatePath, () => Expression.Parse(value.GetValue<string>(), field, pastEndIsNull: true));
    }
}
