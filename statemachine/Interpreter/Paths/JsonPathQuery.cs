using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Paths;

/// <summary>
/// A JSONPath beyond names and indexes: wildcards, slices, unions, filters, recursive descent. Such a path is
/// indefinite: its value is always an array, empty when nothing matches. Newtonsoft.Json evaluates it; the operators
/// that only AWS's library knows (<c>in</c>, <c>size</c>, negation and the like) are refused at load.
/// </summary>
internal sealed partial class JsonPathQuery
{
    private readonly string _text;
    private readonly string _expression;

    /// <exception cref="FormatException">The expression, which begins with <c>$</c>, is no JSONPath.</exception>
    public JsonPathQuery(string expression)
    {
        if (NameUnionPattern().IsMatch(expression))
        {
            // In AWS an object with just those members; the library would give their values.
            throw new FormatException($"'{expression}' names several members at once, which is not supported.");
        }

        _text = expression;
        // The library has no negative index. A slice of one is the same: all that matches comes in an array anyway.
        _expression = NegativeIndexPattern().Replace(expression, match => ToSlice(match.Groups[1].ValueSpan));
        try
        {
            // The library reads the expression at once and selects later, so this finds every syntax error.
            _ = new JObject().SelectTokens(_expression).Count();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new FormatException($"'{expression}' is not a JSONPath: {exception.Message}", exception);
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
            var matches = JToken.ReadFrom(reader).SelectTokens(_expression)
                .Select(token => JsonText.Parse(token.ToString(Formatting.None)));
            return new JsonArray([.. matches]);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException or InvalidCastException)
        {
            throw new StateFailedException(ErrorNames.Runtime, $"The path '{_text}' cannot be evaluated: {exception.Message}");
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
