using System.Text.Json.Nodes;

namespace Pipeline.Tests.Interpreter;

public sealed class ChoiceTests
{
    private const string Input = """
        {"s":"b","n":2,"t":"2026-01-01T00:00:00Z","yes":true,"none":null,"o":{},"l":[1],
         "s2":"c","n2":2.0,"t2":"2026-01-01T01:00:00.5+01:00","no":false}
        """;

    [Theory]
    [InlineData("s", "StringEquals", "\"b\"", true)]
    [InlineData("n", "StringEquals", "\"2\"", false)]
    [InlineData("s", "StringLessThan", "\"c\"", true)]
    [InlineData("s", "StringLessThan", "\"B\"", false)]
    [InlineData("s", "StringGreaterThan", "\"ab\"", true)]
    [InlineData("s", "StringLessThanEquals", "\"b\"", true)]
    [InlineData("s", "StringGreaterThanEquals", "\"b\"", true)]
    [InlineData("s", "StringEqualsPath", "\"$.s2\"", false)]
    [InlineData("s", "StringLessThanPath", "\"$.s2\"", true)]
    [InlineData("n", "NumericEquals", "2.0", true)]
    [InlineData("n", "NumericLessThan", "2", false)]
    [InlineData("n", "NumericGreaterThan", "1.99", true)]
    [InlineData("n", "NumericLessThanEquals", "2", true)]
    [InlineData("n", "NumericGreaterThanEquals", "3", false)]
    [InlineData("n", "NumericEqualsPath", "\"$.n2\"", true)]
    [InlineData("s", "NumericEquals", "2", false)]
    [InlineData("yes", "BooleanEquals", "true", true)]
    [InlineData("no", "BooleanEquals", "true", false)]
    [InlineData("yes", "BooleanEqualsPath", "\"$.no\"", false)]
    [InlineData("t", "TimestampEquals", "\"2026-01-01T01:00:00+01:00\"", true)]
    [InlineData("t", "TimestampLessThanPath", "\"$.t2\"", true)]
    [InlineData("t", "TimestampGreaterThan", "\"2025-12-31T23:59:59.999999999Z\"", true)]
    [InlineData("t", "TimestampLessThanEquals", "\"2026-01-01T00:00:00Z\"", true)]
    [InlineData("t", "TimestampGreaterThanEquals", "\"2026-01-01T00:00:01Z\"", false)]
    [InlineData("s", "TimestampEquals", "\"2026-01-01T00:00:00Z\"", false)]
    [InlineData("none", "IsNull", "true", true)]
    [InlineData("s", "IsNull", "false", true)]
    [InlineData("yes", "IsBoolean", "true", true)]
    [InlineData("n2", "IsNumeric", "true", true)]
    [InlineData("s", "IsNumeric", "true", false)]
    [InlineData("t", "IsString", "true", true)]
    [InlineData("t", "IsTimestamp", "true", true)]
    [InlineData("t2", "IsTimestamp", "true", true)]
    [InlineData("s", "IsTimestamp", "true", false)]
    [InlineData("none", "IsPresent", "true", true)]
    [InlineData("gone", "IsPresent", "false", true)]
    [InlineData("gone.deeper", "IsPresent", "true", false)]
    public async Task OperatorComparesAsSpecified(string variable, string name, string value, bool expected) =>
        Assert.Equal(expected, await HoldsAsync($$"""{"Variable":"$.{{variable}}","{{name}}":{{value}}}""", Input));

    [Theory]
    [InlineData("log-*.txt", "log-1.txt", true)]
    [InlineData("log-*.txt", "log-.txt.txt", true)]
    [InlineData("*", "", true)]
    [InlineData("*a*b", "xaxbxb", true)]
    [InlineData("a*", "ba", false)]
    [InlineData("a\\*b", "a*b", true)]
    [InlineData("a\\*b", "axb", false)]
    [InlineData("a\\\\*", "a\\x", true)]
    [InlineData("[ab]?", "a1", false)]
    public async Task StringMatchesSupportsWildcards(string pattern, string text, bool expected) => Assert.Equal(
        expected,
        await HoldsAsync(
            new JsonObject { ["Variable"] = "$.x", ["StringMatches"] = pattern }.ToJsonString(),
            new JsonObject { ["x"] = text }.ToJsonString()));

    [Theory]
    [InlineData("""{"And":[{"Variable":"$.n","NumericEquals":2},{"Not":{"Variable":"$.yes","BooleanEquals":false}}]}""", true)]
    [InlineData("""{"Or":[{"Variable":"$.n","NumericEquals":3},{"Variable":"$.n","NumericEquals":2}]}""", true)]
    [InlineData("""{"Not":{"Or":[{"Variable":"$.n","NumericEquals":2}]}}""", false)]
    [InlineData("""{"And":[{"Variable":"$.gone","IsPresent":true},{"Variable":"$.gone","NumericEquals":2}]}""", false)]
    public async Task RulesCombine(string rule, bool expected) => Assert.Equal(expected, await HoldsAsync(rule, Input));

    [Theory]
    [InlineData("""{"Variable":"$.gone","NumericEquals":2,"Next":"Yes"}""")]
    [InlineData("""{"Variable":"$.n","NumericEqualsPath":"$.gone","Next":"Yes"}""")]
    [InlineData("""{"Variable":"$.gone","IsString":false,"Next":"Yes"}""")]
    public async Task MissingVariableFailsTheExecution(string rule)
    {
        var trial = new Trial(Machine(rule, "\"Default\":\"Yes\","));

        var result = await trial.RunAsync(Input);

        Assert.Equal("States.Runtime", result.Error);
        Assert.Contains("Invalid path '$.gone'", result.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoMatchWithoutDefaultFailsTheExecution()
    {
        var trial = new Trial(Machine("""{"Variable":"$.n","NumericEquals":3,"Next":"Yes"}""", ""));

        var result = await trial.RunAsync(Input);

        Assert.Equal("States.Runtime", result.Error);
        Assert.EndsWith("Failed to transition out of the state. The state does not point to a next state.", result.Cause, StringComparison.Ordinal);
        Assert.Equal("ExecutionStarted ChoiceStateEntered ExecutionFailed", trial.EventTypes);
    }

    private static async Task<bool> HoldsAsync(string rule, string input)
    {
        var fields = JsonNode.Parse(rule)!.AsObject();
        fields["Next"] = "Yes";
        var trial = new Trial($$"""
            {"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{{fields.ToJsonString()}}],"Default":"No"},
              "Yes":{"Type":"Pass","Result":true,"End":true},"No":{"Type":"Pass","Result":false,"End":true} } }
            """);
        return (await trial.RunAsync(input)).Output!.GetValue<bool>();
    }

    private static string Machine(string rule, string more) => $$"""
        {"StartAt":"C","States":{"C":{"Type":"Choice",{{more}}"Choices":[{{rule}}]},"Yes":{"Type":"Succeed"} } }
        """;
}
