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
    // Far more than anybody writes. The library reads nested brackets by recursion, and chains of segments and of && and || as well.
    private const int MaxLength = 2_048;
    private const int MaxDepth = 32;
    private const int MaxBrackets = 128;

    // Each further descent multiplies the matches.
    private const int MaxDescents = 3;

    // About two seconds. A definition that needs more over its input would keep a core busy for minutes or days.
    private const double MaxSteps = 20_000_000;

    /// <summary>Maximum length of all that a path selects, in characters of JSON: sixteen times the largest payload.</summary>
    private const long MaxSelectedLength = 16 * 256 * 1024;

    private static readonly TimeSpan MaxRegexTime = TimeSpan.FromSeconds(20);

    private readonly string _text;
    private readonly string _expression;
    private readonly int _descents;
    private readonly int _scans;

    /// <exception cref="FormatException">The expression, which begins with <c>$</c>, is not a supported JSONPath.</exception>
    public JsonPathQuery(string expression)
    {
        _descents = EnsureBounded(expression);
        _scans = RootInFilterPattern().Count(expression, 1);
        if (NameUnionPattern().IsMatch(expression))
        {
            // In AWS this selects an object with just those members. The library would return their values instead.
            throw new FormatException($"'{Abbreviation.Shorten(expression)}' selects several members by name, which is not supported.");
        }

        _text = expression;
        // The library has no negative indexes. A slice of one item is equivalent, because all matches are in an array anyway.
        _expression = NegativeIndexPattern().Replace(expression, match => ToSlice(match.Groups[1].ValueSpan));
        try
        {
            // The library parses the whole expression before it selects anything, so this finds every syntax error. It reports some
            // of them by whatever its parser runs into.
            _ = new JObject().SelectTokens(_expression).Count();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new FormatException($"'{Abbreviation.Shorten(expression)}' is not a JSONPath: {Abbreviation.Shorten(exception.Message)}", exception);
        }
    }

    /// <exception cref="StateFailedException">
    /// A filter meets values that the library cannot compare, or the path takes too long or selects too much of this input.
    /// </exception>
    public JsonArray Select(JsonNode? root)
    {
        var (values, depth) = Measure(root);
        if (Math.Pow(values, 1 + _scans) * Math.Pow(depth, Math.Max(0, _descents - 1)) > MaxSteps)
        {
            throw new StateFailedException(ErrorNames.Runtime, $"The path '{_text}' needs more than {MaxSteps:N0} steps over an input of {values:N0} values.");
        }

        using var reader = new JsonTextReader(new StringReader(JsonText.Write(root)))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Double,
        };
        try
        {
            var settings = new JsonSelectSettings { RegexMatchTimeout = GetRegexTimeout(values) };
            var (matches, length) = (new JsonArray(), 0L);
            foreach (var token in JToken.ReadFrom(reader).SelectTokens(_expression, settings))
            {
                var text = token.ToString(Formatting.None);
                if ((length += text.Length) > MaxSelectedLength)
                {
                    throw new StateFailedException(ErrorNames.DataLimitExceeded, $"The path '{_text}' selects more than {MaxSelectedLength:N0} characters.");
                }

                matches.Add(JsonText.Parse(text));
            }

            return matches;
        }
        catch (Exception exception) when (exception is not (StateFailedException or OutOfMemoryException))
        {
            throw new StateFailedException(ErrorNames.Runtime, $"The path '{_text}' cannot be evaluated: {exception.Message}");
        }
    }

    /// <returns>The number of descents.</returns>
    private static int EnsureBounded(string expression)
    {
        if (expression.Length > MaxLength)
        {
            throw new FormatException($"'{Abbreviation.Shorten(expression)}' has {expression.Length:N0} characters; a path with more than names and indexes has at most {MaxLength:N0}");
        }

        // Counts in quotes, too: no name needs so many. A closing bracket in quotes must not hide an open one, hence the second count.
        var (depth, brackets, descents) = (0, 0, 0);
        for (var position = 0; position < expression.Length; position++)
        {
            switch (expression[position])
            {
                case '[' or '(':
                    (depth, brackets) = (depth + 1, brackets + 1);
                    break;
                case ']' or ')':
                    depth = Math.Max(0, depth - 1);
                    break;
                case '.' when position > 0 && expression[position - 1] == '.':
                    descents++;
                    break;
            }

            var problem = depth > MaxDepth ? $"nests brackets more than {MaxDepth} deep"
                : brackets > MaxBrackets ? $"has more than {MaxBrackets} brackets"
                : descents > MaxDescents ? $"has more than {MaxDescents} descents (..)"
                : null;
            if (problem is not null)
            {
                throw new FormatException($"'{Abbreviation.Shorten(expression)}' {problem}, at position {position}");
            }
        }

        return descents;
    }

    /// <summary>The number of values and the greatest depth of an input.</summary>
    private static (long Values, int Depth) Measure(JsonNode? node)
    {
        var (values, depth) = (1L, 1);
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children)
        {
            var below = Measure(child);
            (values, depth) = (values + below.Values, Math.Max(depth, below.Depth + 1));
        }

        return (values, depth);
    }

    /// <summary>The time for one match: all together must not take long, but a busy machine may pause at any of them.</summary>
    private static TimeSpan GetRegexTimeout(long values) =>
        TimeSpan.FromMilliseconds(Math.Clamp(MaxRegexTime.TotalMilliseconds / values, 20, 1_000));

    private static string ToSlice(ReadOnlySpan<char> index)
    {
        var from = int.Parse(index, CultureInfo.InvariantCulture);
        return from == -1 ? "[-1:]" : string.Create(CultureInfo.InvariantCulture, $"[{from}:{from + 1}]");
    }

    [GeneratedRegex(@"\[\s*'(?:[^'\\]|\\.)*'\s*,")]
    private static partial Regex NameUnionPattern();

    // A path in a filter that begins at the root again: it is evaluated for every item that the filter sees.
    [GeneratedRegex(@"\$(?=[.\[\s)]|$)")]
    private static partial Regex RootInFilterPattern();

    [GeneratedRegex(@"\[\s*(-\d{1,9})\s*\]")]
    private static partial Regex NegativeIndexPattern();
}
