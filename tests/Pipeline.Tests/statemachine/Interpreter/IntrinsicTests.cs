using System.Text.Json.Nodes;

namespace Pipeline.Tests.Interpreter;

public sealed class IntrinsicTests
{
    [Theory]
    [InlineData("States.Format('{} of {}', $.n, 'two')", "\"1 of two\"")]
    [InlineData("States.Format('{}', $.f)", "\"1.50\"")]
    [InlineData("States.Format('{}, {}, {}', true, null, 1e3)", "\"true, null, 1e3\"")]
    [InlineData("States.Format('{}', $.o)", "\"{a=1, b=[x, {c=null}]}\"")]
    [InlineData(@"States.Format('\\{\\} it\\'s {} \\\\', 1)", "\"{} it's 1 \\\\\"")]
    [InlineData("States.StringToJson('{\\\"a\\\": [1]}')", "{\"a\":[1]}")]
    [InlineData("States.StringToJson(' ')", "null")]
    [InlineData("States.JsonToString($.o)", "\"{\\\"a\\\":1,\\\"b\\\":[\\\"x\\\",{\\\"c\\\":null}]}\"")]
    [InlineData("States.JsonToString('é<')", "\"\\\"é<\\\"\"")]
    [InlineData("States.JsonMerge($.o, $.p, false)", "{\"a\":1,\"b\":2,\"d\":3}")]
    [InlineData("States.Array(1, 'a', States.Array(), $.n)", "[1,\"a\",[],1]")]
    [InlineData("States.ArrayPartition($.list, 2)", "[[1,2],[2,3],[1.0]]")]
    [InlineData("States.ArrayPartition($.list, 2.4)", "[[1,2],[2,3],[1.0]]")]
    [InlineData("States.ArrayContains($.list, 3.0)", "true")]
    [InlineData("States.ArrayContains($.list, '3')", "false")]
    [InlineData("States.ArrayRange(1, 9, 3)", "[1,4,7]")]
    [InlineData("States.ArrayRange(3, 1, -1)", "[3,2,1]")]
    [InlineData("States.ArrayRange(3, 1, 1)", "[]")]
    [InlineData("States.ArrayGetItem($.list, 3)", "3")]
    [InlineData("States.ArrayLength($.list)", "5")]
    [InlineData("States.ArrayUnique($.list)", "[1,2,3]")]
    [InlineData("States.Base64Encode('Data to encode')", "\"RGF0YSB0byBlbmNvZGU=\"")]
    [InlineData("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "\"Data to encode\"")]
    [InlineData("States.Hash('input data', 'SHA-1')", "\"aaff4a450a104cd177d28d18d74485e8cae074b7\"")]
    [InlineData("States.Hash('', 'MD5')", "\"d41d8cd98f00b204e9800998ecf8427e\"")]
    [InlineData("States.MathAdd(111, -1)", "110")]
    [InlineData("States.MathAdd(-1.5, 2.5)", "2")]
    [InlineData("States.StringSplit('1,2;,3', ',;')", "[\"1\",\"2\",\"3\"]")]
    [InlineData("States.ArrayLength(States.StringSplit(States.Format('{} {}', $.n, $['o'].b[0]), ' '))", "2")]
    [InlineData("States.Array($.list[?(@ > 1)], $['a,b)'])", "[[2,2,3],7]")]
    public async Task FunctionReturnsTheExpectedValue(string call, string expected) => JsonAssert.Equal(
        $"{{\"r\":{expected}}}",
        await Trial.EvaluateAsync(
            $"{{\"r.$\":\"{call}\"}}",
            """{"n":1,"f":1.50,"o":{"a":1,"b":["x",{"c":null}]},"p":{"b":2,"d":3},"list":[1,2,2,3,1.0],"a,b)":7}"""));

    [Theory]
    [InlineData("States.ArrayGetItem($.list, 3)")]
    [InlineData("States.ArrayGetItem($.list, -1)")]
    [InlineData("States.ArrayPartition($.list, 0)")]
    [InlineData("States.ArrayPartition('no array', 1)")]
    [InlineData("States.ArrayRange(1, 1001, 1)")]
    [InlineData("States.ArrayRange(1, 9, 0)")]
    [InlineData("States.ArrayLength($.text)")]
    [InlineData("States.Base64Encode($.long)")]
    [InlineData("States.Base64Decode('%')")]
    [InlineData("States.Hash('x', 'CRC')")]
    [InlineData("States.JsonMerge($.o, $.o, true)")]
    [InlineData("States.JsonMerge($.o, 1, false)")]
    [InlineData("States.MathAdd('1', 2)")]
    [InlineData("States.MathRandom(5, 5)")]
    [InlineData("States.StringToJson('{')")]
    [InlineData("States.Format('{}')")]
    [InlineData("States.Format('{}', 1, 2)")]
    public async Task InvalidArgumentsFailWithIntrinsicFailure(string call)
    {
        var trial = new Trial($$"""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,"Parameters":{"r.$":"{{call}}"} } } }""");

        var result = await trial.RunAsync($$"""{"list":[1,2,3],"text":"t","o":{},"long":"{{new string('x', 10_001)}}"}""");

        Assert.Equal("States.IntrinsicFailure", result.Error);
        Assert.Contains("had the following error", result.Cause, StringComparison.Ordinal);
    }

    /// <summary>Unnecessary escapes would change values that depend on the text itself: its hash, its Base64 form, its length.</summary>
    [Fact]
    public async Task JsonAsTextHasOnlyNecessaryEscapes()
    {
        var input = new JsonObject { ["x"] = "😀\u2028\u007f/é\"\\u0041\n\u0001" };

        var result = await Trial.EvaluateAsync("""{"r.$":"States.JsonToString($.x)"}""", input.ToJsonString());

        Assert.Equal("\"😀\u2028\u007f/é\\\"\\\\u0041\\n\\u0001\"", result!["r"]!.GetValue<string>());
    }

    [Fact]
    public async Task LongestRangeHasAThousandItems()
    {
        var result = await Trial.EvaluateAsync("""{"r.$":"States.ArrayLength(States.ArrayRange(1, 1000, 1))"}""");

        JsonAssert.Equal("""{"r":1000}""", result);
    }

    [Fact]
    public async Task SeededRandomNumberRepeatsAndKeepsItsBounds()
    {
        var result = (await Trial.EvaluateAsync("""{"a.$":"States.MathRandom(1, 4, 7)","b.$":"States.MathRandom(1, 4, 7)"}"""))!;

        Assert.Equal(result["a"]!.GetValue<long>(), result["b"]!.GetValue<long>());
        Assert.InRange(result["a"]!.GetValue<long>(), 1, 3);
    }

    [Fact]
    public async Task UuidIsVersionFourAndDiffersEachTime()
    {
        var result = (await Trial.EvaluateAsync("""{"a.$":"States.UUID()","b.$":"States.UUID()"}"""))!;

        Assert.Equal('4', result["a"]!.GetValue<string>()[14]);
        Assert.NotEqual(result["a"]!.GetValue<string>(), result["b"]!.GetValue<string>());
    }

    [Fact]
    public async Task PathInACallThatFindsNothingFailsTheExecution()
    {
        var trial = new Trial("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,"Parameters":{"r.$":"States.Array($.gone)"}}}}""");

        Assert.Equal("States.Runtime", (await trial.RunAsync()).Error);
    }
}
