using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Intrinsics;

/// <summary>Intrinsic functions that format or split strings.</summary>
internal static class StringFunctions
{
    /// <summary>Replaces each <c>{}</c> with an argument. The numbers of <c>{}</c> and arguments must be equal.</summary>
    public static JsonNode Format(IntrinsicCall call)
    {
        var template = call.FormatTemplate ?? call.GetString(0);
        var result = new StringBuilder();
        var next = 1;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '\\' && i + 1 < template.Length && (template[i + 1] is '\'' or '{' or '}' or '\\'))
            {
                result.Append(template[++i]);
            }
            else if (template[i] == '{' && i + 1 < template.Length && template[i + 1] == '}')
            {
                if (next == call.Arguments.Count)
                {
                    throw new ArgumentException("Invalid arguments: there are more {} than values");
                }

                result.Append(FormatValue(call.Arguments[next++]));
                i++;
            }
            else
            {
                result.Append(template[i]);
            }
        }

        return next == call.Arguments.Count
            ? JsonValue.Create(result.ToString())
            : throw new ArgumentException("Invalid arguments: there are more values than {}");
    }

    /// <summary>Splits at every character of the second argument and omits empty parts.</summary>
    public static JsonNode Split(IntrinsicCall call)
    {
        var parts = call.GetString(0).Split(call.GetString(1).ToCharArray(), StringSplitOptions.RemoveEmptyEntries);
        return new JsonArray([.. call.GetString(1).Length == 0 ? [JsonValue.Create(call.GetString(0))] : parts.Select(part => JsonValue.Create(part))]);
    }

    // AWS prints objects and arrays as Java's collections do: {a=1, b=[x, y]}.
    private static string FormatValue(JsonNode? value) => value switch
    {
        JsonObject fields => $"{{{string.Join(", ", fields.Select(field => $"{field.Key}={FormatValue(field.Value)}"))}}}",
        JsonArray items => $"[{string.Join(", ", items.Select(FormatValue))}]",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => JsonText.Write(value),
    };
}
