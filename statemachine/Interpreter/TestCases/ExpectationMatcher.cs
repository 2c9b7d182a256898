using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.TestCases;

/// <summary>Compares JSON with an expectation that can contain placeholders.</summary>
internal static partial class ExpectationMatcher
{
    /// <summary>Whether a text matches the expected one, in which <c>&lt;…&gt;</c> and <c>‹…›</c> stand for any text.</summary>
    public static bool Matches(string expected, string actual)
    {
        if (expected == actual || !PlaceholderPattern().IsMatch(expected))
        {
            return expected == actual;
        }

        var pattern = string.Join(".*", PlaceholderPattern().Split(expected).Select(Regex.Escape));
        return Regex.IsMatch(actual, $@"\A{pattern}\z", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }

    /// <summary>Lists the differences, one line for each. Numbers are compared by value.</summary>
    /// <param name="path">Where the values are, for the lines.</param>
    /// <param name="expected">The expected value.</param>
    /// <param name="actual">The value.</param>
    /// <param name="allowsOthers">Whether objects may have members that are not expected.</param>
    public static IEnumerable<string> FindDifferences(string path, JsonNode? expected, JsonNode? actual, bool allowsOthers = false)
    {
        switch (expected, actual)
        {
            case (JsonObject expectedPart, JsonObject actualPart):
                return expectedPart.SelectMany(field => actualPart.TryGetPropertyValue(field.Key, out var value)
                        ? FindDifferences($"{path}.{field.Key}", field.Value, value, allowsOthers)
                        : [$"{path}.{field.Key}: expected {JsonText.Write(field.Value)}, but it is missing"])
                    .Concat(actualPart.Where(field => !allowsOthers && !expectedPart.ContainsKey(field.Key))
                        .Select(field => $"{path}.{field.Key}: not expected, got {JsonText.Write(field.Value)}"));
            case (JsonArray expectedPart, JsonArray actualPart) when expectedPart.Count == actualPart.Count:
                return expectedPart.Zip(actualPart).SelectMany((pair, index) => FindDifferences($"{path}[{index}]", pair.First, pair.Second, allowsOthers));
            case (JsonValue expectedPart, JsonValue actualPart) when expectedPart.GetValueKind() == JsonValueKind.String && actualPart.GetValueKind() == JsonValueKind.String
                && MatchesText(expectedPart.GetValue<string>(), actualPart.GetValue<string>()):
                return [];
            case (JsonValue expectedPart, _) when expectedPart.GetValueKind() == JsonValueKind.String && WholePlaceholderPattern().IsMatch(expectedPart.GetValue<string>()):
                return [];
            default:
                return JsonText.AreEqual(expected, actual) ? [] : [$"{path}: expected {JsonText.Write(expected)}, got {JsonText.Write(actual)}"];
        }
    }

    // A text that contains JSON (such as the cause of a Lambda function) can have other white space.
    private static bool MatchesText(string expected, string actual) =>
        Matches(expected, actual) || (TryParse(expected, out var expectedNode) && TryParse(actual, out var actualNode) && !FindDifferences("", expectedNode, actualNode).Any());

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
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex(@"\A(<[^<>]*>|‹[^‹›]*›)\z")]
    private static partial Regex WholePlaceholderPattern();
}
