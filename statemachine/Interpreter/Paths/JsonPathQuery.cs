using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Paths;

/// <summary>
/// A JSONPath with more than names and indexes: wildcards, slices, unions, filters, recursive descent. Such a path is
/// indefinite: its value is always an array, which is empty if nothing matches. Newtonsoft.Json evaluates it. Operators
/// that only AWS's library supports (<c>in</c>, <c>size</c>, negation and similar) are refused at load.
/// </summary>
internal sealed partial class JsonPathQuery
{
    // Far more than anybody writes. The library reads nested brackets by recursion, and each further descent multiplies the matches.
    private const int MaxDepth = 32;
    private const int MaxDescents = 3;

    private static readonly JsonSelectSettings Settings = new() { RegexMatchTimeout = TimeSpan.FromSeconds(1) };

    private readonly string _text;
    private readonly string _expression;

    /// <exception cref="FormatException">The expression, which begins with <c>$</c>, is not a supported JSONPath.</exception>
    public JsonPathQuery(string expression)
    {
        if (NameUnionPattern().IsMatch(expression))
        {
            // In AWS this selects an object with just those members. The library would return their values instead.
            throw new FormatException($"'{Abbreviation.Shorten(expression)}' selects several members by name, which is not supported.");
        }

        EnsureBounded(expression);
        _text = expression;
        // The library has no negative indexes. A slice of one item is equivalent, because all matches are in an array anyway.
        _expression = NegativeIndexPattern().Replace(expression, match => ToSlice(match.Groups[1].ValueSpan));
        try
        {
            // The library parses the whole expression before it selects anything, so this finds every syntax error.
            _ = new JObject().SelectTokens(_expression).Count();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or OverflowException)
        {
            throw new FormatException($"'{Abbreviation.Shorten(expression)}' is not a JSONPath: {Abbreviation.Shorten(exception.Message)}", exception);
        }
    }

    /// <exception cref="StateFailedException">A filter meets values that the library cannot compare.</exception>
    public JsonArray Select(JsonNode? root)
    {
        using var reader = new JsonTextReader(new StringReader(JsonText.Write(root)))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Double,
        };
        try
        {
            var matches = JToken.ReadFrom(reader).SelectTokens(_expression, Settings)
                .Select(token => JsonText.Parse(token.ToString(Formatting.None)));
            return new JsonArray([.. matches]);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException or InvalidCastException or RegexMatchTimeoutException)
        {
            throw new StateFailedException(ErrorNames.Runtime, $"The path '{_text}' cannot be evaluated: {exception.Message}");
        }
    }

    /// <summary>Counts brackets, in quotes too: no name needs so many.</summary>
    private static void EnsureBounded(string expression)
    {
        var (depth, descents) = (0, 0);
        for (var position = 0; position < expression.Length; position++)
        {
            depth += expression[position] switch
            {
                '[' or '(' => 1,
                ']' or ')' => -1,
                _ => 0,
            };
            descents += expression[position] == '.' && position > 0 && expression[position - 1] == '.' ? 1 : 0;
            if (depth > MaxDepth || descents > MaxDescents)
            {
                throw new FormatException(
                    depth > MaxDepth
                        ? $"'{Abbreviation.Shorten(expression)}' nests brackets more than {MaxDepth} deep, at position {position}"
                        : $"'{Abbreviation.Shorten(expression)}' has more than {MaxDescents} descents (..), at position {position}");
            }
        }
    }

    private static string ToSlice(ReadOnlySpan<char> index)
    {
        var from = int.Parse(index, CultureInfo.InvariantCulture);
        return from == -1 ? "[-1:]" : string.Create(CultureInfo.InvariantCulture, $"[{from}:{from + 1}]");
    }

    [GeneratedRegex(@"\[\s*'(?:[^'\\]|\\.)*'\s*,")]
    private static partial Regex NameUnionPattern();

    [GeneratedRegex(@"\[\s*(-\d{1,9})\s*\]")]
    private static partial Regex NegativeIndexPattern();
}
