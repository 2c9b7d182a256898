using System.Text.Json;

namespace Pipeline.Interpreter.Events;

/// <summary><c>{"numeric": [">", 0, "&lt;=", 5]}</c>. A string that looks like a number is none.</summary>
internal sealed class NumericMatcher(double bottom, bool openBottom, double top, bool openTop) : ValueMatcher
{
    public override bool Matches(EventValue value) =>
        value.Kind == JsonValueKind.Number
        && DecimalText.TryCompare(value.Text, out var number)
        && (openBottom ? number > bottom : number >= bottom)
        && (openTop ? number < top : number <= top);

    /// <summary>Reads the array: one comparison, or a lower one followed by an upper one.</summary>
    /// <returns>Null where it is not valid; <paramref name="errors"/> then tell why.</returns>
    public static NumericMatcher? Read(JsonElement json, string path, PatternErrors errors)
    {
        var terms = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().ToArray() : [];
        if (terms.Length is not (2 or 4))
        {
            errors.Add(path, "must be an operator with a number ([\">\", 0]) or a range ([\">\", 0, \"<=\", 5]).");
            return null;
        }

        var first = Operator(terms[0]);
        if (first is null || (terms.Length == 4 && first is not (">" or ">=")))
        {
            errors.Add($"{path}[0]", terms.Length == 4 ? "must be > or >=, which begin a range." : "must be one of =, <, <=, >, >=.");
            return null;
        }

        var second = terms.Length == 4 ? Operator(terms[2]) : null;
        if (terms.Length == 4 && second is not ("<" or "<="))
        {
            errors.Add($"{path}[2]", "must be < or <=, which end a range.");
            return null;
        }

        return Number(terms, 1, path, errors) is not { } left ? null
            : terms.Length == 2 ? One(first, left)
            : Number(terms, 3, path, errors) is { } right ? Range(left, first == ">", right, second == "<", path, errors)
            : null;
    }

    private static NumericMatcher One(string @operator, double number) => @operator switch
    {
        "=" => new(number, false, number, false),
        "<" => new(double.NegativeInfinity, false, number, true),
        "<=" => new(double.NegativeInfinity, false, number, false),
        ">" => new(number, true, double.PositiveInfinity, false),
        _ => new(number, false, double.PositiveInfinity, false),
    };

    private static NumericMatcher? Range(double bottom, bool openBottom, double top, bool openTop, string path, PatternErrors errors)
    {
        if (bottom < top)
        {
            return new(bottom, openBottom, top, openTop);
        }

        errors.Add(path, "must have its lower bound below its upper one.");
        return null;
    }

    private static string? Operator(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && json.GetString() is "=" or "<" or "<=" or ">" or ">=" ? json.GetString() : null;

    private static double? Number(JsonElement[] terms, int index, string path, PatternErrors errors)
    {
        if (terms[index].ValueKind == JsonValueKind.Number && DecimalText.TryCompare(terms[index].GetRawText(), out var number))
        {
            return number;
        }

        errors.Add($"{path}[{index}]", "must be a number that IEEE 754 binary64 holds without losing a digit.");
        return null;
    }
}
