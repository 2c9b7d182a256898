namespace Pipeline.Tests.Interpreter;

public sealed class PathTests
{
    private const string Input = """{"a":{"b":[10,20,{"c":true}]},"x-y":1,"it's":2,"date":"2026-01-01T00:00:00Z","big":12345678901234567890.5,"none":null}""";

    [Theory]
    [InlineData("$", Input)]
    [InlineData("$.a.b[1]", "20")]
    [InlineData("$['a']['b'][2].c", "true")]
    [InlineData("$.x-y", "1")]
    [InlineData("$['it\\\\'s']", "2")]
    [InlineData("$.none", "null")]
    [InlineData("$.a.b[-1].c", "true")]
    [InlineData("$.date", "\"2026-01-01T00:00:00Z\"")]
    [InlineData("$.big", "12345678901234567890.5")]
    public async Task ReferencePathFindsOneValue(string path, string expected) =>
        JsonAssert.Equal($"{{\"r\":{expected}}}", await Trial.EvaluateAsync($"{{\"r.$\":\"{path}\"}}", Input));

    [Theory]
    [InlineData("$.a.b[*]", "[10,20,{\"c\":true}]")]
    [InlineData("$.a.b[0,1]", "[10,20]")]
    [InlineData("$.a.b[1:]", "[20,{\"c\":true}]")]
    [InlineData("$.a.b[?(@.c == true)]", "[{\"c\":true}]")]
    [InlineData("$..c", "[true]")]
    [InlineData("$.gone[*].x", "[]")]
    [InlineData("$..date", "[\"2026-01-01T00:00:00Z\"]")]
    public async Task RicherPathFindsAnArrayAlways(string path, string expected) =>
        JsonAssert.Equal($"{{\"r\":{expected}}}", await Trial.EvaluateAsync($"{{\"r.$\":\"{path}\"}}", Input));

    [Fact]
    public async Task PathThatFindsNothingEndsTheExecutionAndNamesFieldAndInput()
    {
        var trial = new Trial("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,"Parameters":{"r.$":"$.gone"}}}}""");

        var result = await trial.RunAsync("""{"a":1}""");

        Assert.Equal("States.Runtime", result.Error);
        Assert.Equal(
            "An error occurred while executing the state 'P' (entered at the event id #2). "
            + "The JSONPath '$.gone' specified for the field 'r.$' could not be found in the input '{\"a\":1}'",
            result.Cause);
        Assert.Equal("ExecutionStarted PassStateEntered ExecutionFailed", trial.Types);
    }
}
