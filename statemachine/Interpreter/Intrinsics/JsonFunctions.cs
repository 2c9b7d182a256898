using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Intrinsics;

/// <summary>Intrinsic functions that convert between JSON and text, and that merge objects.</summary>
internal static class JsonFunctions
{
    /// <summary>Parses JSON. Blank text becomes null.</summary>
    public static JsonNode? StringToJson(IntrinsicCall call)
    {
        if (call.Arguments[0] is null || string.IsNullOrWhiteSpace(call.GetString(0)))
        {
            return null;
        }

        try
        {
            return JsonText.Parse(call.GetString(0));
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"Invalid JSON: {exception.Message}", exception);
        }
    }

    public static JsonNode JsonToString(IntrinsicCall call) => JsonValue.Create(JsonText.Write(call.Arguments[0]));

    /// <summary>Merges two objects at the top level. For a name in both, the second object wins. AWS does not support deep merging either.</summary>
    public static JsonNode Merge(IntrinsicCall call)
    {
        if (call.Arguments[2]?.GetValueKind() != JsonValueKind.False)
        {
            throw new ArgumentException("Invalid arguments: the third argument must be false, because only shallow merging is supported");
        }

        var merged = (JsonObject)call.GetObject(0).DeepClone();
        foreach (var field in call.GetObject(1))
        {
            merged[field.Key] = field.Value?.DeepClone();
        }

        return merged;
    }
}
