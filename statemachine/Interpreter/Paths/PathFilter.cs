using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Interpreter;

/// <summary>What stands in <c>[?(…)]</c>.</summary>
internal abstract class PathFilter
{
    /// <param name="item">What <c>@</c> means.</param>
    /// <param name="root">What <c>$</c> means.</param>
    public abstract bool Holds(JsonNode? item, JsonNode? root);
}

internal sealed class AnyFilter(IReadOnlyList<PathFilter> filters) : PathFilter
{
    public override bool Holds(JsonNode? item, JsonNode? root) => filters.Any(filter => filter.Holds(item, root));
}

internal sealed class AllFilter(IReadOnlyList<PathFilter> filters) : PathFilter
{
    public override bool Holds(JsonNode? item, JsonNode? root) => filters.All(filter => filter.Holds(item, root));
}

internal sealed class NotFilter(PathFilter filter) : PathFilter
{
    /// <summary>A value that is null counts as none here, though not without the <c>!</c>.</summary>
    public override bool Holds(JsonNode? item, JsonNode? root) => filter is ExistenceFilter existence
        ? !existence.Operand.TryGet(item, root, out var value) || value is null
        : !filter.Holds(item, root);
}

/// <summary><c>@.a</c> alone: there is such a value, be it false or null.</summary>
internal sealed class ExistenceFilter(FilterOperand operand) : PathFilter
{
    public FilterOperand Operand { get; } = operand;

    public override bool Holds(JsonNode? item, JsonNode? root) => Operand.TryGet(item, root, out _);
}

internal sealed class MatchFilter(FilterOperand operand, Regex pattern) : PathFilter
{
    public override bool Holds(JsonNode? item, JsonNode? root) =>
        operand.TryGet(item, root, out var value) && value?.GetValueKind() == JsonValueKind.String && pattern.IsMatch(value.GetValue<string>());
}

/// <summary>Two values compared; what is not there equals nothing, and values of different types have no order.</summary>
internal sealed class ComparisonFilter(FilterOperand left, string name, FilterOperand right) : PathFilter
{
    public static readonly string[] Symbols = ["==", "!=", "<=", ">=", "<", ">"];

    public static readonly string[] Words = ["in", "nin", "contains", "size", "empty"];

    public override bool Holds(JsonNode? item, JsonNode? root)
    {
        var isThere = left.TryGet(item, root, out var a) & right.TryGet(item, root, out var b);
        return name switch
        {
            "!=" => !isThere || !Equal(a, b),
            "nin" => !isThere || !IsIn(a, b),
            _ => isThere && name switch
            {
                "==" => Equal(a, b),
                "in" => IsIn(a, b),
                "contains" => IsIn(b, a) || (IsText(a) && IsText(b) && Text(a).Contains(Text(b), StringComparison.Ordinal)),
                "size" => Numbers.Whole(b) == Size(a),
                "empty" => b?.GetValueKind() == (Size(a) == 0 ? JsonValueKind.True : JsonValueKind.False) && Size(a) is not null,
                _ => Order(a, b) is { } order && Fits(order),
            },
        };
    }

    private bool Fits(int order) => name switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };

    private static bool IsIn(JsonNode? value, JsonNode? list) => list is JsonArray items && items.Any(item => Equal(value, item));

    // A number equals a string that reads the same, on either side.
    private static bool Equal(JsonNode? a, JsonNode? b) =>
        JsonText.Same(a, b)
        || (Numbers.IsNumber(a) && IsText(b) && Text(b) == JsonText.Write(a))
        || (IsText(a) && Numbers.IsNumber(b) && Text(a) == JsonText.Write(b));

    private static int? Order(JsonNode? a, JsonNode? b) =>
        Numbers.IsNumber(a) && Numbers.IsNumber(b) ? Numbers.Compare(a!, b!)
        : IsText(a) && IsText(b) ? string.CompareOrdinal(Text(a), Text(b))
        : null;

    private static int? Size(JsonNode? value) =>
        value is JsonArray items ? items.Count : value is JsonObject fields ? fields.Count : IsText(value) ? Text(value).Length : null;

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static string Text(JsonNode? value) => value!.GetValue<string>();
}

/// <summary>A side of a comparison: a fixed value, or a path from <c>@</c> or <c>$</c>.</summary>
internal sealed record FilterOperand(JsonNode? Value, RichPath? Path, bool FromRoot)
{
    /// <summary>False when the path names one place and there is nothing.</summary>
    public bool TryGet(JsonNode? item, JsonNode? root, out JsonNode? value)
    {
        value = Value;
        return Path is null || Path.TrySelect(FromRoot ? root : item, root, out value);
    }
}
