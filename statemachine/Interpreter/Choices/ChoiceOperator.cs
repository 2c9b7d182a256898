using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>A data-test expression (specification, "Choice State").</summary>
/// <param name="Operand">What its value in a definition must be, in words.</param>
/// <param name="Accepts">Whether a value in a definition is that.</param>
/// <param name="Holds">Compares variable and value; false when a type does not fit, as the service does.</param>
/// <param name="HasPath">Whether <c>…Path</c> exists: the value is then found in the input.</param>
internal sealed record ChoiceOperator(string Operand, Func<JsonNode?, bool> Accepts, Func<JsonNode?, JsonNode?, bool> Holds, bool HasPath)
{
    public const string IsPresent = "IsPresent";

    private static readonly FrozenDictionary<string, ChoiceOperator> Known = All().ToFrozenDictionary();

    public static IReadOnlyList<string> Names => Known.Keys;

    public static ChoiceOperator? Named(string name) => Known.GetValueOrDefault(name);

    private static Dictionary<string, ChoiceOperator> All()
    {
        var operators = new Dictionary<string, ChoiceOperator>
        {
            ["BooleanEquals"] = new("a boolean", IsBoolean, (a, b) => IsBoolean(a) && IsBoolean(b) && JsonText.Same(a, b), true),
            ["StringMatches"] = new("a string", IsString, (a, b) => IsString(a) && IsString(b) && Wildcards.Match(Text(a), Text(b)), false),
            ["IsNull"] = Type(value => value is null),
            ["IsBoolean"] = Type(IsBoolean),
            ["IsNumeric"] = Type(Numbers.IsNumber),
            ["IsString"] = Type(IsString),
            ["IsTimestamp"] = Type(value => Timestamps.TryParse(value, out _)),
            [IsPresent] = Type(_ => true),
        };
        foreach (var (suffix, fits) in Orders())
        {
            operators[$"String{suffix}"] = new("a string", IsString, Ordered(IsString, (a, b) => string.CompareOrdinal(Text(a), Text(b)), fits), true);
            operators[$"Numeric{suffix}"] = new("a number", Numbers.IsNumber, Ordered(Numbers.IsNumber, Numbers.Compare, fits), true);
            operators[$"Timestamp{suffix}"] = new("a timestamp (RFC 3339, with T and Z)", IsTimestamp, Ordered(IsTimestamp, CompareTimes, fits), true);
        }

        return operators;
    }

    private static Dictionary<string, Func<int, bool>> Orders() => new()
    {
        ["Equals"] = order => order == 0,
        ["LessThan"] = order => order < 0,
        ["GreaterThan"] = order => order > 0,
        ["LessThanEquals"] = order => order <= 0,
        ["GreaterThanEquals"] = order => order >= 0,
    };

    private static ChoiceOperator Type(Func<JsonNode?, bool> test) =>
        new("a boolean", IsBoolean, (value, expected) => test(value) == expected!.GetValue<bool>(), false);

    private static Func<JsonNode?, JsonNode?, bool> Ordered(
        Func<JsonNode?, bool> fitsType, Func<JsonNode, JsonNode, int> compare, Func<int, bool> fits) =>
        (a, b) => fitsType(a) && fitsType(b) && fits(compare(a!, b!));

    private static bool IsBoolean(JsonNode? value) => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static bool IsString(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static bool IsTimestamp(JsonNode? value) => Timestamps.TryParse(value, out _);

    private static string Text(JsonNode? value) => value!.GetValue<string>();

    private static int CompareTimes(JsonNode a, JsonNode b) =>
        Timestamps.TryParse(a, out var left) && Timestamps.TryParse(b, out var right) ? left.CompareTo(right) : -1;
}
