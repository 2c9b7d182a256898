using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Local.Backfill;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Backfills that let another model look at images, on the local host.</summary>
public sealed class DescriptionRefreshTests : IDisposable
{
    private static readonly string[] Keys = ["a.png", "b.png", "c.png", "d.png", "e.png"];

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedVisionModel _model = new();
    private int _backfills;

    [Fact]
    public async Task OnlyWhatAnotherModelDescribedIsAskedAgainAndASpentBudgetIsContinuedLater()
    {
        await using (var pipeline = Open("first", budget: 100))
        {
            await UploadAsync(pipeline, Keys);
            await (await pipeline.CaptionAsync("a.png", new("By hand", "de"), CancellationToken.None))!.Completion;
            Assert.Equal((0, new()), await RefreshAsync(pipeline));
        }

        _model.Answer = _ => ScriptedVisionModel.Describe("Another look");
        // Five of them are spent.
        await using (var pipeline = Open("second", budget: 7))
        {
            Assert.Equal((5, new(Unchanged: 3, Refreshed: 2)), await RefreshAsync(pipeline));
            Assert.Equal((3, new(Unchanged: 3)), await RefreshAsync(pipeline));
        }

        await using (var pipeline = Open("second", budget: null))
        {
            Assert.Equal((3, new(Refreshed: 3)), await RefreshAsync(pipeline));
            Assert.Equal((0, new()), await RefreshAsync(pipeline));

            Assert.Equal([.. Enumerable.Repeat("first", 5), .. Enumerable.Repeat("second", 5)], _model.Asked);
            foreach (var key in Keys)
            {
                var record = (await FindAsync(pipeline, key)).Record;
                Assert.Equal((ImageStatus.Ready, "second"), (record.Status, record.Description!.Model));
                Assert.Equal(key == "a.png" ? ("By hand", "de", true) : ("Another look", "en", false), (record.Description.AltText, record.Description.Language, record.Description.ByPerson));
                Assert.DoesNotContain(await pipeline.Store.Images.ListRenditionsAsync($"{key}/", CancellationToken.None), file => file.Contains("/description/", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task AnotherModelDecidesAgainWhatWaitsInQuarantine()
    {
        const string Violence = """[{"category":"violence","confidence":0.9}]""";
        _model.Answer = number => ScriptedVisionModel.Describe("Before", number == 0 ? Violence : "[]");
        await using (var pipeline = Open("first", budget: null))
        {
            await UploadAsync(pipeline, ["a.png"], ImageOutcome.Quarantined);
            await UploadAsync(pipeline, ["b.png"]);
        }

        // Each is the other way round now. What is published comes first.
        await using (var pipeline = Open("second", budget: null))
        {
            _model.Answer = number => ScriptedVisionModel.Describe("After", number == 2 ? Violence : "[]");

            Assert.Equal((2, new(Accepted: 1, Quarantined: 1)), await RefreshAsync(pipeline, concurrency: 1));

            var (released, quarantined) = (await FindAsync(pipeline, "a.png"), await FindAsync(pipeline, "b.png"));
            Assert.Equal((ImageStatus.Ready, "After"), (released.Record.Status, released.Record.Description!.AltText));
            Assert.Null(released.Quarantined);
            Assert.Equal((ImageStatus.Quarantined, "moderated", "After"), (quarantined.Record.Status, quarantined.Record.Reason!.Code, quarantined.Quarantined!.Description!.AltText));
            Assert.Null(quarantined.Record.Current);
            Assert.Equal((0, new()), await RefreshAsync(pipeline));
        }
    }

    [Fact]
    public async Task ModelWritesATextAgainThatAPersonTookBack()
    {
        await using var pipeline = Open("first", budget: null);
        await UploadAsync(pipeline, ["a.png"]);
        foreach (var text in new[] { "By hand", null })
        {
            await (await pipeline.CaptionAsync("a.png", new(text), CancellationToken.None))!.Completion;
            Assert.Equal(text, (await FindAsync(pipeline, "a.png")).Record.Description!.AltText);
        }

        Assert.Equal((1, new(Refreshed: 1)), await RefreshAsync(pipeline));

        Assert.Equal(("A picture", false), (await FindAsync(pipeline, "a.png")).Record.Description is { } description ? (description.AltText, description.ByPerson) : default);
    }

    public void Dispose() => _folder.Dispose();

    private LocalPipeline Open(string model, int? budget)
    {
        var settings = new DescriptionSettings(model, ["en"], DailyImages: budget);
        return LocalPipeline.Open(
            new(_folder.Path, RenditionSet.Default) { Describing = new(new(_model, settings), new(ModerationAction.Quarantine)) },
            PipelineUnderTest.Codec, (_, _) => { }, TimeProvider.System);
    }

    private static async Task UploadAsync(LocalPipeline pipeline, string[] keys, string outcome = "succeeded")
    {
        foreach (var key in keys)
        {
            var submission = await pipeline.UploadAsync(key, new MemoryStream(SyntheticImages.Png(64, 48, seed: key[0])), CancellationToken.None);
            Assert.Equal(outcome, (await submission.Completion).Name);
        }
    }

    private static async Task<CatalogueEntry> FindAsync(LocalPipeline pipeline, string key) =>
        (await pipeline.Store.Catalogue.GetAsync(ImageIds.Create("uploads", key), CancellationToken.None))!;

    /// <summary>Does what the command <c>backfill --refresh description</c> does.</summary>
    /// <returns>The number of images that it is for, and what became of them.</returns>
    private async Task<(long Planned, BackfillCounts Counts)> RefreshAsync(LocalPipeline pipeline, int? concurrency = null)
    {
        var versions = CurrentVersions.Of(RenditionSet.Default, null, pipeline.Describing!.Vision!.Settings.Schema);
        await using var manifest = new MemoryStream();
        await using var lines = new StreamWriter(manifest);
        var plan = await LocalBackfills.WriteManifestAsync(pipeline.Store, "", versions.HasOtherDescriptionSchema, withQuarantined: true, lines, CancellationToken.None);
        if (plan.Images == 0)
        {
            return (0, new());
        }

        await lines.FlushAsync();
        var name = $"refresh-{++_backfills}";
        var key = await LocalBackfills.StoreManifestAsync(pipeline.Store, name, manifest, CancellationToken.None);
        await LocalBackfills.StartAsync(pipeline, name, new(Manifest: key, Refresh: BackfillRefresh.Description, MaxConcurrency: concurrency), CancellationToken.None);
        var arn = PipelineDefinition.ExecutionArnOf(FurtherDefinitions.Backfill, name);
        await DefinedPipeline.WaitUntilAsync(async () => (await pipeline.Store.Executions.GetAsync(arn, CancellationToken.None))!.Status != RecordedStatus.Running);
        var ended = (await pipeline.Store.Executions.GetAsync(arn, CancellationToken.None))!;
        Assert.True(ended.Status == RecordedStatus.Succeeded, ended.Cause);
        var summary = Assert.Single(
            (await pipeline.Store.Announcements.ListByExecutionAsync(arn, CancellationToken.None)).Select(announcement => JsonNode.Parse(announcement.Message)!),
            message => (string?)message["outcome"] == BackfillAnnouncement.Backfilled);
        return (plan.Images, JsonSerializer.Deserialize(summary.ToJsonString(), PipelineJson.Default.BackfillAnnouncement)!.Counts);
    }
}
