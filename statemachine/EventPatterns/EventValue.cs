using System.Text.Json;

namespace Pipeline.EventPatterns;

/// <summary>A scalar of an event or a pattern.</summary>
/// <param name="Kind">String, number, true, false or null.</param>
/// <param name="Text">The content of a string or the spelling of a number; otherwise empty.</param>
internal readonly record struct EventValue(JsonValueKind Kind, string Text)
{
    /// <summary>The content of a string; null for any other kind.</summary>
    public string? StringOrNull => Kind == JsonValueKind.String ? Text : null;

    /// <summary>Reads a scalar; null for text with an unpaired surrogate.</summary>
    public static EventValue? TryRead(JsonElement scalar)
    {
        try
        {
            return FromJson(scalar);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <exception cref="InvalidOperationException">The text has an unpaired surrogate.</exception>
    public static EventValue FromJson(JsonElement scalar) => new(scalar.ValueKind, scalar.ValueKind switch
    {
        JsonValueKind.String => scalar.GetString()!,
        JsonValueKind.Number => scalar.GetRawText(),
        _ => "",
    });

    /// <summary>Compares numbers by value (300, 300.0 and 3.0e2 are the same), everything else by kind and content.</summary>
    public bool IsSameAs(EventValue other) => Kind == other.Kind
        && (Text == other.Text || (Kind == JsonValueKind.Number && DecimalText.ToCanonical(Text) == DecimalText.ToCanonical(other.Text)));
}
