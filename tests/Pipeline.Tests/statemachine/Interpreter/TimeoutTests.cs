using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Tests.Interpreter;

public sealed class TimeoutTests
{
    [Fact]
    public async Task TaskThatTakesTooLongTimesOut()
    {
        var trial = new Trial(Machine("\"TimeoutSeconds\":30,")).OnSlow(TimeSpan.FromSeconds(31));

        var result = await trial.RunAsync();

        Assert.Equal("States.Timeout", result.Error);
        Assert.Equal("LambdaFunctionTimedOut", trial.History[^2].Type);
        Assert.Equal(Trial.Noon.AddSeconds(30), trial.History[^1].Timestamp);
        Assert.Equal(30, trial.History[2].Details!["timeoutInSeconds"]!.GetValue<long>());
    }

    [Fact]
    public async Task TaskWithinItsTimeoutSucceeds()
    {
        var trial = new Trial(Machine("\"TimeoutSecondsPath\":\"$.limit\",")).OnSlow(TimeSpan.FromSeconds(31));

        Assert.Equal(ExecutionStatus.Succeeded, (await trial.RunAsync("""{"limit":32}""")).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("\"5\"")]
    [InlineData("1.5")]
    public async Task TimeoutFromTheInputMustBeAPositiveWholeNumber(string limit)
    {
        var trial = new Trial(Machine("\"TimeoutSecondsPath\":\"$.limit\",")).OnSlow(TimeSpan.Zero);

        Assert.Equal("States.Runtime", (await trial.RunAsync($$"""{"limit":{{limit}}}""")).Error);
        Assert.Empty(trial.Calls);
    }

    [Fact]
    public async Task HandlerThatNeverReturnsTimesOutAndIsCancelled()
    {
        var stopped = new TaskCompletionSource();
        var trial = new Trial(Machine("\"TimeoutSeconds\":600,")).On("T", async (_, token) =>
        {
            token.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return null;
        });

        Assert.Equal("States.Timeout", (await trial.RunAsync()).Error);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task MissedHeartbeatFailsTheTask()
    {
        var trial = new Trial(Machine("\"TimeoutSeconds\":600,\"HeartbeatSeconds\":10,"));
        trial.On("T", async (call, token) =>
        {
            for (var i = 0; i < 3; i++)
            {
                await Task.Delay(TimeSpan.FromSeconds(8), trial.Time, token);
                call.SendHeartbeat();
            }

            await Task.Delay(TimeSpan.FromSeconds(60), trial.Time, token);
            return null;
        });

        var result = await trial.RunAsync();

        Assert.Equal("States.HeartbeatTimeout", result.Error);
        Assert.Equal(Trial.Noon.AddSeconds(34), trial.History[^1].Timestamp);
    }

    [Fact]
    public async Task ServiceTaskTimeoutIsRecordedAsTaskTimedOut()
    {
        var trial = new Trial("""{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","TimeoutSeconds":1,"End":true}}}""")
            .OnSlow(TimeSpan.FromSeconds(2));

        await trial.RunAsync();

        Assert.Equal("TaskTimedOut", trial.History[^2].Type);
        JsonAssert.Equal("""{"resourceType":"sqs","resource":"sendMessage","error":"States.Timeout"}""", trial.History[^2].Details);
    }

    [Fact]
    public async Task WholeExecutionTimesOut()
    {
        var trial = new Trial("""{"StartAt":"W","TimeoutSeconds":3600,"States":{"W":{"Type":"Wait","Seconds":7200,"End":true}}}""");

        var result = await trial.RunAsync();

        Assert.Equal(ExecutionStatus.TimedOut, result.Status);
        Assert.Equal("ExecutionStarted WaitStateEntered ExecutionTimedOut", trial.EventTypes);
        Assert.Equal(Trial.Noon.AddHours(1), trial.History[^1].Timestamp);
    }

    private static string Machine(string more) =>
        $$"""{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t",{{more}}"End":true} } }""";
}

internal static class SlowTrial
{
    public static Trial OnSlow(this Trial trial, TimeSpan duration) => trial.On("T", async (_, token) =>
    {
        await Task.Delay(duration, trial.Time, token);
        return (JsonNode?)"late";
    });
}
