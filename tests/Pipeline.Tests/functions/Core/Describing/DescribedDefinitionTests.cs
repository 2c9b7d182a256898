using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Backfill;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Interpreter.Definition;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Core.Describing;

public sealed class DescribedDefinitionTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Additions = Read("describe.json");
    private static readonly string Pipeline = Read("image-pipeline.asl.json");
    private static readonly string Described = DescribedDefinition.AddTo(Pipeline, Additions);

    private static readonly Dictionary<string, string> Values = new()
    {
        ["ValidateFunction"] = "validate", ["ResizeFunction"] = "resize", ["DescribeFunction"] = "describe", ["PersistFunction"] = "persist", ["RemoveFunction"] = "remove",
        ["SuccessTopic"] = "success", ["FailureTopic"] = "failure",
    };

    [Fact]
    public void DescribedDefinitionMatchesItsSnapshot() => Snapshot.Match(
        JsonNode.Parse(DefinitionTemplate.Fill(Described, Values))!.ToJsonString(Indented), "tests/Pipeline.Tests/statemachine/snapshots/image-pipeline.described.json");

    [Fact]
    public void InterpreterAcceptsTheDescribedDefinition()
    {
        var states = StateMachineDefinition.Parse(DefinitionTemplate.Fill(Described, Values)).StateNames;

        Assert.Superset(StateMachineDefinition.Parse(DefinitionTemplate.Fill(Pipeline, Values.Where(value => value.Key != "DescribeFunction").ToDictionary())).StateNames.ToHashSet(), states.ToHashSet());
        Assert.Superset(new HashSet<string> { "Describe", "NotDescribed", "AnnounceQuarantine", "Release", "Caption" }, states.ToHashSet());
    }

    /// <summary>An image is never held back by a description, whatever happens to the call.</summary>
    [Fact]
    public void EveryFaultOfTheCallLeadsToTheRecord()
    {
        var states = JsonNode.Parse(Described)!["States"]!;

        Assert.Equal("Describe", (string?)states["ResizeAll"]!["Next"]);
        Assert.Equal("Persist", (string?)states["Describe"]!["Next"]);
        var catcher = Assert.Single(states["Describe"]!["Catch"]!.AsArray())!;
        Assert.Equal(("States.ALL", "NotDescribed"), ((string?)Assert.Single(catcher["ErrorEquals"]!.AsArray()), (string?)catcher["Next"]));
        Assert.Equal("Persist", (string?)states["NotDescribed"]!["Next"]);
    }

    /// <summary>A throttled model must not hold an image for long: its waits take minutes.</summary>
    [Fact]
    public void RetriesOfAModelThatHasTooMuchToDoEndWithinMinutes()
    {
        var retrier = JsonNode.Parse(Described)!["States"]!["Describe"]!["Retry"]!.AsArray()
            .Single(retrier => retrier!["ErrorEquals"]!.AsArray().Any(error => (string?)error == nameof(ModelThrottledException)))!;

        var longest = Enumerable.Range(0, (int)retrier["MaxAttempts"]!).Sum(attempt =>
            Math.Min((double)retrier["IntervalSeconds"]! * Math.Pow((double)retrier["BackoffRate"]!, attempt), (double)retrier["MaxDelaySeconds"]!));

        Assert.InRange(longest, 60, 200);
    }

    [Theory]
    [InlineData("Listing", "")]
    [InlineData("Manifest", "Manifest")]
    public void BackfillDescribesWithTheSameStates(string map, string prefix)
    {
        var backfill = DescribedDefinition.AddToBackfill(Read("backfill.asl.json"), Additions);
        var values = new Dictionary<string, string>(Values) { ["BackfillFunction"] = "backfill", ["UploadsBucket"] = "uploads", ["InternalBucket"] = "internal" };
        values.Remove("RemoveFunction");

        var definition = BackfillDefinition.Compose(backfill, Described, new(20, new()), values);

        Assert.Contains($"{prefix}Describe", StateMachineDefinition.Parse(definition).StateNames);
        var child = JsonNode.Parse(definition)!["States"]![map]!["ItemProcessor"]!["States"]!;
        Assert.Equal($"{prefix}AnnouncesQuarantine", Targets(child[$"{prefix}Persisted"]!)["quarantined"]);
        Assert.Equal($"{prefix}Refreshed", Targets(child[$"{prefix}Persisted"]!)["refreshed"]);
        Assert.Equal("refreshed", (string?)child[$"{prefix}Refreshed"]!["Parameters"]!["outcome"]);
        Assert.Equal($"{prefix}Quarantined", (string?)child[$"{prefix}AnnounceQuarantine"]!["Next"]);
        Assert.Null(child[$"{prefix}Release"]);
    }

    [Theory]
    [InlineData("ResizeAll")]
    [InlineData("Persisted")]
    [InlineData("Route")]
    [InlineData("Persist")]
    public void DefinitionWithoutAStateThatIsChangedIsRefused(string state)
    {
        var changed = JsonNode.Parse(Pipeline)!;
        changed["States"]!.AsObject().Remove(state);

        var exception = Assert.Throws<InvalidOperationException>(() => DescribedDefinition.AddTo(changed.ToJsonString(), Additions));

        Assert.Contains($"'{state}'", exception.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Targets(JsonNode choice) =>
        choice["Choices"]!.AsArray().ToDictionary(rule => (string)rule!["StringEquals"]!, rule => (string)rule!["Next"]!);

    private static string Read(string file) => File.ReadAllText(Repository.PathOf("statemachine", file));
}
