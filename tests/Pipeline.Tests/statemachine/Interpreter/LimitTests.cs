using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Tests.Interpreter;

public sealed class LimitTests
{
    // The quotes are part of the JSON, and é takes two bytes.
    private static readonly string Largest = new('é', (256 * 1024 - 2) / 2);

    [Fact]
    public async Task ResultOf256KibibytesPassesAndOneByteMoreFailsTheTask()
    {
        var (fits, tooLarge) = (Machine(Largest), Machine(Largest + "e"));

        Assert.Equal(ExecutionStatus.Succeeded, (await fits.RunAsync()).Status);
        var result = await tooLarge.RunAsync();

        Assert.Equal("States.DataLimitExceeded", result.Error);
        Assert.Equal("The state/task 't' returned a result with a size exceeding the maximum number of bytes service limit.", result.Cause);
        Assert.Equal("LambdaFunctionFailed", tooLarge.History[^2].Type);
    }

    [Fact]
    public async Task OutputOfAStateMayNotExceedTheLimit()
    {
        var trial = new Trial("""{"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{"a.$":"$","b.$":"$"},"End":true}}}""");

        Assert.Equal("States.DataLimitExceeded", (await trial.RunAsync(new JsonArray(new string('x', 200_000)).ToJsonString())).Error);
        Assert.Equal("ExecutionStarted PassStateEntered ExecutionFailed", trial.EventTypes);
    }

    [Fact]
    public async Task HistoryEndsWithItsLastAllowedEvent()
    {
        var trial = new Trial("""
            {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Variable":"$","IsNull":true,"Next":"D"}],"Default":"A"},"D":{"Type":"Succeed"}}}
            """);

        var result = await trial.RunAsync();

        Assert.Equal((ExecutionStatus.Failed, "States.Runtime"), (result.Status, result.Error));
        Assert.Equal("The execution reached the maximum number of history events (25000).", result.Cause);
        Assert.Equal(25_000, trial.History.Count);
    }

    private static Trial Machine(string output) =>
        new Trial("""{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}""").On("T", _ => output);
}
