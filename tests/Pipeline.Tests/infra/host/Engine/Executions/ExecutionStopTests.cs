using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Events;
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
    public async Task StoppedUploadIsRecordedAsFailedAndAnnouncedOnce()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        var input = JsonSerializer.Serialize(ImageEvents.Created("a.jpg", "5"), PipelineJson.Default.ImageEvent);
        await pipeline.Pipeline.Executions.StartAsync("mine", input, CancellationToken.None);

        await pipeline.Pipeline.Executions.StopAsync("mine", "Enough", "It took too long.", CancellationToken.None);
        await pipeline.ReopenAsync();
        await pipeline.Pipeline.ResumeAsync(CancellationToken.None);

        var record = (await pipeline.Pipeline.Store.Catalogue.GetAsync("uploads/a.jpg", CancellationToken.None))!.Record;
        Assert.Equal((ImageStatus.Failed, "Enough"), (record.Status, record.Reason!.Code));
        Assert.Contains("It took too long.", record.Reason.Message, StringComparison.Ordinal);
        var announcement = Assert.Single(await pipeline.Pipeline.Store.Announcements.ListAsync(null, null, false, 10, CancellationToken.None));
        Assert.Equal((AnnouncementTopic.Failure, "uploads"), (announcement.Topic, announcement.Attributes["bucket"]));
        Assert.Equal("Enough", JsonSerializer.Deserialize(announcement.Message, PipelineJson.Default.Announcement)!.Error);
    }

    [Fact]
    public async Task ClaimOfALostExecutionIsReconciledWhenTheHostStarts()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Waiting);
        var longAgo = new Transition(ImageEvents.Created("a.jpg", "5"), "arn:lost", DateTimeOffset.UtcNow - TimeSpan.FromDays(2));
        await new EntryWriter(pipeline.Pipeline.Store.Catalogue).UpdateAsync("uploads/a.jpg", entry => longAgo.Claim(entry, "p/"), CancellationToken.None);

        await pipeline.Pipeline.ResumeAsync(CancellationToken.None);

        Assert.Equal(
            ImageStatus.Failed, (await pipeline.Pipeline.Store.Catalogue.GetAsync("uploads/a.jpg", CancellationToken.None))!.Record.Status);
        Assert.Equal("uploads/a.jpg", Assert.Single(pipeline.Events.OfType<ImageChanged>().DistinctBy(changed => changed.Record.ImageId)).Record.ImageId);
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
