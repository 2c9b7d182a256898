using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Events;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>The definition with deletions of versions, which S3 sends from a bucket with versioning.</summary>
public sealed class VersionDeletionTests
{
    [Fact]
    public async Task OriginalThatADeletionBroughtBackIsProcessedLikeAnUpload()
    {
        await using var pipeline = new PipelineUnderTest();
        await pipeline.Pipeline.Store.Uploads.PutAsync("back.png", new MemoryStream(SyntheticImages.Png(60, 40)), null, CancellationToken.None);

        var outcome = await RunAsync(pipeline, "back.png");

        Assert.Equal("succeeded", outcome.Name);
        Assert.Equal(("FF", ImageStatus.Ready), (outcome.Record!.Sequencer, outcome.Record.Status));
        Assert.NotEmpty(await pipeline.ListRenditionsAsync("back.png/"));
    }

    [Fact]
    public async Task ImageThatTheRecordShowsStays()
    {
        await using var pipeline = new PipelineUnderTest();
        var uploaded = await pipeline.UploadAsync("stays.png", SyntheticImages.Png(60, 40));

        var outcome = await RunAsync(pipeline, "stays.png");

        Assert.Equal("superseded", outcome.Name);
        Assert.Equal(uploaded.Record!.Current!.Prefix, outcome.Record!.Current!.Prefix);
        Assert.Equal(uploaded.Record.Current.Renditions.Select(rendition => rendition.Key).Distinct().Order(), (await pipeline.ListRenditionsAsync("stays.png/")).Order());
    }

    [Fact]
    public async Task ImageWhoseLastVersionWasDeletedIsRemoved()
    {
        await using var pipeline = new PipelineUnderTest();
        await pipeline.UploadAsync("gone.png", SyntheticImages.Png(60, 40));
        await pipeline.Pipeline.Store.Uploads.DeleteAsync("gone.png", CancellationToken.None);

        var outcome = await RunAsync(pipeline, "gone.png");

        Assert.Equal(("removed", ImageStatus.Deleted), (outcome.Name, outcome.Record!.Status));
        Assert.Empty(await pipeline.ListRenditionsAsync("gone.png/"));
    }

    private static async Task<ImageOutcome> RunAsync(PipelineUnderTest pipeline, string key)
    {
        var ended = new TaskCompletionSource<ImageOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.Pipeline.Events.Published += happened =>
        {
            if (happened is ExecutionEnded { Execution.Name: "deletion" } end)
            {
                ended.TrySetResult(end.Outcome);
            }
        };
        var input = JsonSerializer.Serialize(ImageEvents.Deleted(key, "FF", "a-version"), PipelineJson.Default.ImageEvent);
        await pipeline.Pipeline.Executions.StartAsync("deletion", input, CancellationToken.None);
        return await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
