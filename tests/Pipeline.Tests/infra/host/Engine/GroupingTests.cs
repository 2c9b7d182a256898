using System.Text.Json.Nodes;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Core.Grouping;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Imaging.Renditions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Time;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Renditions in groups, from the upload to the record.</summary>
public sealed class GroupingTests
{
    /// <summary>Files that take so long that they need several groups, and renditions that share a file.</summary>
    private static readonly RenditionSet Slow = new(
    [
        new("thumb", 64, 64, Fit.Cover), new("slow", 1200, Format: RenditionFormat.Avif, Effort: 6), new("large", 1200), new("huge", 2400), new("jpeg", 1600, Format: RenditionFormat.Jpeg),
    ]);

    [Theory]
    [InlineData(ResizeGrouping.Each, "thumb|small|medium|large|large-jpeg")]
    [InlineData(ResizeGrouping.Auto, "thumb, small, medium, large, large-jpeg")]
    public async Task IterationsHaveTheNamesOfTheirRenditions(ResizeGrouping grouping, string names)
    {
        List<HistoryEvent> history = [];
        await using var pipeline = new PipelineUnderTest(observe: (_, @event) => history.Add(@event), grouping: grouping);

        var outcome = await pipeline.UploadAsync("photo.jpg", await File.ReadAllBytesAsync(Repository.PathOf("statemachine", "samples", "photo.jpg")));

        Assert.Equal("succeeded", outcome.Name);
        Assert.Equal(
            names.Split('|'),
            ExecutionTrace.FromHistory(history).Scopes.Where(scope => scope.Kind == ScopeKind.Iteration).OrderBy(scope => scope.Index).Select(scope => scope.Name));
        // The input of an iteration's first state shows what the iteration is about.
        Assert.Equal(names.Split('|'), history.Where(IsResizeEntered).OrderBy(@event => @event.Id).Select(@event => (string?)ReadInput(@event)["name"]));
    }

    [Fact]
    public async Task GroupsMakeTheSameRecordAndTheSameFiles()
    {
        var photo = await File.ReadAllBytesAsync(Repository.PathOf("statemachine", "samples", "photo.jpg"));
        await using var each = new PipelineUnderTest(Slow with { Renditions = [.. Slow.Renditions.Where(rendition => rendition.Name != "slow")] });
        await using var auto = new PipelineUnderTest(each.Options.RenditionSets, grouping: ResizeGrouping.Auto);

        var one = (await each.UploadAsync("photo.jpg", photo)).Record!.Current!;
        var other = (await auto.UploadAsync("photo.jpg", photo)).Record!.Current!;

        Assert.Equal(one.Renditions, other.Renditions);
        Assert.Equal((one.Prefix, one.Placeholder), (other.Prefix, other.Placeholder));
        Assert.All(one.Renditions, rendition => Assert.Equal(each.Read(rendition), auto.Read(rendition)));
    }

    [Fact]
    public async Task SeveralGroupsKeepTheSetsOrderAndItsSharedFiles()
    {
        List<HistoryEvent> history = [];
        // Little memory means a small share of a processor, so that the slow rendition fills a group.
        await using var pipeline = new PipelineUnderTest(
            Slow, (_, @event) => history.Add(@event), limits: new(MaxMemory: 400L * 1024 * 1024), grouping: ResizeGrouping.Auto);

        var outcome = await pipeline.UploadAsync("a.png", SyntheticImages.Png(500, 400));

        var version = outcome.Record!.Current!;
        Assert.Equal(["thumb", "slow", "large", "huge", "jpeg"], version.Renditions.Select(rendition => rendition.Name));
        Assert.Equal(version.Renditions[2].Key, version.Renditions[3].Key);
        Assert.NotNull(version.Placeholder);
        var groups = history.Where(IsResizeEntered).OrderBy(@event => @event.Id).Select(@event => (string?)ReadInput(@event)["name"]);
        Assert.Equal(["thumb", "slow", "large, jpeg"], groups);
    }

    [Fact]
    public async Task FailedRenditionOfAGroupIsNamedInTheRecordAndTheAnnouncement()
    {
        using var folder = new TemporaryFolder();
        using var time = new VirtualTimeProvider(MachineUnderTest.Noon, TimeSpan.FromMinutes(2));
        var encoded = 0;
        var codec = new FaultyCodec(new VipsCodec());
        codec.BeforeEncode = () =>
        {
            if (++encoded % 3 == 0)
            {
                throw new InvalidDataException("The encoder is out of order.");
            }
        };
        await using var pipeline = LocalPipeline.Open(
            new(folder.Path, RenditionSet.Default) { ResizeGrouping = ResizeGrouping.Auto }, codec, (_, _) => { }, time);

        var submission = await pipeline.UploadAsync("a.png", new MemoryStream(SyntheticImages.Png(2000, 1500)), CancellationToken.None);
        var outcome = await submission.Completion;

        const string message = "uploads/a.png: the rendition 'medium' could not be made: InvalidDataException: The encoder is out of order.";
        Assert.Equal(("failed", "RenditionFailedException", message), (outcome.Name, outcome.Reason?.Code, outcome.Reason?.Message));
        Assert.Equal(outcome.Reason, outcome.Record!.Reason);
        var execution = await pipeline.Store.Executions.GetAsync(PipelineDefinition.ExecutionArn(outcome.Execution!), CancellationToken.None);
        Assert.Contains(message, execution!.Cause, StringComparison.Ordinal);
        Assert.Contains("medium", Assert.Single(await pipeline.Store.Announcements.ListAsync(null, null, false, 10, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResizeGrouping.Each)]
    [InlineData(ResizeGrouping.Auto)]
    public async Task DamagedOriginalIsRejected(ResizeGrouping grouping)
    {
        await using var pipeline = new PipelineUnderTest(grouping: grouping);
        var whole = SyntheticImages.Jpeg(2000, 1500);

        var outcome = await pipeline.UploadAsync("a.jpg", whole[..(whole.Length / 2)]);

        Assert.Equal((ImageStatus.Rejected, ReasonCodes.CorruptImage), (outcome.Record!.Status, outcome.Record.Reason?.Code));
    }

    /// <summary>In AWS an execution runs the definition that it began with, while a deployment replaces the functions that it calls.</summary>
    [Theory]
    [InlineData(ResizeGrouping.Each)]
    [InlineData(ResizeGrouping.Auto)]
    public async Task DefinitionWithoutGroupsStillWorks(ResizeGrouping grouping)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "old.asl.json");
        await File.WriteAllTextAsync(file, CreateDefinitionWithoutGroups());
        List<HistoryEvent> history = [];
        await using var pipeline = new PipelineUnderTest(Slow, (_, @event) => history.Add(@event), definitionFile: file, grouping: grouping);

        var outcome = await pipeline.UploadAsync("a.png", SyntheticImages.Png(500, 400));

        Assert.Equal("succeeded", outcome.Name);
        Assert.Equal(["thumb", "slow", "large", "huge", "jpeg"], outcome.Record!.Current!.Renditions.Select(rendition => rendition.Name));
        Assert.NotNull(outcome.Record.Current.Placeholder);
        Assert.All(outcome.Record.Current.Renditions, rendition => Assert.Equal(rendition.Bytes, pipeline.Read(rendition).Length));
        Assert.Equal(
            ["jpeg", "large", "slow", "thumb"],
            history.Where(@event => @event.Type == "TaskStateExited" && (string?)@event.Details!["name"] == "Resize")
                .Select(@event => (string?)JsonNode.Parse((string)@event.Details!["output"]!)!["rendition"]!["name"]).Order(StringComparer.Ordinal));
    }

    /// <summary>Someone looks at a real photograph.</summary>
    [MaterialFact("images/camera-12mp.jpg")]
    public async Task PhotographIsMadeInOneGroup()
    {
        List<HistoryEvent> history = [];
        await using var pipeline = new PipelineUnderTest(observe: (_, @event) => history.Add(@event), grouping: ResizeGrouping.Auto);

        var outcome = await pipeline.UploadAsync("photo.jpg", await File.ReadAllBytesAsync(Path.Combine(Repository.Material!, "images", "camera-12mp.jpg")));

        Assert.True(outcome.IsSuccessful, outcome.Reason?.Message);
        Assert.Single(history, @event => @event.Type == EventTypes.MapIterationSucceeded);
        Assert.Equal(
            [(128, 128), (320, 240), (800, 600), (1600, 1200), (1600, 1200)],
            outcome.Record!.Current!.Renditions.Select(rendition => (rendition.Width, rendition.Height)));
        Assert.All(outcome.Record.Current.Renditions, rendition => Assert.Equal((rendition.Width, rendition.Height), (pipeline.Inspect(rendition).Width, pipeline.Inspect(rendition).Height)));
    }

    private static bool IsResizeEntered(HistoryEvent @event) => @event.Type == "TaskStateEntered" && (string?)@event.Details!["name"] == "Resize";

    private static JsonNode ReadInput(HistoryEvent @event) => JsonNode.Parse((string)@event.Details!["input"]!)!;

    /// <summary>The definition as it was before it had groups.</summary>
    private static string CreateDefinitionWithoutGroups()
    {
        var definition = JsonNode.Parse(File.ReadAllText(Repository.PathOf("statemachine", "image-pipeline.asl.json")))!;
        var (validate, map) = (definition["States"]!["Validate"]!, definition["States"]!["ResizeAll"]!);
        Assert.True(validate["Parameters"]!["Payload"]!.AsObject().Remove("groups"));
        map["ItemsPath"] = "$.validation.result.renditions";
        map["ItemSelector"] = new JsonObject { ["original.$"] = "$.validation.result.original", ["plan.$"] = "$$.Map.Item.Value" };
        map["ItemProcessor"]!["States"]!["Resize"]!["Parameters"]!["Payload"] = new JsonObject
        {
            ["execution.$"] = "$$.Execution.Id", ["original.$"] = "$.original", ["plan.$"] = "$.plan",
        };
        return definition.ToJsonString();
    }
}
