using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Tests.Interpreter;

public sealed class PathTests
{
    private const string Input = """
        {"a":{"b":[10,20,{"c":true}]},"x-y":1,"it's":2,"date":"2026-01-01T00:00:00Z","big":12345678901234567890.5,"none":null,
         "list":[{"s":"x","b":1,"l":[1,2],"n":null},{"s":"y","b":2,"l":[3]},{"s":"z","l":[]}]}
        """;

    [Theory]
    [InlineData("$", Input)]
    [InlineData("$.a.b[1]", "20")]
    [InlineData("$['a']['b'][2].c", "true")]
    [InlineData("$.x-y", "1")]
    [InlineData("$.x-y ", "1")]
    [InlineData("$['it\\\\'s']", "2")]
    [InlineData("$.none", "null")]
    [InlineData("$.a.b[3]", "null")]
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
    [InlineData("$.list[*].l[-1]", "[2,3]")]
    [InlineData("$.list[-1:].s", "[\"z\"]")]
    [InlineData("$.list[1:-1].b", "[2]")]
    [InlineData("$.list[::2].s", "[\"x\",\"z\"]")]
    [InlineData("$.list[?(@.b)].s", "[\"x\",\"y\"]")]
    [InlineData("$.list[?(@.n)].s", "[\"x\"]")]
    [InlineData("$.list[?(@.n == null)].s", "[\"x\"]")]
    [InlineData("$.list[?(@.s =~ /[XY]/i)].s", "[\"x\",\"y\"]")]
    [InlineData("$.list[?(@['b'] == $.list[1].b)].s", "[\"y\"]")]
    [InlineData("$..[?(@.b == 2)].l[*]", "[3]")]
    [InlineData("$.list[?(@.b == 1 || @.s == 'z')].s", "[\"x\",\"z\"]")]
    [InlineData("$.list[*].l[-2]", "[1]")]
    public async Task JsonPathQueryAlwaysGivesAnArray(string path, string expected) =>
        JsonAssert.Equal($"{{\"r\":{expected}}}", await Trial.EvaluateAsync($"{{\"r.$\":\"{path}\"}}", Input));

    [Fact]
    public async Task PathThatFindsNothingFailsTheExecutionAndNamesFieldAndInput()
    {
        var trial = new Trial("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,"Parameters":{"r.$":"$.gone"}}}}""");

        var result = await trial.RunAsync("""{"a":1}""");

        Assert.Equal("States.Runtime", result.Error);
        Assert.Equal(
            "An error occurred while executing the state 'P' (entered at the event id #2). "
            + "The JSONPath '$.gone' specified for the field 'r.$' could not be found in the input '{\"a\":1}'",
            result.Cause);
        Assert.Equal("ExecutionStarted PassStateEntered ExecutionFailed", trial.EventTypes);
    }

    [Theory]
    [InlineData("$.a.b[3].c")]
    [InlineData("$.x-y[3]")]
    [InlineData("$.a.b[-9]")]
    [InlineData("States.Array($.a.b[3])")]
    public async Task OtherMissingValuesFailTheExecution(string path)
    {
        var trial = new Trial($$"""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,"Parameters":{"r.$":"{{path}}"} } } }""");

        Assert.Equal("States.Runtime", (await trial.RunAsync(Input)).Error);
    }

    [Fact]
    public async Task FilterOnIncomparableValuesFailsWithStatesRuntime()
    {
        var trial = new Trial("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,"Parameters":{"r.$":"$.list[?(@.b > 'x')]"}}}}""");

        var result = await trial.RunAsync(Input);

        Assert.Equal((ExecutionStatus.Failed, "States.Runtime"), (result.Status, result.Error));
        Assert.Contains("$.list[?(@.b > 'x')]", result.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$['x-y','none']")]
    [InlineData("$.list[?(!@.b)].s")]
    [InlineData("$.list[?(@.b in [2, 3])].s")]
    [InlineData("$.list[?(@.l size 2)].s")]
    [InlineData("$.a[")]
    [InlineData("$.a[?(@.b]")]
    [InlineData("$.a[?(@.b > )]")]
    [InlineData("$.a[(@.length-1)]")]
    [InlineData("$.a[1:2:0]")]
    [InlineData("$.a..length()")]
    [InlineData("$.a['b','c]")]
    [InlineData("$.a[*")]
    [InlineData("$..")]
    public void InvalidPathIsRefused(string path)
    {
        var trial = new Trial($$"""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,"Parameters":{"r.$":"{{path}}"} } } }""");

        var refused = Assert.Throws<InvalidDefinitionException>(trial.CreateMachine);

        Assert.Equal("$.States.P.Parameters.r.$", Assert.Single(refused.Errors).Path);
    }
}
