using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Backfill;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Interpreter.Definition;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Core.Backfill;

public sealed class BackfillDefinitionTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string OwnStates = File.ReadAllText(Repository.PathOf("statemachine", "backfill.asl.json"));
    private static readonly string PipelineStates = File.ReadAllText(Repository.PathOf("statemachine", "image-pipeline.asl.json"));

    private static readonly JsonObject Definition = Compose(new(20, new("photos/", [".jpg", ".png"])));

    [Fact]
    public void ComposedDefinitionMatchesItsSnapshot() =>
        Snapshot.Match(Definition.ToJsonString(Indented), "tests/Pipeline.Tests/statemachine/snapshots/backfill.json");

    [Theory]
    [InlineData(BackfillDefinition.Express)]
    [InlineData(BackfillDefinition.Standard)]
    public void InterpreterAcceptsTheComposedDefinition(string executionType)
    {
        var definition = StateMachineDefinition.Parse(Compose(new(7, new(), executionType)).ToJsonString());

        Assert.Contains("Validate", definition.StateNames);
        Assert.Contains("ManifestValidate", definition.StateNames);
    }

    /// <summary>Step Functions takes 1 MB. Long suffixes, and the ARNs of functions and topics, are in it twice.</summary>
    [Fact]
    public void DefinitionIsFarBelowTheMaximumSize() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Definition.ToJsonString()), 1, StateMachineDefinition.MaxBytes / 10);

    [Fact]
    public void ChildrenHaveThePipelinesOwnStatesFromValidateOn()
    {
        var pipeline = JsonNode.Parse(DefinitionTemplate.Fill(PipelineStates, PipelineValues))!["States"]!.AsObject();
        var child = ChildOf("Listing");

        foreach (var name in new[] { "ResizeAll", "PersistRejection", "PersistCorruption", "UnknownOutcome", "Failed" })
        {
            Assert.True(JsonNode.DeepEquals(pipeline[name], child[name]), name);
        }

        var validate = child["Validate"]!.DeepClone();
        Assert.True(validate["Parameters"]!["Payload"]!.AsObject().Remove("backfill"));
        Assert.True(JsonNode.DeepEquals(pipeline["Validate"], validate));
        Assert.DoesNotContain(child, state => state.Key is "Route" or "Remove" or "Restore" or "AnnounceRemoval" or "NotAnImageEvent");
    }

    [Fact]
    public void EveryAnnouncementOfAnImageIsChosenByTheInput()
    {
        var child = ChildOf("Listing");
        foreach (var (announcement, choice) in new[] { ("AnnounceSuccess", "AnnouncesSuccess"), ("AnnounceRejection", "AnnouncesRejection"), ("AnnounceFailure", "AnnouncesFailure") })
        {
            var origins = child.Where(state => TargetsOf(state.Value!).Contains(announcement)).Select(state => state.Key);
            Assert.Equal([choice], origins);
        }
    }

    [Fact]
    public void EveryChildThatSucceedsEndsWithItsOutcomeAndNothingElse()
    {
        foreach (var map in new[] { "Listing", "Manifest" })
        {
            var ends = ChildOf(map).Where(state => state.Value!["End"] is not null || (string?)state.Value["Type"] == "Succeed").ToArray();
            Assert.NotEmpty(ends);
            Assert.All(ends, end => Assert.Equal(["outcome", "key.$"], end.Value!["Parameters"]!.AsObject().Select(parameter => parameter.Key)));
        }
    }

    [Fact]
    public void ManifestHasTheStatesOfTheListingUnderNamesOfItsOwn()
    {
        Assert.Equal(ChildOf("Listing").Select(state => $"Manifest{state.Key}"), ChildOf("Manifest").Select(state => state.Key));
        Assert.Equal("ManifestIsFolderMarker", (string?)Definition["States"]!["Manifest"]!["ItemProcessor"]!["StartAt"]);
    }

    [Fact]
    public void ChildrenGetTheKeyFilterAndTheConcurrencyOfTheDeployment()
    {
        foreach (var validate in new[] { ChildOf("Listing")["Validate"], ChildOf("Manifest")["ManifestValidate"] })
        {
            Assert.Equal(
                """{"keys":{"prefix":"photos/","suffixes":[".jpg",".png"]},"refresh.$":"$.backfill.refresh"}""",
                validate!["Parameters"]!["Payload"]!["backfill"]!.ToJsonString());
        }

        Assert.Equal(20, (int)Definition["States"]!["Defaults"]!["Result"]!["maxConcurrency"]!);
    }

    [Fact]
    public void PrefixThatLooksLikeAPlaceholderIsKept() => Assert.Contains(
        "a${Topic}/", Compose(new(20, new("a${Topic}/"))).ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public void StateThatNeitherFileHasIsAnError() => Assert.Throws<InvalidOperationException>(() => BackfillDefinition.Compose(
        OwnStates.Replace("\"Next\": \"PersistRejection\"", "\"Next\": \"Persistrejection\"", StringComparison.Ordinal), PipelineStates, new(20, new()), Values));

    private static JsonObject Compose(BackfillDefinitionSettings settings) =>
        JsonNode.Parse(BackfillDefinition.Compose(OwnStates, PipelineStates, settings, Values))!.AsObject();

    private static Dictionary<string, string> PipelineValues => new()
    {
        ["ValidateFunction"] = "validate", ["ResizeFunction"] = "resize", ["PersistFunction"] = "persist", ["RemoveFunction"] = "remove",
        ["SuccessTopic"] = "success", ["FailureTopic"] = "failure",
    };

    private static Dictionary<string, string> Values => new(PipelineValues.Where(value => value.Key != "RemoveFunction"))
    {
        ["BackfillFunction"] = "backfill", ["UploadsBucket"] = "uploads", ["InternalBucket"] = "internal",
    };

    private static JsonObject ChildOf(string map) => Definition["States"]![map]!["ItemProcessor"]!["States"]!.AsObject();

    private static IEnumerable<string> TargetsOf(JsonNode state) =>
        new[] { state }.Concat(state["Choices"]?.AsArray() ?? []).Concat(state["Catch"]?.AsArray() ?? [])
            .SelectMany(holder => new[] { (string?)holder!["Next"], (string?)holder["Default"] }).OfType<string>();
}
