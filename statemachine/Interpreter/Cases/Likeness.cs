using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Interpreter;

/// <summary>Compares JSON with an expectation that may hold placeholders.</summary>
internal static partial class Likeness
{
    /// <summary>Whether a text is the expected one, in which <c>&lt;…&gt;</c> and <c>‹…›</c> stand for any text.</summary>
    public static bool IsLike(string expected, string actual)
    {
        if (expected == actual || !Placeholder().IsMatch(expected))
        {
            return expected == actual;
        }

        var pattern = string.Join(".*", Placeholder().Split(expected).Select(Regex.Escape));
        return Regex.IsMatch(actual, $@"\A{pattern}\z", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }

    /// <summary>One line for each place where the two differ; numbers compare by value.</summary>
    public static IEnumerable<string> Differences(string path, JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject wanted, JsonObject got):
                return wanted.SelectMany(field => got.TryGetPropertyValue(field.Key, out var value)
                        ? Differences($"{path}.{field.Key}", field.Value, value)
                        : [$"{path}.{field.Key}: expected {JsonText.Write(field.Value)}, but it is missing"])
                    .Concat(got.Where(field => !wanted.ContainsKey(field.Key))
                        .Select(field => $"{path}.{field.Key}: not expected, got {JsonText.Write(field.Value)}"));
            case (JsonArray wanted, JsonArray got) when wanted.Count == got.Count:
                return wanted.Zip(got).SelectMany((pair, index) => Differences($"{path}[{index}]", pair.First, pair.Second));
            case (JsonValue wanted, JsonValue got) when wanted.GetValueKind() == JsonValueKind.String && got.GetValueKind() == JsonValueKind.String
                && IsLikeText(wanted.GetValue<string>(), got.GetValue<string>()):
                return [];
            case (JsonValue wanted, _) when wanted.GetValueKind() == JsonValueKind.String && WholePlaceholder().IsMatch(wanted.GetValue<string>()):
                return [];
            default:
                return JsonText.Same(expected, actual) ? [] : [$"{path}: expected {JsonText.Write(expected)}, got {JsonText.Write(actual)}"];
        }
    }

    // A text that holds JSON (the cause of a Lambda function, say) may be spaced differently.
    private static bool IsLikeText(string expected, string actual) =>
        IsLike(expected, actual) || (TryParse(expected, out var wanted) && TryParse(actual, out var got) && !Differences("", wanted, got).Any());

    private static bool TryParse(string text, out JsonNode? node)
    {
        node = null;
        if (text.Length == 0 || text[0] is not ('{' or '['))
        {
            return false;
        }

        try
        {
            node = JsonText.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"<[^<>]*>|‹[^‹›]*›")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\A(<[^<>]*>|‹[^‹›]*›)\z")]
    private static partial Regex WholePlaceholder();
}
