using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine.Events;

public sealed class PipelineEventsTests
{
    [Fact]
    public async Task UploadPublishesEventsFromStorageToAnnouncement()
    {
        await using var pipeline = new PipelineUnderTest();
        var events = new List<PipelineEvent>();
        pipeline.Pipeline.Events.Published += happened =>
        {
            lock (events)
            {
                events.Add(happened);
            }
        };
        var content = SyntheticImages.Png(60, 40);

        var outcome = await pipeline.UploadAsync("cats/a.png", content);

        Assert.Equal(new OriginalStored("cats/a.png", content.Length), events[0]);
        var started = Assert.IsType<ExecutionStarted>(events[1]).Execution;
        Assert.Equal((outcome.Execution, "uploads/cats/a.png"), (started.Name, started.ImageId));
        var ended = Assert.IsType<ExecutionEnded>(events[^1]);
        Assert.Equal((RecordedStatus.Succeeded, "succeeded"), (ended.Execution.Status, ended.Outcome.Name));
        Assert.NotNull(ended.Execution.StopTime);
        Assert.Equal(ImageStatus.Ready, events.OfType<ImageChanged>().Last().Record.Status);
        Assert.Equal(AnnouncementTopic.Success, Assert.Single(events.OfType<Announced>()).Announcement.Topic);
        var history = events.OfType<HistoryAppended>().SelectMany(appended => appended.Events).ToList();
        Assert.All(events.OfType<HistoryAppended>(), appended => Assert.Equal(started.Name, appended.Execution));
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(@event => (int)@event.Id));
        Assert.Equal("ExecutionSucceeded", history[^1].Type);
    }

    [Fact]
    public async Task HostFaultIsPublishedAndTheExecutionCanStillBeStopped()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        var isDiskFull = true;
        pipeline.Pipeline.Events.Published += happened =>
        {
            if (isDiskFull && happened is HistoryAppended)
            {
                throw new IOException("The disk is full.");
            }
        };

        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await DefinedPipeline.WaitUntilAsync(() => pipeline.Events.OfType<ExecutionInterrupted>().Any());

        var interrupted = Assert.Single(pipeline.Events.OfType<ExecutionInterrupted>());
        Assert.Equal(("mine", "The disk is full."), (interrupted.Execution.Name, interrupted.Fault.Message));
        Assert.Equal(RecordedStatus.Running, (await pipeline.GetAsync("mine")).Status);
        isDiskFull = false;
        Assert.True(await pipeline.Pipeline.Executions.StopAsync("mine", null, null, CancellationToken.None));
        Assert.Equal(RecordedStatus.Aborted, (await pipeline.GetAsync("mine")).Status);
    }

    [Fact]
    public async Task ExecutionAfterACrashIsResumedNotStarted()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        await pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await pipeline.ReopenAsync();

        await pipeline.Pipeline.ResumeAsync(CancellationToken.None);

        Assert.Single(pipeline.Events.OfType<ExecutionStarted>());
        Assert.Equal("mine", Assert.Single(pipeline.Events.OfType<ExecutionResumed>()).Execution.Name);
    }
}
