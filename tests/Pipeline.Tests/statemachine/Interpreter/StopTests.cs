using Pipeline.Interpreter;

namespace Pipeline.Tests.Interpreter;

public sealed class StopTests
{
    private const string Machine = """{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}""";

    [Fact]
    public async Task StoppedExecutionEndsAbortedWithErrorAndCause()
    {
        using var stop = new StopRequest();
        var trial = new Trial(Machine).On("T", async (_, token) =>
        {
            stop.Stop("Operator", "no longer wanted");
            await Task.Delay(Timeout.Infinite, token);
            return null;
        });

        var result = await trial.RunAsync(stop: stop);

        Assert.Equal(new ExecutionResult(ExecutionStatus.Aborted, null, "Operator", "no longer wanted"), result);
        Assert.Equal("ExecutionStarted TaskStateEntered LambdaFunctionScheduled LambdaFunctionStarted ExecutionAborted", trial.Types);
        Assert.Equal(0, trial.History[^1].PreviousEventId);
    }

    [Fact]
    public async Task StopAsksNobodyWhenTheExecutionIsResumedOnlyForThat()
    {
        using var stop = new StopRequest();
        stop.Stop();
        var trial = new Trial(Machine);
        using var off = new CancellationTokenSource();
        var shut = new Trial(Machine).On("T", async (_, token) =>
        {
            await off.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shut.RunAsync(cancellationToken: off.Token));

        var result = await trial.ResumeAsync(shut.History, stop: stop);

        Assert.Equal(ExecutionStatus.Aborted, result.Status);
        Assert.Equal("ExecutionAborted", trial.Types);
        Assert.Empty(trial.Calls);
    }

    [Fact]
    public async Task EndlessLoopWithoutWaitingCanBeStopped()
    {
        using var stop = new StopRequest();
        var trial = new Trial("""
            {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Variable":"$","IsNull":true,"Next":"D"}],"Default":"A"},"D":{"Type":"Succeed"}}}
            """)
        { Limits = new ExecutionLimits { HistoryEvents = int.MaxValue } };

        var running = Task.Run(() => trial.RunAsync(stop: stop));
        await Task.Delay(20);
        stop.Stop();

        Assert.Equal(ExecutionStatus.Aborted, (await running).Status);
    }
}
