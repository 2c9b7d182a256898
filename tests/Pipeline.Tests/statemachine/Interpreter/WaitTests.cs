using Pipeline.Interpreter.Executions;

namespace Pipeline.Tests.Interpreter;

public sealed class WaitTests
{
    [Theory]
    [InlineData("\"Seconds\":86400", "{}", 86400)]
    [InlineData("\"Seconds\":0", "{}", 0)]
    [InlineData("\"SecondsPath\":\"$.s\"", """{"s":90}""", 90)]
    [InlineData("\"Timestamp\":\"2026-03-01T12:01:00Z\"", "{}", 60)]
    [InlineData("\"Timestamp\":\"2020-01-01T00:00:00Z\"", "{}", 0)]
    [InlineData("\"TimestampPath\":\"$.t\"", """{"t":"2026-03-01T13:01:00.250+01:00"}""", 60.25)]
    public async Task WaitTakesItsTimeInVirtualTime(string field, string input, double seconds)
    {
        var trial = new Trial($$"""{"StartAt":"W","States":{"W":{"Type":"Wait",{{field}},"End":true} } }""");

        var result = await trial.RunAsync(input);

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        Assert.Equal(Trial.Noon.AddSeconds(seconds), trial.History[^1].Timestamp);
    }

    [Theory]
    [InlineData("\"SecondsPath\":\"$.v\"", "-1")]
    [InlineData("\"SecondsPath\":\"$.v\"", "1.5")]
    [InlineData("\"SecondsPath\":\"$.v\"", "\"1\"")]
    [InlineData("\"SecondsPath\":\"$.gone\"", "1")]
    [InlineData("\"TimestampPath\":\"$.v\"", "\"2026-03-01\"")]
    [InlineData("\"TimestampPath\":\"$.v\"", "\"2026-03-01t12:00:00z\"")]
    [InlineData("\"TimestampPath\":\"$.v\"", "5")]
    [InlineData("\"TimestampPath\":\"$.v\"", "\"2094-03-20T00:00:00Z\"")]
    public async Task InvalidTimeInTheInputFailsTheExecution(string field, string value)
    {
        var trial = new Trial($$"""{"StartAt":"W","States":{"W":{"Type":"Wait",{{field}},"End":true} } }""");

        Assert.Equal("States.Runtime", (await trial.RunAsync($$"""{"v":{{value}}}""")).Error);
    }

    [Fact]
    public async Task WaitOfMoreThan68YearsIsTooLong()
    {
        var trial = new Trial("""{"StartAt":"W","States":{"W":{"Type":"Wait","Timestamp":"2094-03-20T00:00:00Z","End":true}}}""");

        var result = await trial.RunAsync();

        Assert.Equal("States.Runtime", result.Error);
        Assert.EndsWith("Wait state delay is too long.", result.Cause, StringComparison.Ordinal);
    }
}

public sealed class FailTests
{
    [Theory]
    [InlineData("\"Error\":\"E\",\"Cause\":\"C\"", "E", "C")]
    [InlineData("\"ErrorPath\":\"$.e\",\"CausePath\":\"States.Format('{}!', $.c)\"", "e1", "c1!")]
    [InlineData("\"Error\":\"E\",\"CausePath\":\"$$.State.Name\"", "E", "F")]
    [InlineData("\"Comment\":\"nothing\"", null, null)]
    public async Task FailEndsWithErrorAndCause(string fields, string? error, string? cause)
    {
        var trial = new Trial($$"""{"StartAt":"F","States":{"F":{"Type":"Fail",{{fields}} } } }""");

        var result = await trial.RunAsync("""{"e":"e1","c":"c1"}""");

        Assert.Equal((ExecutionStatus.Failed, error, cause), (result.Status, result.Error, result.Cause));
        Assert.Equal("ExecutionStarted FailStateEntered ExecutionFailed", trial.EventTypes);
    }

    [Fact]
    public async Task NonStringErrorPathIsARuntimeError()
    {
        var trial = new Trial("""{"StartAt":"F","States":{"F":{"Type":"Fail","ErrorPath":"$.e"}}}""");

        Assert.Equal("States.Runtime", (await trial.RunAsync("""{"e":1}""")).Error);
    }
}
