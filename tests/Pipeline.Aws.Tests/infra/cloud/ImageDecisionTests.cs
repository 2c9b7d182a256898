using System.Text.Json.Nodes;
using Pipeline.Aws.Tests.Aws;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Aws.Tests.Aws.Models;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud;

/// <summary>Runs the real program against a stack whose executions run on emulators.</summary>
[Collection(Emulated.ByDynalite)]
public sealed class ImageDecisionTests(Fauxqs s3, Dynalite dynamoDb) : IAsyncLifetime
{
    private static readonly DescriptionSettings Settings = new("eu.amazon.nova-lite-v1:0", ["en"]);

    private ScriptedBedrock _bedrock = null!;
    private AwsPipelineUnderTest _pipeline = null!;
    private StepFunctionsServer _server = null!;
    private PipelineProgram _cloud = null!;

    public async Task InitializeAsync()
    {
        _bedrock = await ScriptedBedrock.StartAsync();
        _bedrock.Answer(ScriptedBedrock.Describe("Two men fight", ("violence", 0.9)));
        _pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb, new DescribingOptions(new(_bedrock.CreateModel(), Settings), new(ModerationAction.Quarantine)));
        _server = new(_pipeline.Local) { Run = input => _pipeline.RunAsync(input) };
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb.Address, ["AWS_ENDPOINT_URL_SFN"] = _server.Address, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test",
        });
        _cloud.Write("outputs.json", Outputs(Settings.Schema));
        _cloud.Write("express.json", Outputs(Settings.Schema, "EXPRESS"));
        _cloud.Write("plain.json", Outputs(schema: null));
    }

    public async Task DisposeAsync()
    {
        _cloud?.Dispose();
        await _server.DisposeAsync();
        await _pipeline.DisposeAsync();
        await _bedrock.DisposeAsync();
    }

    [Theory]
    [InlineData("outputs.json", "a.jpg")]
    [InlineData("express.json", "a.jpg")]
    public async Task ImageInQuarantineIsReleased(string outputs, string key)
    {
        await _pipeline.UploadAsync(key, SyntheticImages.Jpeg(300, 200));
        var before = await _pipeline.RecordAsync(key);

        var run = await _cloud.RunAsync("images", "release", key, "--json", "--outputs", outputs);

        run.AssertExit(0);
        Assert.Equal("ready", (string?)Assert.Single(run.Objects)["status"]);
        Assert.Equal((ImageStatus.Quarantined, ImageStatus.Ready), (before.Status, (await _pipeline.RecordAsync(key)).Status));
        // Not a later upload.
        Assert.Equal(before.ETag, (string?)Input("Image Released")["detail"]!["object"]!["etag"]);
    }

    [Fact]
    public async Task TextOfAPersonIsGivenAndTakenBack()
    {
        await _pipeline.UploadAsync("a b.jpg", SyntheticImages.Jpeg(300, 200));

        var given = await _cloud.RunAsync("images", "describe", $"{_pipeline.Uploads}/a b.jpg", "--alt", "Zwei Männer \"ringen\"", "--language", "de-CH", "--outputs", "outputs.json");
        given.AssertExit(0);
        var entry = await _pipeline.Catalogue.GetAsync(ImageIds.Create(_pipeline.Uploads, "a b.jpg"), CancellationToken.None);
        Assert.Equal(("Zwei Männer \"ringen\"", "de-CH", true), (entry!.Quarantined!.Description!.AltText, entry.Quarantined.Description.Language, entry.Quarantined.Description.ByPerson));

        var cleared = await _cloud.RunAsync("images", "describe", "a b.jpg", "--clear", "--outputs", "express.json");
        cleared.AssertExit(0);
        entry = await _pipeline.Catalogue.GetAsync(ImageIds.Create(_pipeline.Uploads, "a b.jpg"), CancellationToken.None);
        Assert.Equal((null, false), (entry!.Quarantined!.Description!.AltText, entry.Quarantined.Description.ByPerson));
    }

    [Fact]
    public async Task ExecutionThatFailsIsNamedWithTheReason()
    {
        await _pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200));
        // Somebody else is faster.
        _server.Run = async input =>
        {
            await _pipeline.DecideAsync("Image Released", "a.jpg", []);
            return await _pipeline.RunAsync(input);
        };

        var run = await _cloud.RunAsync("images", "release", "a.jpg", "--outputs", "outputs.json");

        run.AssertExit(1);
        Assert.Contains("failed: NotInQuarantineException", run.Errors, StringComparison.Ordinal);
        Assert.Contains("is not in quarantine: its status is ready", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImageThatIsNotInQuarantineIsNotReleased()
    {
        _bedrock.Answer(ScriptedBedrock.Describe("A red bicycle"));
        await _pipeline.UploadAsync("a.jpg", SyntheticImages.Jpeg(300, 200));

        (await _cloud.RunAsync("images", "release", "a.jpg", "--outputs", "outputs.json")).AssertUsageError("a.jpg is not in quarantine: its status is ready.");
        Assert.Empty(_server.Calls);
    }

    [Theory]
    [InlineData("outputs.json", "There is no image nobody", "images", "release", "nobody")]
    [InlineData("plain.json", "The stack does not describe images. Run `pulumi config set describe true`", "images", "release", "a.jpg")]
    [InlineData("plain.json", "The stack does not describe images. Run `pulumi config set describe true`", "images", "describe", "a.jpg", "--alt", "text")]
    [InlineData("outputs.json", "'images describe' needs --alt with the text, or --clear.", "images", "describe", "a.jpg")]
    [InlineData("outputs.json", "--alt and --clear exclude each other.", "images", "describe", "a.jpg", "--alt", "text", "--clear")]
    [InlineData("outputs.json", "The text is empty.", "images", "describe", "a.jpg", "--alt", " ")]
    [InlineData("outputs.json", "--language is 'deutsch!'; it must be a language tag", "images", "describe", "a.jpg", "--alt", "text", "--language", "deutsch!")]
    public async Task WrongArgumentIsNamed(string outputs, string words, params string[] arguments) =>
        (await _cloud.RunAsync([.. arguments, "--outputs", outputs])).AssertUsageError(words);

    private JsonNode Input(string detailType) => Assert.Single(
        _server.Calls.Where(call => call.Operation == "StartExecution").Select(call => JsonNode.Parse((string)call.Request["input"]!)!),
        input => (string?)input["detail-type"] == detailType);

    private string Outputs(string? schema, string type = "STANDARD") => OutputsUnderTest.Create(
        (StackOutputs.UploadsBucket, _pipeline.Uploads), (StackOutputs.RenditionsBucket, _pipeline.Renditions), (StackOutputs.Table, _pipeline.Table), (StackOutputs.StateMachineType, type),
        (StackOutputs.BackfillStateMachine, "arn:aws:states:us-east-1:123456789012:stateMachine:backfill"), (StackOutputs.BackfillConcurrency, "10"),
        (StackOutputs.BackfillExecutions, "EXPRESS"), (StackOutputs.InternalBucket, "internal"),
        (StackOutputs.CurrentVersions, CurrentVersions.Of(new RenditionSets(RenditionSet.Default), null, schema).ToJson()));
}
