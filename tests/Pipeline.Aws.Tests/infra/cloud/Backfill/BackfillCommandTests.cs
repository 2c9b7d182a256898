using System.Text.Json.Nodes;
using Pipeline.Aws.Tests.Aws;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Costs;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud.Backfill;

/// <summary>The real program on emulators of S3 and DynamoDB, and with a server that has a Map Run.</summary>
[Collection(Emulated.ByDynalite)]
public sealed class BackfillCommandTests(Fauxqs s3, Dynalite dynamoDb) : IAsyncLifetime
{
    private static readonly RenditionSet OtherSet = new([new("small", 30)]);

    private readonly MapRunServer _server = new();
    private AwsPipelineUnderTest _pipeline = null!;
    private PipelineProgram _cloud = null!;
    private string _internal = "";

    public async Task InitializeAsync()
    {
        _pipeline = await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb);
        _internal = await s3.CreateBucketAsync();
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_S3"] = s3.Address, ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb.Address, ["AWS_ENDPOINT_URL"] = _server.Address,
            ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test",
        });
        WriteOutputs(RenditionSet.Default);
    }

    public async Task DisposeAsync()
    {
        _cloud?.Dispose();
        await _server.DisposeAsync();
        if (_pipeline is not null)
        {
            await _pipeline.DisposeAsync();
        }
    }

    [Fact]
    public async Task DryRunStatesImagesBytesCostAndTimeAndStartsNothing()
    {
        await PutAsync("photos/a.jpg", 1_000);
        await PutAsync("photos/b.jpg", 2_000);
        await PutAsync("photos/", 0);
        await PutAsync("other/c.jpg", 500);

        var run = await RunAsync("--prefix", "photos/", "--dry-run", "--max-concurrency", "2");

        run.AssertExit(0);
        Assert.Equal("2 images, 3.0 kB; 1 other object skipped", run.Output[0]);
        Assert.Matches(@"^at most \$0\.00 if all are processed, as photographs of 12 megapixels; \$0\.00 if none has changed$", run.Output[1]);
        Assert.Matches(@"^at most \d s at 2 images at once$", run.Output[2]);
        Assert.Empty(_server.CallsOf("StartExecution"));
    }

    [Fact]
    public async Task RunIsFollowedToItsEndAndItsOutcomesArePrinted()
    {
        await PutAsync("photos/a.jpg", 1_000);

        var run = await RunAsync("--prefix", "photos/", "--max-concurrency", "7");

        run.AssertExit(0);
        var start = Assert.Single(_server.CallsOf("StartExecution"));
        Assert.Equal("""{"refresh":"none","announcements":"summary","prefix":"photos/","maxConcurrency":7}""", (string?)start["input"]);
        Assert.Equal(MapRunServer.StateMachine, (string?)start["stateMachineArn"]);
        Assert.Contains("accepted   3", run.Output);
        Assert.Contains("failed     1", run.Output);
        Assert.Contains("results: s3://internal/backfills/x/manifest.json", run.Output);
        Assert.Contains("of 5 (80 %)", run.Errors, StringComparison.Ordinal);
        Assert.Contains("1 failed", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutdatedImagesAreTakenFromTheCatalogueIntoAManifest()
    {
        await _pipeline.UploadAsync("photos/a.png", SyntheticImages.Png(60, 40, seed: 1));
        await _pipeline.UploadAsync("other/b.png", SyntheticImages.Png(60, 40, seed: 2));
        await _pipeline.UploadAsync("photos/notes.txt", "no image"u8.ToArray());
        await PutAsync("photos/unknown.png", 10);
        WriteOutputs(OtherSet);

        var run = await RunAsync("--outdated", "--prefix", "photos/");

        run.AssertExit(0);
        var input = JsonNode.Parse((string)Assert.Single(_server.CallsOf("StartExecution"))["input"]!)!;
        Assert.Matches(@"^manifests/backfill-.+\.jsonl$", (string)input["manifest"]!);
        var record = await _pipeline.RecordAsync("photos/a.png");
        Assert.Equal([new ManifestLine("photos/a.png", record.ETag!, record.Current!.Bytes).ToJson()], (await ReadManifestAsync((string)input["manifest"]!)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task NothingIsStartedIfNothingIsOutdated()
    {
        await _pipeline.UploadAsync("photos/a.png", SyntheticImages.Png(60, 40));

        var run = await RunAsync("--outdated");

        run.AssertExit(0);
        Assert.Equal("0 images, 0 B", run.Output[0]);
        Assert.Empty(_server.CallsOf("StartExecution"));
    }

    [Fact]
    public async Task RefreshTakesImagesWhosePhotoWasReadByAnotherSchema()
    {
        await _pipeline.UploadAsync("photos/a.png", SyntheticImages.Png(60, 40));
        WriteOutputs(OtherSet, photoSchema: "1-city");

        var run = await RunAsync("--refresh", "photo");

        run.AssertExit(0);
        var input = JsonNode.Parse((string)Assert.Single(_server.CallsOf("StartExecution"))["input"]!)!;
        Assert.Equal("photo", (string?)input["refresh"]);
        Assert.Contains("photos/a.png", await ReadManifestAsync((string)input["manifest"]!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefreshTakesImagesThatTheModelHasNotDescribedWithThoseInQuarantine()
    {
        var catalogue = new DynamoImageCatalogue(dynamoDb.Client, _pipeline.Table);
        await _pipeline.UploadAsync("new.png", SyntheticImages.Png(60, 40));
        var record = await _pipeline.RecordAsync("new.png");
        var description = new ImageDescription(record.Current!.Sha256, "A picture", "en", [], [], DateTimeOffset.UnixEpoch, "model", "0a1b2c3d");
        ImageRecord[] others =
        [
            record with { Key = "described.png", Description = description },
            record with { Key = "other-model.png", Description = description with { Schema = "ffffffff" } },
            record with { Key = "waiting.png", Status = ImageStatus.Quarantined, Current = null, ETag = "e1" },
        ];
        foreach (var other in others)
        {
            Assert.True(await catalogue.TryWriteAsync(new(other with { ImageId = $"{other.Bucket}/{other.Key}" }, [], [], 1), CancellationToken.None));
        }

        WriteOutputs(RenditionSet.Default, descriptionSchema: "0a1b2c3d");

        var run = await RunAsync("--refresh", "description");

        run.AssertExit(0);
        Assert.Contains(run.Output, line => line.StartsWith("The tokens of the model come on top.", StringComparison.Ordinal));
        var input = JsonNode.Parse((string)Assert.Single(_server.CallsOf("StartExecution"))["input"]!)!;
        Assert.Equal("description", (string?)input["refresh"]);
        var lines = (await ReadManifestAsync((string)input["manifest"]!)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ManifestLine[] expected = [new("new.png", record.ETag!, record.Current.Bytes), new("other-model.png", record.ETag!, record.Current.Bytes), new("waiting.png", "e1", 0)];
        Assert.Equal(expected.Select(line => line.ToJson()), lines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--refresh description needs a stack that describes images", "--refresh", "description")]
    [InlineData("--refresh is 'exif'; it must be photo or description.", "--refresh", "exif")]
    [InlineData("use one of the two", "--refresh", "photo", "--outdated")]
    [InlineData("--announcements is 'all'; it must be none, summary or each.", "--announcements", "all")]
    [InlineData("--max-concurrency is 0; it must be between 1 and 10000.", "--max-concurrency", "0")]
    public async Task WrongOptionsAreNamed(string message, params string[] options) => (await RunAsync(options)).AssertUsageError(message);

    [Fact]
    public async Task StackWithoutBackfillsIsNamed()
    {
        _cloud.Write("outputs.json", CreateOutputs(RenditionSet.Default, "1", hasBackfill: false));

        (await RunAsync("--dry-run")).AssertUsageError("deployed by an older version");
    }

    [Fact]
    public async Task StatusOfTheNewestSaysHowFarItIs()
    {
        _server.Looks = 5;

        var run = await RunAsync("status");

        run.AssertExit(0);
        Assert.Equal("newest: RUNNING", run.Output[0]);
        Assert.StartsWith("[###################.....] 4 of 5 (80 %)", run.Output[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlCOnlyDetaches()
    {
        _server.Looks = 1_000;
        await PutAsync("a.jpg", 1);
        using var running = _cloud.Start("backfill", "--outputs", "outputs.json");
        await running.WaitForLinesAsync(4);
        await Task.Delay(500);
        running.Interrupt();

        var run = await running.WaitForExitAsync();

        run.AssertExit(130);
        Assert.Contains("The backfill goes on.", run.Errors, StringComparison.Ordinal);
        Assert.Contains("backfill stop backfill-", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_server.CallsOf("StopExecution"));
    }

    [Fact]
    public async Task StopStopsARunningBackfillOnly()
    {
        _server.Looks = 5;
        (await RunAsync("stop", "mine")).AssertExit(0);
        Assert.EndsWith(":mine", (string)Assert.Single(_server.CallsOf("StopExecution"))["executionArn"]!, StringComparison.Ordinal);

        _server.Looks = 0;
        (await RunAsync("stop", "mine")).AssertUsageError("is not running");
    }

    [Fact]
    public async Task RedriveContinuesABackfillThatFailed()
    {
        (_server.Looks, _server.FinalStatus) = (0, "FAILED");

        var run = await RunAsync("redrive", "mine");

        run.AssertExit(1);
        Assert.Single(_server.CallsOf("RedriveExecution"));
        Assert.Contains("States.ExceedToleratedFailureThreshold: too many failed", run.Output);

        _server.FinalStatus = "SUCCEEDED";
        (await RunAsync("redrive", "mine")).AssertUsageError("succeeded");
    }

    private Task<ProgramRun> RunAsync(params string[] arguments) => _cloud.RunAsync(["backfill", .. arguments, "--outputs", "outputs.json"]);

    private async Task PutAsync(string key, int size) =>
        await s3.Client.PutObjectAsync(new() { BucketName = _pipeline.Uploads, Key = key, InputStream = new MemoryStream(new byte[size]), UseChunkEncoding = false });

    private async Task<string> ReadManifestAsync(string key)
    {
        using var reader = new StreamReader((await s3.Client.GetObjectAsync(_internal, key)).ResponseStream);
        return await reader.ReadToEndAsync();
    }

    private void WriteOutputs(RenditionSet set, string photoSchema = "1", string? descriptionSchema = null) =>
        _cloud.Write("outputs.json", CreateOutputs(set, photoSchema, descriptionSchema));

    private string CreateOutputs(RenditionSet set, string photoSchema, string? descriptionSchema = null, bool hasBackfill = true)
    {
        var outputs = new JsonObject
        {
            [StackOutputs.Region] = "us-east-1",
            [StackOutputs.UploadsBucket] = _pipeline.Uploads,
            [StackOutputs.RenditionsBucket] = _pipeline.Renditions,
            [StackOutputs.Table] = _pipeline.Table,
            [StackOutputs.StateMachine] = PipelineDefinition.StateMachineArn,
            [StackOutputs.StateMachineType] = "STANDARD",
            [StackOutputs.CostSettings] = CostSettings.Default.ToJson(),
        };
        if (hasBackfill)
        {
            outputs[StackOutputs.BackfillStateMachine] = MapRunServer.StateMachine;
            outputs[StackOutputs.InternalBucket] = _internal;
            outputs[StackOutputs.BackfillConcurrency] = "20";
            outputs[StackOutputs.BackfillExecutions] = BackfillDefinition.Express;
            outputs[StackOutputs.CurrentVersions] = CurrentVersions.Of(set, photoSchema, descriptionSchema).ToJson();
            outputs[StackOutputs.KeySuffixes] = "[]";
        }

        return outputs.ToJsonString();
    }
}
