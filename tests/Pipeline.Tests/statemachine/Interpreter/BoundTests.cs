using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Tests.Interpreter;

/// <summary>Definitions and inputs that are out of all proportion: refused with their place, or run in proportion to their size.</summary>
public sealed class BoundTests
{
    // Generous: without the bounds, these take minutes and gigabytes, or the process ends.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string, string> Excessive => new()
    {
        { "60,000 nested functions", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"{{Repeat("States.Array(", 60_000)}}1{{Repeat(")", 60_000)}}"}""") },
        { "11 nested functions", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"{{Repeat("States.Array(", 11)}}1{{Repeat(")", 11)}}"}""") },
        { "functions that never end", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"{{Repeat("States.Array(", 60_000)}}"}""") },
        { "50,000 nested filters", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"$.a{{Repeat("[?(@", 50_000)}}"}""") },
        { "50,000 brackets in a function", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"States.Array($.a{{Repeat("[?(@", 50_000)}})"}""") },
        { "parentheses", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"$.a[?({{Repeat("(", 50_000)}}@.b{{Repeat(")", 50_000)}})]"}""") },
        { "descents", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"${{Repeat("..a", 5)}}"}""") },
        { "a slice beyond 32 bits", "$.States.P.Parameters.a.$", Pass("""{"a.$":"$.a[0:99999999999]"}""") },
        { "an index beyond 32 bits", "$.States.P.Parameters.a.$", Pass("""{"a.$":"$.a[99999999999]"}""") },
        { "brackets that quotes seem to close", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"$.a{{Repeat("[?(@['])]']", 30_000)}}"}""") },
        { "a chain of conditions", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"$.a[?({{Repeat("@.a&&@.b||", 30_000)}}@.a)]"}""") },
        { "a chain of wildcards", "$.States.P.Parameters.a.$", Pass($$"""{"a.$":"${{Repeat("[*]", 300_000)}}"}""") },
        { "a result 70 levels deep", "$.States.P.ResultPath", PassWith($"""
            "ResultPath":"${Repeat(".a", 70)}"
            """) },
        { "a result 100,000 levels deep", "$.States.P.ResultPath", PassWith($"""
            "ResultPath":"${Repeat(".a", 100_000)}"
            """) },
        { "a filter that ends in the middle", "$.States.P.Parameters.a.$", Pass("""{"a.$":"$.a[?(@.b>"}""") },
        { "half a surrogate pair", "$", Pass("""{"a":"\ud800"}""") },
        { "nested JSON", "$", $$"""{"StartAt":"P","States":{{Repeat("{\"a\":", 50_000)}}1{{Repeat("}", 50_000)}} }""" },
        { "more than 1 MB", "$", Pass($$"""{"a":"{{new string('x', StateMachineDefinition.MaxBytes)}}"}""") },
    };

    [Theory]
    [MemberData(nameof(Excessive))]
    public void ExcessiveDefinitionIsRefusedWithItsPlace(string what, string path, string definition)
    {
        var watch = Stopwatch.StartNew();

        var refused = Assert.Throws<InvalidDefinitionException>(() => StateMachineDefinition.Parse(definition));

        Assert.True(watch.Elapsed < MaxTime, what);
        var error = Assert.Single(refused.Errors);
        Assert.Equal(path, error.Path);
        Assert.True(error.Message.Length < 500, error.Message);
    }

    [Fact]
    public async Task TenNestedFunctionsRun() => JsonAssert.Equal(
        $$"""{"a":{{Repeat("[", 10)}}1{{Repeat("]", 10)}} }""",
        await Trial.EvaluateAsync($$"""{"a.$":"{{Repeat("States.Array(", 10)}}1{{Repeat(")", 10)}}"}"""));

    [Fact]
    public async Task ThousandsOfDistinctItemsAreComparedByHash()
    {
        var items = string.Join(',', Enumerable.Range(0, 30_000).Select(number => $"{number % 15_000}.0"));
        var watch = Stopwatch.StartNew();

        var result = await Trial.EvaluateAsync("""{"n.$":"States.ArrayLength(States.ArrayUnique($))"}""", $"[{items}]");

        JsonAssert.Equal("""{"n":15000}""", result);
        Assert.True(watch.Elapsed < MaxTime);
    }

    [Fact]
    public async Task UniqueItemsAreComparedByValue() => JsonAssert.Equal(
        """{"u":[1,"1",{"a":1,"b":[2]},[1],[],null,true,false,0]}""",
        await Trial.EvaluateAsync(
            """{"u.$":"States.ArrayUnique($)"}""", """[1,1.0,"1",{"a":1,"b":[2]},{"b":[2.0],"a":1},[1],[1.0],[],null,true,false,null,0,-0.0,true]"""));

    [Fact]
    public async Task RegularExpressionThatBacktracksEndsAsAnError()
    {
        var trial = new Trial(Pass("""{"a.$":"$.list[?(@.s =~ /^(x+x+)+y$/)]"}"""));
        var watch = Stopwatch.StartNew();

        var result = await trial.RunAsync($$"""{"list":[{"s":"{{new string('x', 60)}}"}]}""");

        Assert.Equal("States.Runtime", result.Error);
        Assert.True(watch.Elapsed < MaxTime);
    }

    [Fact]
    public async Task DescentsThroughDeepDataTakeSeconds()
    {
        var nested = JsonNode.Parse("1");
        for (var depth = 0; depth < 60; depth++)
        {
            nested = new JsonObject { ["a"] = nested, ["b"] = depth };
        }

        var watch = Stopwatch.StartNew();

        var result = await new Trial(Pass("""{"n.$":"States.ArrayLength($..a..a..z)"}""")).RunAsync(nested!.ToJsonString());

        JsonAssert.Equal("""{"n":0}""", result.Output);
        Assert.True(watch.Elapsed < MaxTime);
    }

    [Fact]
    public void DefinitionOfTwelveThousandStatesLoads()
    {
        const int count = 12_000;
        var states = string.Join(',', Enumerable.Range(0, count).Select(number => number == count - 1
            ? $$"""
            "S{{number}}":{"Type":"Pass","End":true}
            """
            : $$"""
            "S{{number}}":{"Type":"Pass","Next":"S{{number + 1}}"}
            """));
        var watch = Stopwatch.StartNew();

        var definition = StateMachineDefinition.Parse($$"""{"StartAt":"S0","States":{{{states}}} }""");

        Assert.Equal(count, definition.StateNames.Count);
        Assert.True(watch.Elapsed < MaxTime);
    }

    public static TheoryData<string, string, string, string> Multiplying => new()
    {
        { "a function that copies", "States.DataLimitExceeded", $$"""{"a.$":"States.Array(1{{Repeat(",$.a", 20_000)}})"}""", Numbers(50_000) },
        { "a text that repeats", "States.DataLimitExceeded", $$"""{"a.$":"States.Format('{{Repeat("{}", 20_000)}}'{{Repeat(",$.t", 20_000)}})"}""", $$"""{"t":"{{new string('x', 200_000)}}"}""" },
        { "fields that copy", "States.DataLimitExceeded", $"{{{string.Join(',', Enumerable.Range(0, 20_000).Select(number => $"\"a{number}.$\":\"$.a\""))}}}", Numbers(50_000) },
        { "descents that multiply", "States.DataLimitExceeded", """{"a.$":"$..*..*..*"}""", $"{Repeat("{\"a\":", 55)}{Numbers(1_000)}{Repeat("}", 55)}" },
        { "filters in filters", "States.Runtime", """{"a.$":"$.a[?(@ == $.a[?(@ == $.a[?(@ == 5)])])]"}""", Numbers(20_000) },
        { "levels on levels", "States.Runtime", """{"a":{"b.$":"States.Array($)"}}""", $"{Repeat("[", 63)}1{Repeat("]", 63)}" },
    };

    [Theory]
    [MemberData(nameof(Multiplying))]
    public async Task ExpressionThatMultipliesItsInputEndsAsAnError(string what, string error, string parameters, string input)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetTotalAllocatedBytes();

        var result = await new Trial(Pass(parameters)).RunAsync(input);

        Assert.Equal(error, result.Error);
        Assert.True(watch.Elapsed < MaxTime, what);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 2_000_000_000, what);
    }

    [Fact]
    public async Task ManyFieldsOfALargeInputAreRead()
    {
        var fields = string.Join(',', Enumerable.Range(0, 100).Select(number => $"\"a{number}.$\":\"States.ArrayLength($.a)\""));

        var result = await new Trial(Pass($"{{{fields}}}")).RunAsync(Numbers(50_000));

        Assert.Equal(100, ((JsonObject)result.Output!).Count);
    }

    private static string Numbers(int count) => $$"""{"a":[{{Repeat("1,", count)}}1] }""";

    private static string PassWith(string field) => $$"""{"StartAt":"P","States":{"P":{"Type":"Pass",{{field}},"End":true} } }""";

    private static string Pass(string parameters) => $$"""{"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{{parameters}},"End":true} } }""";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
