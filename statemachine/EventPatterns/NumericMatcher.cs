using System.Text.Json;

namespace Pipeline.EventPatterns;

/// <summary><c>{"numeric": [">", 0, "&lt;=", 5]}</c>. A string that looks like a number does not match.</summary>
internal sealed class NumericMatcher(double lowerBound, bool isLowerExclusive, double upperBound, bool isUpperExclusive) : ValueMatcher
{
    public override bool Matches(EventValue value) =>
        value.Kind == JsonValueKind.Number
        && DecimalText.TryReadExact(value.Text, out var number)
        && (isLowerExclusive ? number > lowerBound : number >= lowerBound)
        && (isUpperExclusive ? number < upperBound : number <= upperBound);

    /// <summary>Reads the array: one comparison, or a lower bound followed by an upper bound.</summary>
    /// <returns>Null if the array is not valid; <paramref name="errors"/> then has the reason.</returns>
    public static NumericMatcher? Read(JsonElement json, string path, PatternErrors errors)
    {
        var terms = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().ToArray() : [];
        if (terms.Length is not (2 or 4))
        {
            errors.Add(path, "must be an operator with a number ([\">\", 0]) or a range ([\">\", 0, \"<=\", 5]).");
            return null;
        }

        var first = ReadOperator(terms[0]);
        if (first is null || (terms.Length == 4 && first is not (">" or ">=")))
        {
            errors.Add($"{path}[0]", terms.Length == 4 ? "must be > or >= at the start of a range." : "must be one of =, <, <=, >, >=.");
            return null;
        }

        var second = terms.Length == 4 ? ReadOperator(terms[2]) : null;
        if (terms.Length == 4 && second is not ("<" or "<="))
        {
            errors.Add($"{path}[2]", "must be < or <= at the end of a range.");
            return null;
        }

        return ReadNumber(terms, 1, path, errors) is not { } left ? null
            : terms.Length == 2 ? CreateComparison(first, left)
            : ReadNumber(terms, 3, path, errors) is { } right ? CreateRange(left, first == ">", right, second == "<", path, errors)
            : null;
    }

    private static NumericMatcher CreateComparison(string @operator, double number) => @operator switch
    {
        "=" => new(number, false, number, false),
        "<" => new(double.NegativeInfinity, false, number, true),
        "<=" => new(double.NegativeInfinity, false, number, false),
        ">" => new(number, true, double.PositiveInfinity, false),
        _ => new(number, false, double.PositiveInfinity, false),
    };

    private static NumericMatcher? CreateRange(double lowerBound, bool isLowerExclusive, double upperBound, bool isUpperExclusive, string path, PatternErrors errors)
    {
        if (lowerBound < upperBound)
        {
            return new(lowerBound, isLowerExclusive, upperBound, isUpperExclusive);
        }

        errors.Add(path, "must have a lower bound that is less than its upper bound.");
        return null;
    }

    private static string? ReadOperator(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && json.GetString() is "=" or "<" or "<=" or ">" or ">=" ? json.GetString() : null;

    private static double? ReadNumber(JsonElement[] terms, int index, string path, PatternErrors errors)
    {
        if (terms[index].ValueKind == JsonValueKind.Number && DecimalText.TryReadExact(terms[index].GetRawText(), out var number))
        {
            return number;
        }

        errors.Add($"{path}[{index}]", "must be a number that IEEE 754 binary64 holds without losing a digit.");
        return null;
    }
}
