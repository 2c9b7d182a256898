using System.Text.Json.Nodes;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud;

/// <summary>Runs the real program against a table.</summary>
[Collection(Emulated.ByDynaliteWithS3rver)]
public sealed class ImagesCommandTests(Dynalite dynamoDb) : IAsyncLifetime
{
    private PipelineProgram _cloud = null!;

    public async Task InitializeAsync()
    {
        var table = await dynamoDb.CreateTableAsync();
        var catalogue = new DynamoImageCatalogue(dynamoDb.Client, table);
        var version = new ImageVersion(
            new('9', 64), "set", "a.jpg/x/", ImageFormat.Jpeg, 40, 30, 1, 1_000, null, [new("thumb", "a.jpg/x/thumb.webp", ImageFormat.WebP, "image/webp", 4, 3, 1, 100)],
            Photo: new(TakenAt: "2025-06-07", Model: "Canon EOS R5"));
        await WriteAsync(catalogue, "a.jpg", ImageStatus.Ready, version, null);
        await WriteAsync(catalogue, "b.txt", ImageStatus.Rejected, null, new(ReasonCodes.UnsupportedFormat, "uploads/b.txt is text."));
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = dynamoDb.Client.Config.ServiceURL, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test",
        });
        _cloud.Write("outputs.json", new JsonObject
        {
            [StackOutputs.Region] = "eu-central-1",
            [StackOutputs.UploadsBucket] = "uploads",
            [StackOutputs.RenditionsBucket] = "renditions",
            [StackOutputs.Table] = table,
            [StackOutputs.StateMachine] = PipelineDefinition.StateMachineArn,
            [StackOutputs.StateMachineType] = "STANDARD",
        }.ToJsonString());
    }

    public Task DisposeAsync()
    {
        _cloud.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task ImagesToLookIntoAreListed()
    {
        var all = await RunAsync("images", "list");
        var rejected = await RunAsync("images", "list", "--status", "rejected", "--json");

        all.AssertExit(0);
        Assert.Equal("2026-01-02T03:04:05Z  rejected    uploads/b.txt  unsupportedFormat", Assert.Single(all.Output));
        Assert.Equal("uploads/b.txt", (string?)Assert.Single(rejected.Objects)["imageId"]);
    }

    [Fact]
    public async Task ImageIsShownWithItsPhotoAndRenditions()
    {
        var run = await RunAsync("images", "show", "a.jpg");
        var json = await RunAsync("images", "show", "a.jpg", "--json");
        var missing = await RunAsync("images", "show", "c.jpg");

        Assert.Contains("  camera    Canon EOS R5", run.Text, StringComparison.Ordinal);
        Assert.Contains("s3://renditions/a.jpg/x/thumb.webp", run.Text, StringComparison.Ordinal);
        Assert.Equal("2025-06-07", (string?)Assert.Single(json.Objects)["current"]!["photo"]!["takenAt"]);
        missing.AssertExit(2);
        Assert.Contains("There is no image uploads/c.jpg in table", missing.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--taken-after", "2025")]
    [InlineData("--keyword", "harbour")]
    public async Task FilterThatNeedsAnIndexIsRefusedWithTheReason(string option, string value)
    {
        var run = await RunAsync("images", "list", option, value);

        run.AssertExit(2);
        Assert.Contains($"{option} needs an index that the table does not have", run.Errors, StringComparison.Ordinal);
        Assert.Contains("data lake", run.Errors, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(DynamoImageCatalogue catalogue, string key, ImageStatus status, ImageVersion? version, Reason? reason)
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var record = new ImageRecord($"uploads/{key}", "uploads", key, status, version, null, null, null, reason, "execution", time, time);
        Assert.True(await catalogue.TryWriteAsync(new(record, [], [], 1), CancellationToken.None));
    }

    private Task<ProgramRun> RunAsync(params string[] arguments) => _cloud.RunAsync([.. arguments, "--outputs", "outputs.json"]);
}
