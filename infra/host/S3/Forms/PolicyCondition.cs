using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Host.S3.Forms;

/// <summary>A condition on a field of a form.</summary>
/// <param name="Operator"><c>eq</c> or <c>starts-with</c>.</param>
/// <param name="Field">Name of the field, without the dollar sign.</param>
/// <param name="Value">What the value of the field must be, or begin with.</param>
internal sealed record PolicyCondition(string Operator, string Field, string Value)
{
    public const string Eq = "eq";
    public const string StartsWith = "starts-with";

    private const string ListField = "Content-Type";

    public bool Holds(IReadOnlyDictionary<string, string> fields)
    {
        if (!fields.TryGetValue(Field, out var value))
        {
            return false;
        }

        // A Content-Type with commas is a list, each of whose entries must begin so.
        return Operator == Eq ? value == Value
            : Field.Equals(ListField, StringComparison.OrdinalIgnoreCase) ? value.Split(',', StringSplitOptions.TrimEntries).All(entry => entry.StartsWith(Value, StringComparison.Ordinal))
            : value.StartsWith(Value, StringComparison.Ordinal);
    }

    /// <summary>The condition as S3 names it in an error.</summary>
    public override string ToString() => $"[{Quote(Operator)}, {Quote("$" + Field)}, {Quote(Value)}]";

    private static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";
}

/// <summary>How many bytes the file may have.</summary>
/// <param name="Min">Minimum, in bytes.</param>
/// <param name="Max">Maximum, in bytes.</param>
internal sealed record ContentLengthRange(long Min, long Max)
{
    public const string Operator = "content-length-range";

    /// <summary>Reads the two bounds: numbers, or texts with numbers.</summary>
    /// <returns>Null if they are none, or in the wrong order.</returns>
    public static ContentLengthRange? TryCreate(JsonElement min, JsonElement max) =>
        TryRead(min, out var from) && TryRead(max, out var to) && from >= 0 && from <= to ? new(from, to) : null;

    private static bool TryRead(JsonElement element, out long number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number ? element.TryGetInt64(out number)
            : element.ValueKind == JsonValueKind.String && long.TryParse(element.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
