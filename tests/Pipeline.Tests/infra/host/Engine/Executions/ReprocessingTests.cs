using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Events;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Host.Engine.Executions;

/// <summary>Stored originals are processed again.</summary>
public sealed class ReprocessingTests
{
    public static TheoryData<string> Damages => ["deleted", "cut", "overwritten"];

    [Fact]
    public async Task ImageWithAllItsRenditionsIsUnchanged()
    {
        await using var pipeline = new PipelineUnderTest();
        var first = await pipeline.UploadAsync("cats/1.png", SyntheticImages.Png(300, 200));
        var stored = 0;
        pipeline.Pipeline.Events.Published += published => stored += published is OriginalStored ? 1 : 0;

        var again = await ProcessAgainAsync(pipeline, "cats/1.png");

        Assert.Equal("unchanged", again.Name);
        Assert.NotEqual(first.Execution, again.Execution);
        Assert.Equal(first.Record!.UpdatedAt, again.Record!.UpdatedAt);
        Assert.Equal(0, stored);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task RenditionsWhoseFilesAreGoneOrDamagedAreMadeAgain(string damage)
    {
        await using var pipeline = new PipelineUnderTest();
        var first = await pipeline.UploadAsync("a.png", SyntheticImages.Png(300, 200));
        var rendition = first.Record!.Current!.Renditions[0];
        var (path, content) = (pipeline.Pipeline.Store.Images.GetRenditionPath(rendition.Key), pipeline.Read(rendition));
        if (damage == "deleted")
        {
            File.Delete(path);
        }
        else
        {
            await File.WriteAllBytesAsync(path, new byte[damage == "cut" ? content.Length / 2 : content.Length]);
        }

        var again = await ProcessAgainAsync(pipeline, "a.png");
        var third = await ProcessAgainAsync(pipeline, "a.png");

        Assert.Equal(("succeeded", "unchanged"), (again.Name, third.Name));
        Assert.Equal(content, pipeline.Read(rendition));
        var (before, after) = (first.Record.Current, third.Record!.Current!);
        Assert.Equal((before.Sha256, before.RenditionSet, before.Prefix), (after.Sha256, after.RenditionSet, after.Prefix));
        Assert.Null((await pipeline.GetEntryAsync("a.png"))!.Replaced);
    }

    [Fact]
    public async Task RejectedImageIsCheckedAgain()
    {
        await using var pipeline = new PipelineUnderTest();
        await pipeline.UploadAsync("notes.png", "These are notes."u8.ToArray());

        var again = await ProcessAgainAsync(pipeline, "notes.png");

        Assert.Equal(("rejected", "unsupportedFormat"), (again.Name, again.Reason!.Code));
        Assert.Equal(again.Execution, again.Record!.Execution[(again.Record.Execution.LastIndexOf(':') + 1)..]);
    }

    [Fact]
    public async Task FailedImageIsProcessedToTheEndAndARunningOneOnlyOnce()
    {
        using var gate = new ManualResetEventSlim();
        var codec = new FaultyCodec(PipelineUnderTest.Codec) { BeforeEncode = () => gate.Wait(PipelineProgram.Timeout) };
        await using var pipeline = new PipelineUnderTest(codec: codec);
        using var content = new MemoryStream(SyntheticImages.Png(300, 200));
        var upload = await pipeline.Pipeline.UploadAsync("a.png", content, CancellationToken.None);

        var running = await pipeline.Pipeline.ProcessAgainAsync("a.png", CancellationToken.None);
        await pipeline.Pipeline.Executions.StopAsync(upload.Execution!, "Enough", null, CancellationToken.None);
        gate.Set();
        var stopped = await upload.Completion;
        var again = await ProcessAgainAsync(pipeline, "a.png");

        Assert.Equal(upload.Execution, running!.Execution);
        Assert.Equal(("failed", ImageStatus.Failed), (stopped.Name, stopped.Record!.Status));
        Assert.Equal(("succeeded", ImageStatus.Ready), (again.Name, again.Record!.Status));
        Assert.NotEmpty(await pipeline.ListRenditionsAsync("a.png/"));
    }

    [Fact]
    public async Task OnlyStoredImagesCanBeProcessedAgain()
    {
        await using var pipeline = new PipelineUnderTest();
        await pipeline.UploadAsync("gone.png", SyntheticImages.Png(30, 20));
        await pipeline.DeleteAsync("gone.png");
        await pipeline.UploadAsync("folder/", []);

        Assert.Null(await pipeline.Pipeline.ProcessAgainAsync("never.png", CancellationToken.None));
        Assert.Null(await pipeline.Pipeline.ProcessAgainAsync("gone.png", CancellationToken.None));
        Assert.Equal(ImageOutcome.Ignored, (await ProcessAgainAsync(pipeline, "folder/")).Name);
    }

    private static async Task<ImageOutcome> ProcessAgainAsync(PipelineUnderTest pipeline, string key)
    {
        Submission? submission = await pipeline.Pipeline.ProcessAgainAsync(key, CancellationToken.None);
        return await submission!.Completion;
    }
}
