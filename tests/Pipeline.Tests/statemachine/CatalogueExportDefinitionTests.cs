using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.TestCases;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests;

/// <summary>The state machine that exports the catalogue.</summary>
public sealed class CatalogueExportDefinitionTests
{
    private static readonly string Template = File.ReadAllText(Repository.PathOf("statemachine", "catalogue-export.asl.json"));
    private static readonly string Definition = Fill("export");

    private static IReadOnlyDictionary<string, JsonObject> Tasks
    {
        get
        {
            var states = JsonNode.Parse(Definition)!["States"]!;
            return new[] { ("Plan", states["Plan"]!), ("Segment", states["Segments"]!["ItemProcessor"]!["States"]!["Segment"]!), ("Finish", states["Finish"]!) }
                .ToDictionary(state => state.Item1, state => state.Item2.AsObject());
        }
    }

    [Fact]
    public void InterpreterLoadsTheDefinitionAndItIsFarBelowTheMaximumSize()
    {
        Assert.Equal("Plan", (string?)JsonNode.Parse(Definition)!["StartAt"]);
        Assert.Equal(
            ["Finish", "IsComplete", "Plan", "Segment", "Segments", "Written"], StateMachineDefinition.Parse(Definition).StateNames.Order(StringComparer.Ordinal));
        Assert.InRange(Encoding.UTF8.GetByteCount(Definition), 1, StateMachineDefinition.MaxBytes / 10);
    }

    [Fact]
    public void OneFunctionIsTheOnlyPlaceholder() => Assert.Equal(["ExportFunction"], DefinitionTemplate.PlaceholderNames(Template));

    [ValidatorFact]
    public void AslValidatorAcceptsTheDefinitionWithAnArn()
    {
        var verdict = JsonNode.Parse(AslValidator.Script.Run("validate.mjs", Fill("arn:aws:lambda:eu-central-1:111111111111:function:export")))!;

        Assert.True((bool)verdict["isValid"]!, (string?)verdict["errors"]);
    }

    /// <summary>All calls are alike, so faults are handled as everywhere.</summary>
    [Fact]
    public void EveryTaskHasTheRetriersOfABackfillsFunction()
    {
        var backfill = JsonNode.Parse(File.ReadAllText(Repository.PathOf("statemachine", "backfill.asl.json")))!["States"]!["Summarise"]!;

        Assert.All(Tasks.Values, task => Assert.True(JsonNode.DeepEquals(backfill["Retry"], task["Retry"])));
        Assert.All(Tasks.Values, task => Assert.Equal(CallTimeLimits.MaxTimeout + CallTimeLimits.StateMargin, (int)task["TimeoutSeconds"]!));
    }

    [Fact]
    public async Task SegmentIsCalledUntilItIsCompleteAndFinishGetsTheTotalsOfAll()
    {
        var trial = Create(segments: 3, callsOf: segment => segment + 1);

        var result = await trial.RunAsync("{}");

        Assert.True(result.Status == ExecutionStatus.Succeeded, result.Cause);
        Assert.Equal(1 + 2 + 3, result.Calls.Count(call => call.StateName == "Segment"));
        var finish = Assert.Single(result.InputsOf("Finish"))!["Payload"]!;
        Assert.Equal("e", (string?)finish["plan"]!["export"]);
        Assert.Equal([(0, 1), (1, 2), (2, 3)], finish["segments"]!.AsArray().Select(segment => ((int)segment!["segment"]!, (int)segment["calls"]!)));
        Assert.Equal("e", (string?)result.Output!["export"]);
    }

    [Fact]
    public async Task CallIsContinuedWhereTheOneBeforeEnded()
    {
        var result = await Create(segments: 1, callsOf: _ => 3).RunAsync("{}");

        Assert.Equal([null, "after 1", "after 2"], result.InputsOf("Segment").Select(input => (string?)input!["Payload"]!["progress"]!["next"]));
        Assert.Equal(["segment", "segment", "segment"], result.InputsOf("Segment").Select(input => (string?)input!["Payload"]!["step"]));
    }

    [Fact]
    public async Task AllSegmentsWithTheLongestKeysAreFarBelowTheMaximumOfAStatesData()
    {
        var result = await Create(LakeSchedule.MaxSegments, _ => 2, next: new string('\u0001', 2_048)).RunAsync("{}");

        Assert.True(result.Status == ExecutionStatus.Succeeded, result.Cause);
        Assert.InRange(Assert.Single(result.InputsOf("Finish"))!.ToJsonString().Length, 1, 64 * 1024);
    }

    [Fact]
    public async Task SegmentThatFailsForGoodFailsTheExport()
    {
        var trial = new StateMachineTrial(Definition)
            .On("Plan", _ => Payload(CreatePlan(2)))
            .OnInvocation("Segment", (call, _) => throw new TaskFailedException("MalformedEntryException", "uploads/a.jpg"));

        var result = await trial.RunAsync("{}");

        Assert.Equal((ExecutionStatus.Failed, "MalformedEntryException"), (result.Status, result.Error));
        Assert.Empty(result.InputsOf("Finish"));
    }

    private static string Fill(string function) => DefinitionTemplate.Fill(Template, new Dictionary<string, string> { ["ExportFunction"] = function });

    /// <summary>Functions that answer as the real one does.</summary>
    private static StateMachineTrial Create(int segments, Func<int, int> callsOf, string? next = null) => new StateMachineTrial(Definition)
        .On("Plan", _ => Payload(CreatePlan(segments)))
        .On("Segment", input =>
        {
            var progress = input!["Payload"]!["progress"]!.DeepClone();
            var calls = (int)progress["calls"]! + 1;
            progress["calls"] = calls;
            progress["isComplete"] = calls == callsOf((int)progress["segment"]!);
            progress["next"] = (bool)progress["isComplete"]! ? null : next ?? $"after {calls}";
            return Payload(new JsonObject { ["plan"] = input["Payload"]!["plan"]!.DeepClone(), ["segments"] = null, ["progress"] = progress, ["finished"] = null });
        })
        .On("Finish", input => Payload(new JsonObject
        {
            ["plan"] = input!["Payload"]!["plan"]!.DeepClone(), ["finished"] = new JsonObject { ["export"] = input["Payload"]!["plan"]!["export"]!.DeepClone() },
        }));

    private static JsonObject CreatePlan(int segments) => new()
    {
        ["plan"] = new JsonObject { ["export"] = "e", ["day"] = "2026-03-01", ["outcomes"] = new JsonObject { ["first"] = "2026-02-28", ["last"] = "2026-03-01" } },
        ["segments"] = new JsonArray([.. Enumerable.Range(0, segments).Select(segment => (JsonNode)new JsonObject
        {
            ["segment"] = segment, ["of"] = segments, ["calls"] = 0, ["next"] = null, ["isComplete"] = false,
        })]),
        ["progress"] = null,
        ["finished"] = null,
    };

    private static JsonObject Payload(JsonNode? result) => new() { ["Payload"] = result };
}
