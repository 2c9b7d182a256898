using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Interpreter.Time;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Engine.Executions;

public sealed class ExecutionRedriveTests
{
    [Fact]
    public async Task AbortedExecutionContinuesWhereItStopped()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        await AbortAsync(pipeline, "mine");

        var result = await pipeline.Pipeline.Executions.RedriveAsync("mine", CancellationToken.None);

        Assert.Equal((null, RecordedStatus.Running, 1), (result.Refusal, result.Execution.Status, result.Execution.RedriveCount));
        await DefinedPipeline.WaitUntilAsync(async () => (await pipeline.GetHistoryTypesAsync("mine")).Count == 4);
        Assert.Equal(["ExecutionStarted", "WaitStateEntered", "ExecutionAborted", "ExecutionRedriven"], await pipeline.GetHistoryTypesAsync("mine"));
        Assert.Single(pipeline.Events.OfType<ExecutionRedriven>());
    }

    [Fact]
    public async Task FailedExecutionSucceedsWithACorrectedDefinition()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Failing, watch: true);
        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        Assert.Equal(RecordedStatus.Failed, (await pipeline.WaitForEndAsync("mine")).Status);
        await File.WriteAllTextAsync(pipeline.DefinitionPath, DefinedPipeline.Passing);
        await DefinedPipeline.WaitUntilAsync(() => pipeline.Events.OfType<DefinitionChanged>().Any());

        Assert.Null((await pipeline.Pipeline.Executions.RedriveAsync("mine", CancellationToken.None)).Refusal);

        var ended = await pipeline.WaitForEndAsync("mine");
        Assert.Equal((RecordedStatus.Succeeded, 1, null), (ended.Status, ended.RedriveCount, ended.Error));
        Assert.Equal(
            ["ExecutionStarted", "PassStateEntered", "ExecutionFailed", "ExecutionRedriven", "PassStateExited", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded"],
            await pipeline.GetHistoryTypesAsync("mine"));
    }

    [Fact]
    public async Task RecordedRedriveIsCarriedOutAfterACrash()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Failing);
        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await pipeline.WaitForEndAsync("mine");
        // A redrive is recorded, but the host stops before it is queued.
        Assert.True(await pipeline.Pipeline.Store.Executions.RedriveAsync(PipelineDefinition.ExecutionArn("mine"), CancellationToken.None));
        await pipeline.ReopenAsync(DefinedPipeline.Passing);

        var resumed = await pipeline.Pipeline.ResumeAsync(CancellationToken.None);

        await Assert.Single(resumed).Completion;
        var ended = await pipeline.GetAsync("mine");
        Assert.Equal((RecordedStatus.Succeeded, 1), (ended.Status, ended.RedriveCount));
        Assert.Single(await pipeline.GetHistoryTypesAsync("mine"), type => type == "ExecutionRedriven");
    }

    [Fact]
    public async Task SucceededOrUnknownExecutionIsNotRedriven()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);
        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await pipeline.WaitForEndAsync("mine");

        var result = await pipeline.Pipeline.Executions.RedriveAsync("mine", CancellationToken.None);

        Assert.Equal("Execution mine is SUCCEEDED; only one that failed, timed out or was aborted can be redriven.", result.Refusal);
        await Assert.ThrowsAsync<ExecutionNotRedrivableException>(
            () => pipeline.Pipeline.Executions.RedriveOrRestartAsync("mine", CancellationToken.None));
        await Assert.ThrowsAsync<ExecutionNotFoundException>(() => pipeline.Pipeline.Executions.RedriveAsync("none", CancellationToken.None));
    }

    [Fact]
    public void OldExecutionOrFullHistoryIsNotRedriven()
    {
        var ended = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var execution = new ExecutionRecord(
            "arn", "mine", "machine", null, RecordedStatus.Failed, ended, ended, 0, null, null, null, null, null);

        Assert.Null(RedriveRule.RefusalReason(execution, 24_998, ended.AddDays(14)));
        Assert.Contains("over 14 days ago", RedriveRule.RefusalReason(execution, 5, ended.AddDays(14).AddSeconds(1)), StringComparison.Ordinal);
        Assert.Contains("24999 events", RedriveRule.RefusalReason(execution, 24_999, ended), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConcurrentRedrivesRedriveOnce()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        await AbortAsync(pipeline, "mine");

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => pipeline.Pipeline.Executions.RedriveAsync("mine", CancellationToken.None))));

        Assert.Single(results, result => result.Refusal is null);
        Assert.All(results.Where(result => result.Refusal is not null), result => Assert.Contains("is RUNNING", result.Refusal, StringComparison.Ordinal));
        Assert.Equal(1, (await pipeline.GetAsync("mine")).RedriveCount);
    }

    [Fact]
    public async Task RedriveThatFindsTheExecutionRedrivenMeanwhileDoesNotWaitForItsEnd()
    {
        var time = new InterruptingTime();
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting, time: time);
        await AbortAsync(pipeline, "mine");
        var executions = pipeline.Pipeline.Executions;
        // The slower caller has read that the execution is aborted, and checks its age, when the faster one redrives it.
        time.Interrupt = () => Assert.Null(executions.RedriveAsync("mine", CancellationToken.None).GetAwaiter().GetResult().Refusal);

        var slower = await executions.RedriveAsync("mine", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("is RUNNING", slower.Refusal, StringComparison.Ordinal);
        Assert.Equal(1, (await pipeline.GetAsync("mine")).RedriveCount);
    }

    [Fact]
    public async Task ExecutionInItsFailStateIsRestartedForUsersButRedrivenByTheProtocol()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.FailState);
        await pipeline.Pipeline.Executions.StartAsync("mine", """{"a":1}""", CancellationToken.None);
        await pipeline.WaitForEndAsync("mine");

        var restarted = await pipeline.Pipeline.Executions.RedriveOrRestartAsync("mine", CancellationToken.None);

        Assert.NotEqual("mine", restarted.Execution.Name);
        Assert.Contains("Fail state", restarted.RestartReason, StringComparison.Ordinal);
        Assert.Equal("""{"a":1}""", (await pipeline.WaitForEndAsync(restarted.Execution.Name)).Input);

        Assert.Null((await pipeline.Pipeline.Executions.RedriveAsync("mine", CancellationToken.None)).Refusal);
        var again = await pipeline.WaitForEndAsync("mine");
        Assert.Equal((RecordedStatus.Failed, "Never", 1), (again.Status, again.Error, again.RedriveCount));
    }

    [Fact]
    public async Task AbortedExecutionIsRedrivenForUsers()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        await AbortAsync(pipeline, "mine");

        var redriven = await pipeline.Pipeline.Executions.RedriveOrRestartAsync("mine", CancellationToken.None);

        Assert.Equal(("mine", null), (redriven.Execution.Name, redriven.RestartReason));
    }

    [Fact]
    public async Task RetriedImageBecomesReady()
    {
        using var folder = new TemporaryFolder();
        using var time = new VirtualTimeProvider(MachineUnderTest.Noon, TimeSpan.FromMinutes(2));
        var codec = new FaultyCodec(new VipsCodec()) { BeforeEncode = () => throw new InvalidDataException("The encoder is out of order.") };
        await using var pipeline = LocalPipeline.Open(new(folder.Path, RenditionSet.Default), codec, time);
        var submission = await pipeline.UploadAsync("a.png", new MemoryStream(SyntheticImages.Png(60, 40)), CancellationToken.None);
        Assert.Equal("failed", (await submission.Completion).Name);

        codec.BeforeEncode = null;
        var restarted = await pipeline.Executions.RedriveOrRestartAsync(submission.Execution!, CancellationToken.None);

        Assert.NotNull(restarted.RestartReason);
        await DefinedPipeline.WaitUntilAsync(async () =>
            (await pipeline.Store.Catalogue.GetAsync("uploads/a.png", CancellationToken.None))!.Record.Status == ImageStatus.Ready);
    }

    private static async Task AbortAsync(DefinedPipeline pipeline, string name)
    {
        await pipeline.Pipeline.Executions.StartAsync(name, "{}", CancellationToken.None);
        await DefinedPipeline.WaitUntilAsync(async () => (await pipeline.GetHistoryTypesAsync(name)).Contains("WaitStateEntered"));
        await pipeline.Pipeline.Executions.StopAsync(name, null, null, CancellationToken.None);
    }

    /// <summary>The system clock. The next read runs an action first.</summary>
    private sealed class InterruptingTime : TimeProvider
    {
        private Action? _interrupt;

        public Action Interrupt
        {
            set => _interrupt = value;
        }

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Exchange(ref _interrupt, null)?.Invoke();
            return base.GetUtcNow();
        }
    }
}
