using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Engine.Executions;

public sealed class ExecutionStopTests
{
    [Fact]
    public async Task RunningExecutionIsAbortedWithItsReason()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await DefinedPipeline.WaitUntilAsync(async () => (await pipeline.GetHistoryTypesAsync("mine")).Contains("WaitStateEntered"));

        Assert.True(await pipeline.Pipeline.Executions.StopAsync("mine", "Enough", "It took too long.", CancellationToken.None));

        var stopped = await pipeline.GetAsync("mine");
        Assert.Equal((RecordedStatus.Aborted, "Enough", "It took too long."), (stopped.Status, stopped.Error, stopped.Cause));
        Assert.NotNull(stopped.StopTime);
        Assert.Equal(RecordedStatus.Aborted, Assert.Single(pipeline.Events.OfType<ExecutionEnded>()).Execution.Status);
    }

    [Fact]
    public async Task QueuedExecutionIsAbortedAtOnce()
    {
        // Room for two.
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting, parallelism: 1);
        foreach (var name in new[] { "first", "second", "third" })
        {
            await pipeline.Pipeline.Executions.StartAsync(name, "{}", CancellationToken.None);
        }

        await DefinedPipeline.WaitUntilAsync(async () => (await pipeline.GetHistoryTypesAsync("second")).Contains("WaitStateEntered"));

        Assert.True(await pipeline.Pipeline.Executions.StopAsync("third", null, null, CancellationToken.None));

        Assert.Equal(RecordedStatus.Aborted, (await pipeline.GetAsync("third")).Status);
        Assert.Equal(["ExecutionStarted", "ExecutionAborted"], await pipeline.GetHistoryTypesAsync("third"));
        Assert.Equal(RecordedStatus.Running, (await pipeline.GetAsync("first")).Status);
    }

    [Fact]
    public async Task EndedOrUnknownExecutionIsNotStopped()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);
        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await pipeline.WaitForEndAsync("mine");

        Assert.False(await pipeline.Pipeline.Executions.StopAsync("mine", null, null, CancellationToken.None));

        Assert.Equal(RecordedStatus.Succeeded, (await pipeline.GetAsync("mine")).Status);
        await Assert.ThrowsAsync<ExecutionNotFoundException>(() => pipeline.Pipeline.Executions.StopAsync("none", null, null, CancellationToken.None));
    }
}
