using System.Text.Json;

namespace Pipeline.EventPatterns;

/// <summary>One scalar of an event or a pattern.</summary>
/// <param name="Kind">String, number, true, false or null.</param>
/// <param name="Text">A string's content, a number as written; otherwise empty.</param>
internal readonly record struct EventValue(JsonValueKind Kind, string Text)
{
    /// <summary>The content of a string; null for all else.</summary>
    public string? StringOrNull => Kind == JsonValueKind.String ? Text : null;

    public static EventValue Of(JsonElement scalar) => new(scalar.ValueKind, scalar.ValueKind switch
    {
        JsonValueKind.String => scalar.GetString()!,
        JsonValueKind.Number => scalar.GetRawText(),
        _ => "",
    });

    /// <summary>Numbers are the same whatever their spelling (300, 300.0, 3.0e2); all else by kind and content.</summary>
    public bool IsSame(EventValue other) => Kind == other.Kind
        && (Text == other.Text || (Kind == JsonValueKind.Number && DecimalText.ToCanonical(Text) == DecimalText.ToCanonical(other.Text)));
}
