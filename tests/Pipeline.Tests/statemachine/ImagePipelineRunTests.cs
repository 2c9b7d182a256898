using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.TestCases;
using Pipeline.Testing.Environments;
using Pipeline.Tests.Interpreter;

namespace Pipeline.Tests;

/// <summary>The paths through the state machine, with functions of the test in place of Lambda's and SNS.</summary>
public sealed class ImagePipelineRunTests
{
    private static readonly string Definition = DefinitionTemplate.Fill(
        File.ReadAllText(Repository.PathOf("statemachine", "image-pipeline.asl.json")), PipelineDefinition.PlaceholderValues);

    private static readonly string Upload = ReadEvent("created-put-object.json");

    private const string Accepted = """
        {"Payload": {"outcome": "accepted", "original": {"sha256": "9"}, "metadata": null, "groups": [{"name": "thumb", "plans": [1]}, {"name": "small, large", "plans": [2, 3]}]}}
        """;

    [Fact]
    public async Task AcceptedImageIsResizedRecordedAndAnnounced()
    {
        var trial = Create()
            .On("Validate", Accepted)
            .On("Resize", input => Payload(input!["Payload"]!["plans"]!.DeepClone()))
            .On("Persist", """{"Payload": {"outcome": "recorded", "record": {"imageId": "a"}}}""")
            .On("AnnounceSuccess", """{"MessageId": "1"}""");

        var result = await trial.RunAsync(Upload);

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        Assert.Equal(["Route", "Validate", "Outcome", "ResizeAll", "Resize", "Resize", "Persist", "Persisted", "AnnounceSuccess"], result.States);
        JsonAssert.Equal("[[1],[2,3]]", Assert.Single(result.InputsOf("Persist"))!["Payload"]!["resized"]);
        Assert.Equal("a", (string?)Assert.Single(result.InputsOf("AnnounceSuccess"))!["Message"]!["record"]!["imageId"]);
    }

    [Fact]
    public async Task RenditionThatIsThrottledIsMadeLater()
    {
        var trial = Create()
            .On("Validate", Accepted)
            .OnInvocation("Resize", (call, _) => call.Attempt < 20 && call.Iterations is [1]
                ? throw new TaskFailedException("Lambda.TooManyRequestsException", "Rate Exceeded.")
                : Task.FromResult<JsonNode?>(Payload(call.Attempt)))
            .On("Persist", """{"Payload": {"outcome": "recorded", "record": {}}}""")
            .On("AnnounceSuccess", """{"MessageId": "1"}""");

        var result = await trial.RunAsync(Upload);

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        JsonAssert.Equal("[0,20]", Assert.Single(result.InputsOf("Persist"))!["Payload"]!["resized"]);
        Assert.InRange(result.Duration, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20));
    }

    [Theory]
    [InlineData("CorruptImageException", 1, "PersistCorruption", "AnnounceRejection", ExecutionStatus.Succeeded)]
    [InlineData("Runtime.ExitError", 2, "PersistFailure", "AnnounceFailure", ExecutionStatus.Failed)]
    public async Task FaultOfARenditionIsRecordedAndAnnounced(string error, int attempts, string persist, string announce, ExecutionStatus status)
    {
        var trial = Create()
            .On("Validate", Accepted)
            .OnInvocation("Resize", (call, _) => call.Iterations is [0]
                ? throw new TaskFailedException(error, """{"errorMessage": "uploads/a.jpg: broken"}""")
                : Task.FromResult<JsonNode?>(Payload(1)))
            .On(persist, """{"Payload": {"outcome": "recorded", "record": {}}}""")
            .On(announce, """{"MessageId": "1"}""");

        var result = await trial.RunAsync(Upload);

        Assert.Equal(status, result.Status);
        Assert.Equal(attempts, result.Calls.Count(call => call is { StateName: "Resize", Iterations: [0] }));
        Assert.Equal(error, (string?)Assert.Single(result.InputsOf(persist))!["Payload"]!["fault"]!["Error"]);
        Assert.Single(result.InputsOf(announce));
        Assert.Empty(result.InputsOf("Persist"));
    }

    [Fact]
    public async Task FailureThatCannotBeRecordedIsStillAnnounced()
    {
        var trial = Create()
            .On("Validate", _ => throw new TaskFailedException("AmazonDynamoDBException", "no such table"))
            .On("PersistFailure", _ => throw new TaskFailedException("AmazonDynamoDBException", "no such table"))
            .On("AnnounceFailure", """{"MessageId": "1"}""");

        var result = await trial.RunAsync(Upload);

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Equal(4, result.InputsOf("Validate").Count);
        Assert.Single(result.InputsOf("AnnounceFailure"));
    }

    [Fact]
    public async Task DeletionThatBringsAVersionBackIsProcessedAsItsUpload()
    {
        var restored = JsonNode.Parse(Upload)!["detail"]!["object"]!.DeepClone();
        restored["version-id"] = "v1";
        var trial = Create()
            .On("Remove", input =>
            {
                var @event = input!["Payload"]!["event"]!.DeepClone().AsObject();
                @event["detail-type"] = "Object Created";
                @event["detail"]!["object"] = restored.DeepClone();
                return Payload(new JsonObject { ["outcome"] = "restored", ["event"] = @event });
            })
            .On("Validate", """{"Payload": {"outcome": "unchanged"}}""");

        var result = await trial.RunAsync(ReadEvent("deleted-one-version.json"));

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        Assert.Equal(["Route", "Remove", "RemovalOutcome", "Restore", "Validate", "Outcome", "Unchanged"], result.States);
        Assert.Equal("v1", (string?)Assert.Single(result.InputsOf("Validate"))!["Payload"]!["event"]!["detail"]!["object"]!["version-id"]);
    }

    private static StateMachineTrial Create() => new(Definition);

    private static JsonObject Payload(JsonNode? result) => new() { ["Payload"] = result };

    private static string ReadEvent(string name) => File.ReadAllText(Repository.PathOf("statemachine", "samples", "events", name));
}
