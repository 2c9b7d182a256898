using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Choices;

/// <summary>A data-test expression (specification, "Choice State").</summary>
/// <param name="OperandDescription">A description of the value that a definition must give it.</param>
/// <param name="IsValidOperand">Whether a value in a definition fits this description.</param>
/// <param name="Compare">Compares variable and value. As in AWS, the result is false when a type does not fit.</param>
/// <param name="HasPathVariant">Whether a <c>…Path</c> form exists, which takes the value from the input.</param>
internal sealed record ChoiceOperator(string OperandDescription, Func<JsonNode?, bool> IsValidOperand, Func<JsonNode?, JsonNode?, bool> Compare, bool HasPathVariant)
{
    public const string IsPresent = "IsPresent";

    private static readonly FrozenDictionary<string, ChoiceOperator> ByName = CreateAll().ToFrozenDictionary();

    public static IReadOnlyList<string> Names => ByName.Keys;

    public static ChoiceOperator? Find(string name) => ByName.GetValueOrDefault(name);

    private static Dictionary<string, ChoiceOperator> CreateAll()
    {
        var operators = new Dictionary<string, ChoiceOperator>
        {
            ["BooleanEquals"] = new("a boolean", IsBoolean, (a, b) => IsBoolean(a) && IsBoolean(b) && JsonText.AreEqual(a, b), true),
            ["StringMatches"] = new("a string", IsString, (a, b) => IsString(a) && IsString(b) && WildcardMatcher.IsMatch(ReadText(a), ReadText(b)), false),
            ["IsNull"] = CreateTypeTest(value => value is null),
            ["IsBoolean"] = CreateTypeTest(IsBoolean),
            ["IsNumeric"] = CreateTypeTest(JsonNumbers.IsNumber),
            ["IsString"] = CreateTypeTest(IsString),
            ["IsTimestamp"] = CreateTypeTest(value => Timestamps.TryParse(value, out _)),
            [IsPresent] = CreateTypeTest(_ => true),
        };
        foreach (var (suffix, matchesOrder) in CreateOrderTests())
        {
            operators[$"String{suffix}"] = new("a string", IsString, CreateOrderedComparison(IsString, (a, b) => string.CompareOrdinal(ReadText(a), ReadText(b)), matchesOrder), true);
            operators[$"Numeric{suffix}"] = new("a number", JsonNumbers.IsNumber, CreateOrderedComparison(JsonNumbers.IsNumber, JsonNumbers.Compare, matchesOrder), true);
            operators[$"Timestamp{suffix}"] = new("a timestamp (RFC 3339, with T and Z)", IsTimestamp, CreateOrderedComparison(IsTimestamp, CompareTimestamps, matchesOrder), true);
        }

        return operators;
    }

    private static Dictionary<string, Func<int, bool>> CreateOrderTests() => new()
    {
        ["Equals"] = order => order == 0,
        ["LessThan"] = order => order < 0,
        ["GreaterThan"] = order => order > 0,
        ["LessThanEquals"] = order => order <= 0,
        ["GreaterThanEquals"] = order => order >= 0,
    };

    private static ChoiceOperator CreateTypeTest(Func<JsonNode?, bool> isType) =>
        new("a boolean", IsBoolean, (value, expected) => isType(value) == expected!.GetValue<bool>(), false);

    private static Func<JsonNode?, JsonNode?, bool> CreateOrderedComparison(
        Func<JsonNode?, bool> isOperandType, Func<JsonNode, JsonNode, int> compare, Func<int, bool> matchesOrder) =>
        (a, b) => isOperandType(a) && isOperandType(b) && matchesOrder(compare(a!, b!));

    private static bool IsBoolean(JsonNode? value) => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static bool IsString(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static bool IsTimestamp(JsonNode? value) => Timestamps.TryParse(value, out _);

    private static string ReadText(JsonNode? value) => value!.GetValue<string>();

    private static int CompareTimestamps(JsonNode a, JsonNode b) =>
        Timestamps.TryParse(a, out var left) && Timestamps.TryParse(b, out var right) ? left.CompareTo(right) : -1;
}
