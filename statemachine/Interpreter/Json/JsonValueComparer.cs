using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Json;

/// <summary>Compares JSON by value, as <see cref="JsonText.AreEqual"/> does.</summary>
internal sealed class JsonValueComparer : IEqualityComparer<JsonNode?>
{
    public static readonly JsonValueComparer Instance = new();

    private JsonValueComparer()
    {
    }

    public bool Equals(JsonNode? x, JsonNode? y) => JsonText.AreEqual(x, y);

    public int GetHashCode([DisallowNull] JsonNode? obj) => obj switch
    {
        // The order of an object's fields does not matter.
        JsonObject fields => fields.Aggregate(fields.Count, (hash, field) => hash ^ HashCode.Combine(field.Key, Hash(field.Value))),
        JsonArray items => items.Aggregate(items.Count, (hash, item) => HashCode.Combine(hash, Hash(item))),
        JsonValue value when JsonNumbers.IsNumber(value) => JsonNumbers.ToDouble(value).GetHashCode(),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>().GetHashCode(StringComparison.Ordinal),
        _ => (int)obj!.GetValueKind(),
    };

    private int Hash(JsonNode? node) => node is null ? 0 : GetHashCode(node);
}
