using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests;

/// <summary>The state machine that AWS and the local host run.</summary>
public sealed class ImagePipelineDefinitionTests
{
    private static readonly string Template = File.ReadAllText(Repository.PathOf("statemachine", "image-pipeline.asl.json"));

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonObject Definition = JsonNode.Parse(DefinitionTemplate.Fill(Template, PipelineDefinition.PlaceholderValues))!.AsObject();

    private static readonly string DescribedTemplate = DescribedDefinition.AddTo(Template, File.ReadAllText(Repository.PathOf("statemachine", "describe.json")));

    /// <summary>Every state by name, including those of the Map and those of a pipeline that describes images.</summary>
    private static readonly Dictionary<string, JsonObject> States = FindStates(JsonNode.Parse(DefinitionTemplate.Fill(
        DescribedTemplate, new Dictionary<string, string>(PipelineDefinition.PlaceholderValues) { ["DescribeFunction"] = "describe" }))!.AsObject())
        .ToDictionary(state => state.Key, state => state.Value);

    public static TheoryData<string> TasksAndMaps => [.. States.Where(state => HasType(state.Value, "Task") || HasType(state.Value, "Map")).Select(state => state.Key)];

    public static TheoryData<string> Tasks => [.. States.Where(state => HasType(state.Value, "Task")).Select(state => state.Key)];

    public static TheoryData<string> Functions =>
        [.. States.Where(state => (string?)state.Value["Resource"] == "arn:aws:states:::lambda:invoke").Select(state => state.Key)];

    [Fact]
    public void ResolvedDefinitionMatchesItsSnapshot() =>
        Snapshot.Match(Definition.ToJsonString(Indented), "tests/Pipeline.Tests/statemachine/snapshots/image-pipeline.local.json");

    [Fact]
    public void HostLoadsTheResolvedDefinition() =>
        Assert.Equal(FindStates(Definition).Select(state => state.Key).Order(StringComparer.Ordinal), PipelineDefinition.Load().StateNames.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(TasksAndMaps))]
    public void EveryTaskAndMapRetriesWithBackoffFullJitterAndCap(string name)
    {
        var retriers = States[name]["Retry"]!.AsArray().Select(retrier => retrier!.AsObject()).ToArray();

        Assert.NotEmpty(retriers);
        Assert.Equal(["States.ALL"], Errors(retriers[^1]));
        // A retrier can have 0 attempts, for permanent faults. Every other retrier must back off.
        Assert.All(retriers.Where(retrier => (int)retrier["MaxAttempts"]! > 0), retrier =>
        {
            Assert.True((double)retrier["BackoffRate"]! > 1, "BackoffRate");
            Assert.Equal("FULL", (string?)retrier["JitterStrategy"]);
            Assert.InRange((int)retrier["MaxDelaySeconds"]!, 1, 60);
            Assert.InRange((int)retrier["IntervalSeconds"]!, 1, 60);
        });
        Assert.True((int)retriers[^1]["MaxAttempts"]! > 0);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void EveryFunctionIsRetriedOnLambdasOwnFaults(string name)
    {
        string[] advised =
            ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.ClientExecutionTimeoutException"];

        var retrier = States[name]["Retry"]!.AsArray().Single(retrier => Errors(retrier!).Contains(advised[0]))!;

        Assert.Equal(advised, Errors(retrier));
        Assert.Equal((2, 6, 2), ((int)retrier["IntervalSeconds"]!, (int)retrier["MaxAttempts"]!, (int)retrier["BackoffRate"]!));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void EveryTaskOutlastsThrottlingWithARetrierOfItsOwn(string name)
    {
        var function = (string?)States[name]["Resource"] == "arn:aws:states:::lambda:invoke";
        string[] throttling = function
            ? ["Lambda.TooManyRequestsException", "ProvisionedThroughputExceededException", "RequestLimitExceededException", "ThrottlingException", "StorageThrottledException"]
            : ["SNS.ThrottledException", "SNS.ThrottlingException", "SNS.KMSThrottlingException", "SNS.KmsThrottlingException", "SNS.AmazonSNSException"];

        var retrier = States[name]["Retry"]!.AsArray().Single(retrier => Errors(retrier!).Contains(throttling[0]))!;

        Assert.Equal(throttling, Errors(retrier));
        Assert.Equal(
            (2, 60, 2, 60),
            ((int)retrier["IntervalSeconds"]!, (int)retrier["MaxAttempts"]!, (int)retrier["BackoffRate"]!, (int)retrier["MaxDelaySeconds"]!));
    }

    /// <summary>More memory is what helps, so more than one retry would only cost money.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void CallThatIsKilledForMemoryIsRetriedOnce(string name)
    {
        var retrier = States[name]["Retry"]!.AsArray().Single(retrier => Errors(retrier!).Contains("Lambda.Unknown"))!;

        Assert.Equal(["Lambda.Unknown", "Runtime.ExitError", "Runtime.OutOfMemory", "OutOfMemoryException"], Errors(retrier));
        Assert.Equal(1, (int)retrier["MaxAttempts"]!);
    }

    /// <summary>Otherwise the Map would start all renditions again, with all their attempts.</summary>
    [Fact]
    public void MapRetriesNothingThatItsTasksHaveRetriedForGood()
    {
        var settled = States["Resize"]["Retry"]!.AsArray().Select(retrier => Errors(retrier!))
            .Where(errors => errors.Contains("Lambda.TooManyRequestsException") || errors.Contains("Lambda.Unknown")).SelectMany(errors => errors);

        var retrier = States["ResizeAll"]["Retry"]!.AsArray()[1]!;

        Assert.Equal(settled, Errors(retrier));
        Assert.Equal(0, (int)retrier["MaxAttempts"]!);
    }

    [Fact]
    public void ExecutionHasTimeForEveryRetrierOfThrottlingOnItsWay()
    {
        string[] longestWay = ["Validate", "Resize", "Persist", "PersistFailure", "AnnounceFailure"];
        var longestWait = longestWay.Sum(name => States[name]["Retry"]!.AsArray().Where(retrier => (int)retrier!["MaxAttempts"]! == 60)
            .Sum(retrier => Enumerable.Range(0, 60).Sum(attempt => Math.Min(2 * Math.Pow(2, attempt), (int)retrier!["MaxDelaySeconds"]!))));

        Assert.True(longestWait > 5 * 3_000, $"{longestWait} s");
        Assert.InRange(longestWait, 0, (int)Definition["TimeoutSeconds"]!);
        Assert.Equal(ExecutionTimeLimits.Standard.TotalSeconds, (int)Definition["TimeoutSeconds"]!);
    }

    /// <summary>At 25,000 events, Step Functions ends an execution.</summary>
    [Fact]
    public void HistoryHasRoomForEveryRetryOfTheLargestRenditionSet()
    {
        const int Renditions = 40;
        // Scheduled, started, failed.
        const int EventsPerAttempt = 3;
        var attempts = 1 + States["Resize"]["Retry"]!.AsArray().Sum(retrier => (int)retrier!["MaxAttempts"]!);
        var runs = 1 + States["ResizeAll"]["Retry"]!.AsArray().Sum(retrier => (int)retrier!["MaxAttempts"]!);

        Assert.InRange(Renditions * EventsPerAttempt * attempts * runs, 10_000, 20_000);
    }

    [Theory]
    [MemberData(nameof(TasksAndMaps))]
    public void EveryTaskAndMapCatchesEverything(string name) =>
        Assert.Equal(["States.ALL"], Errors(States[name]["Catch"]!.AsArray()[^1]!));

    [Theory]
    [MemberData(nameof(Tasks))]
    public void EveryTaskHasATimeLimit(string name) => Assert.InRange((int)States[name]["TimeoutSeconds"]!, 1, 900);

    [Theory]
    [InlineData("Resize")]
    [InlineData("ResizeAll")]
    public void CorruptImagesAreNeverRetried(string name)
    {
        var first = States[name]["Retry"]!.AsArray()[0]!;

        Assert.Equal(["CorruptImageException"], Errors(first));
        Assert.Equal(0, (int)first["MaxAttempts"]!);
    }

    [Fact]
    public void NothingIsAnnouncedBeforeItIsRecorded()
    {
        var announcing = States.Where(state => (string?)state.Value["Resource"] == "arn:aws:states:::sns:publish").Select(state => state.Key).ToArray();
        var recording = States.Where(state => (string?)state.Value["Parameters"]?["FunctionName"] is "persist" or "remove").Select(state => state.Key).ToHashSet();
        Assert.Equal(["AnnounceFailure", "AnnounceQuarantine", "AnnounceRejection", "AnnounceRemoval", "AnnounceSuccess"], announcing.Order(StringComparer.Ordinal));

        // Without the recording states, no path leads to an announcing state.
        Assert.Empty(FindReachable((string)Definition["StartAt"]!, recording).Intersect(announcing));
        // With them, every announcing state can be reached, so the check above is meaningful.
        Assert.Superset(announcing.ToHashSet(), FindReachable((string)Definition["StartAt"]!, []));
    }

    [Fact]
    public void EveryCaughtFaultOfATaskBeforeTheRecordEndsInTheFailureOrRejectionPath() => Assert.All(
        States.Where(state => state.Key is "Validate" or "ResizeAll" or "Persist" or "PersistRejection" or "PersistCorruption" or "Remove"),
        state => Assert.All(
            state.Value["Catch"]!.AsArray(),
            catcher => Assert.Equal(
                Errors(catcher!).Contains("CorruptImageException") ? "PersistCorruption" : "PersistFailure", (string?)catcher!["Next"])));

    [ValidatorTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void AslValidatorAcceptsTheDefinitionWithArns(bool isDescribed)
    {
        var template = isDescribed ? DescribedTemplate : Template;
        var arns = DefinitionTemplate.PlaceholderNames(template).ToDictionary(
            name => name,
            name => name.EndsWith("Topic", StringComparison.Ordinal)
                ? $"arn:aws:sns:eu-central-1:111111111111:{name}"
                : $"arn:aws:lambda:eu-central-1:111111111111:function:{name}");

        var verdict = JsonNode.Parse(AslValidator.Script.Run("validate.mjs", DefinitionTemplate.Fill(template, arns)))!;

        Assert.True((bool)verdict["isValid"]!, (string?)verdict["errors"]);
    }

    [ValidatorFact]
    public void AslValidatorRefusesAnInvalidDefinition() =>
        Assert.False((bool)JsonNode.Parse(AslValidator.Script.Run("validate.mjs", Template.Replace("\"Map\"", "\"Mop\"", StringComparison.Ordinal)))!["isValid"]!);

    private static HashSet<string> FindReachable(string start, HashSet<string> closed)
    {
        var (found, open) = (new HashSet<string>(), new Queue<string>([start]));
        while (open.TryDequeue(out var name))
        {
            if (!closed.Contains(name) && found.Add(name))
            {
                foreach (var next in FindNextStates(States[name]))
                {
                    open.Enqueue(next);
                }
            }
        }

        return found;
    }

    private static IEnumerable<string> FindNextStates(JsonObject state) =>
        new[] { state["Next"], state["Default"] }
            .Concat((state["Choices"] as JsonArray ?? []).Select(choice => choice!["Next"]))
            .Concat((state["Catch"] as JsonArray ?? []).Select(catcher => catcher!["Next"]))
            .OfType<JsonNode>()
            .Select(next => (string)next!);

    private static IEnumerable<KeyValuePair<string, JsonObject>> FindStates(JsonObject scope)
    {
        foreach (var (name, state) in scope["States"]!.AsObject())
        {
            yield return new(name, state!.AsObject());
            foreach (var inner in state["ItemProcessor"] is JsonObject processor ? FindStates(processor) : [])
            {
                yield return inner;
            }
        }
    }

    private static bool HasType(JsonObject state, string type) => (string?)state["Type"] == type;

    private static string[] Errors(JsonNode handler) => [.. handler["ErrorEquals"]!.AsArray().Select(error => (string)error!)];
}

/// <summary>A test that needs Node.js and the packages of the lock file in <c>definition</c>. It is skipped if they are missing.</summary>
internal sealed class ValidatorFactAttribute : FactAttribute
{
    public ValidatorFactAttribute() => Skip = AslValidator.Script.SkipReason;
}

/// <inheritdoc cref="ValidatorFactAttribute"/>
internal sealed class ValidatorTheoryAttribute : TheoryAttribute
{
    public ValidatorTheoryAttribute() => Skip = AslValidator.Script.SkipReason;
}

/// <summary>The npm package asl-validator, an independent check of definitions.</summary>
internal static class AslValidator
{
    public static NodeScript Script { get; } = new(Repository.PathOf("tests", "Pipeline.Tests", "statemachine", "definition"), "asl-validator");
}
