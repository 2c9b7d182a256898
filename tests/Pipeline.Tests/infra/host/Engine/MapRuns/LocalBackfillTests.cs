using System.Text.Json.Nodes;
using Pipeline.Core.Backfill;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store.MapRuns;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Files;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Engine.MapRuns;

/// <summary>The backfill's state machine, on the local host.</summary>
public sealed class LocalBackfillTests
{
    private static readonly string Arn = PipelineDefinition.ExecutionArnOf(FurtherDefinitions.Backfill, "again");

    [Fact]
    public async Task ImagesThatAreCurrentStayAsTheyAreAndTheSummaryIsAnnouncedOnce()
    {
        await using var pipeline = new PipelineUnderTest();
        await pipeline.UploadAsync("a.png", PngFile.Write(32, 32, 8, PngFile.Grey, [.. Enumerable.Range(0, 32 * 32).Select(index => (byte)index)]));
        await pipeline.UploadAsync("b.png", PngFile.Write(16, 16, 8, PngFile.Grey, [.. Enumerable.Range(0, 16 * 16).Select(index => (byte)index)]));
        var before = (await pipeline.GetEntryAsync("a.png"))!.Record;

        await pipeline.Pipeline.Executions.StartAsync(FurtherDefinitions.Backfill, "again", new BackfillInput().ToJson(), CancellationToken.None);
        var ended = await WaitForEndAsync(pipeline.Pipeline.Store);

        Assert.True(ended.Status == RecordedStatus.Succeeded, ended.Cause);
        var run = Assert.Single(pipeline.Pipeline.Store.MapRuns.List(Arn, 0, 10));
        Assert.Equal([new MapChildCount("SUCCEEDED", 2, 2)], pipeline.Pipeline.Store.MapRuns.Count(run.Number));
        var after = (await pipeline.GetEntryAsync("a.png"))!.Record;
        Assert.Equal((before.UpdatedAt, before.Execution, before.Current!.Prefix), (after.UpdatedAt, after.Execution, after.Current!.Prefix));
        var summaries = (await pipeline.Pipeline.Store.Announcements.ListByExecutionAsync(Arn, CancellationToken.None))
            .Select(announcement => JsonNode.Parse(announcement.Message)!)
            .Where(message => (string?)message["outcome"] == "backfilled");
        Assert.Equal(2, (int)Assert.Single(summaries)["counts"]!["unchanged"]!);
    }

    [Fact]
    public async Task ChildrenThatEndedDoNotRunAgainAfterARestart()
    {
        const string Slow = """
            {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":2,"End":true,
              "ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"uploads"}},
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"C","States":{
                "C":{"Type":"Choice","Choices":[{"Variable":"$.Key","StringMatches":"slow*","Next":"W"}],"Default":"P"},
                "W":{"Type":"Wait","Seconds":2,"Next":"P"},
                "P":{"Type":"Pass","OutputPath":"$.Key","End":true}}}}}}
            """;
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing, further: ("slow", Slow));
        foreach (var key in (string[])["a", "b", "slow"])
        {
            await (await pipeline.Pipeline.UploadAsync(key, new MemoryStream([1]), CancellationToken.None)).Completion;
        }

        var arn = (await pipeline.Pipeline.Executions.StartAsync("slow", "again", "{}", CancellationToken.None)).Arn;
        await DefinedPipeline.WaitUntilAsync(() => Count(pipeline) is [{ Status: "RUNNING", Children: 1 }, { Status: "SUCCEEDED", Children: 2 }]);
        var child = Find(pipeline, 0);
        await pipeline.ReopenAsync();

        Assert.Equal([new MapChildCount("RUNNING", 1, 1), new MapChildCount("SUCCEEDED", 2, 2)], Count(pipeline));
        await pipeline.Pipeline.ResumeAsync(CancellationToken.None);
        await DefinedPipeline.WaitUntilAsync(async () => (await pipeline.Pipeline.Store.Executions.GetAsync(arn, CancellationToken.None))!.Status != RecordedStatus.Running);

        var ended = await pipeline.Pipeline.Store.Executions.GetAsync(arn, CancellationToken.None);
        Assert.Equal((RecordedStatus.Succeeded, """["a","b","slow"]"""), (ended!.Status, ended.Output));
        Assert.Equal(child, Find(pipeline, 0));
        Assert.Equal(
            ["ExecutionStarted", "ChoiceStateEntered", "ChoiceStateExited", "WaitStateEntered", "WaitStateExited", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"],
            (await pipeline.Pipeline.Store.Executions.GetHistoryAsync(
                PipelineDefinition.ExecutionArnOf("slow/M", "again-2-2"), 0, 100, CancellationToken.None)).Select(recorded => recorded.Type));
    }

    [Fact]
    public async Task PipelineThatLacksTheStatesHasNoBackfill()
    {
        await using var pipeline = new DefinedPipeline(DefinedPipeline.Passing);

        Assert.False(pipeline.Pipeline.HasStateMachine(FurtherDefinitions.Backfill));
        await Assert.ThrowsAsync<Pipeline.Host.Engine.Executions.StateMachineNotFoundException>(
            () => pipeline.Pipeline.Executions.StartAsync(FurtherDefinitions.Backfill, null, "{}", CancellationToken.None));
    }

    private static IReadOnlyList<MapChildCount> Count(DefinedPipeline pipeline) =>
        pipeline.Pipeline.Store.MapRuns.Get("arn:aws:states:local:000000000000:mapRun:slow/M:again-2") is { } run ? pipeline.Pipeline.Store.MapRuns.Count(run.Number) : [];

    private static MapChildRecord Find(DefinedPipeline pipeline, int place) =>
        pipeline.Pipeline.Store.MapRuns.FindChild(PipelineDefinition.ExecutionArnOf("slow/M", $"again-2-{place}"))!.Value.Child;

    private static async Task<ExecutionRecord> WaitForEndAsync(Pipeline.Host.Store.LocalStore store)
    {
        await DefinedPipeline.WaitUntilAsync(async () => (await store.Executions.GetAsync(Arn, CancellationToken.None))!.Status != RecordedStatus.Running);
        return (await store.Executions.GetAsync(Arn, CancellationToken.None))!;
    }
}
