using System.Text.Json.Nodes;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Cloud.Smoke;
using Pipeline.Core.Deployment;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud;

[Collection(Emulated.ByDynaliteWithS3rver)]
public sealed class SmokeTests(S3rver s3, Dynalite dynamoDb)
{
    private static readonly SmokeOptions Options = new(TimeSpan.FromMinutes(2), Keep: false);
    private static readonly SmokeOptions Impatient = new(TimeSpan.FromSeconds(3), Keep: false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PhotoIsProcessedAndNothingIsLeft(bool express)
    {
        await using var stack = await DeployedStackUnderTest.CreateAsync(s3, dynamoDb);

        var (outcome, problems) = await stack.Run(Options, express).RunAsync(Photo("photo 1.jpg"), CancellationToken.None);

        Assert.Empty(problems);
        Assert.Equal("succeeded", outcome.Name);
        Assert.Equal(5, outcome.Record!.Current!.Renditions.Count);
        Assert.EndsWith("/photo 1.jpg", outcome.Record.Key, StringComparison.Ordinal);
        Assert.Empty(await stack.UploadsAsync());
        Assert.Empty(await stack.RenditionsAsync());
    }

    [Fact]
    public async Task KeepLeavesThePhotoAndItsRenditions()
    {
        await using var stack = await DeployedStackUnderTest.CreateAsync(s3, dynamoDb);

        var (outcome, problems) = await stack.Run(Options with { Keep = true }).RunAsync(Photo("photo.jpg"), CancellationToken.None);

        Assert.Empty(problems);
        Assert.Equal([outcome.Record!.Key], await stack.UploadsAsync());
        // The photo is smaller than medium and large, which share a file.
        Assert.Equal(
            outcome.Record.Current!.Renditions.Select(rendition => rendition.Key).Distinct().Order(StringComparer.Ordinal), (await stack.RenditionsAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(4, (await stack.RenditionsAsync()).Count);
    }

    [Fact]
    public async Task RejectedFileIsAProblemThatSaysWhy()
    {
        await using var stack = await DeployedStackUnderTest.CreateAsync(s3, dynamoDb);

        var (outcome, problems) = await stack.Run(Options).RunAsync(new("notes.txt", "no image"u8.ToArray()), CancellationToken.None);

        Assert.Equal("rejected", outcome.Name);
        Assert.Contains("unsupportedFormat", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Empty(await stack.UploadsAsync());
    }

    [Fact]
    public async Task RuleThatRoutesNothingIsDetected()
    {
        await using var stack = await DeployedStackUnderTest.CreateAsync(s3, dynamoDb, routesUploads: false);

        var (outcome, problems) = await stack.Run(Impatient).RunAsync(Photo("photo.jpg"), CancellationToken.None);

        Assert.Equal(("failed", "NoExecution"), (outcome.Name, outcome.Reason!.Code));
        Assert.Contains("dead-letter queue", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Empty(await stack.UploadsAsync());
    }

    [Fact]
    public async Task UnprocessedDeletionIsDetected()
    {
        await using var stack = await DeployedStackUnderTest.CreateAsync(s3, dynamoDb, routesDeletions: false);

        var (outcome, problems) = await stack.Run(Impatient with { StepTimeout = TimeSpan.FromSeconds(20) }).RunAsync(Photo("photo.jpg"), CancellationToken.None);

        Assert.Equal("succeeded", outcome.Name);
        Assert.Contains("did not remove all renditions below", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandReportsLikeProcess()
    {
        await using var stack = await DeployedStackUnderTest.CreateAsync(s3, dynamoDb);
        using var program = new PipelineProgram("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_S3"] = s3.Address,
            ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb.Address,
            ["AWS_ENDPOINT_URL_SFN"] = stack.StepFunctionsAddress,
            ["AWS_REQUEST_CHECKSUM_CALCULATION"] = "WHEN_REQUIRED",
            ["AWS_ACCESS_KEY_ID"] = "S3RVER",
            ["AWS_SECRET_ACCESS_KEY"] = "S3RVER",
        });
        program.Write("photo.jpg", SyntheticImages.Jpeg(600, 400));
        program.Write("outputs.json", new JsonObject
        {
            [StackOutputs.Region] = stack.Stack.Region,
            [StackOutputs.UploadsBucket] = stack.Stack.UploadsBucket,
            [StackOutputs.RenditionsBucket] = stack.Stack.RenditionsBucket,
            [StackOutputs.Table] = stack.Stack.Table,
            [StackOutputs.StateMachine] = stack.Stack.StateMachine,
            [StackOutputs.StateMachineType] = "STANDARD",
        }.ToJsonString());

        var run = await program.RunAsync("smoke", "photo.jpg", "--outputs", "outputs.json");

        run.AssertExit(0);
        Assert.Contains("succeeded in ", run.Text, StringComparison.Ordinal);
        Assert.Contains($"s3://{stack.Stack.RenditionsBucket}/smoke/", run.Text, StringComparison.Ordinal);
        Assert.Contains("Deleted the upload; the pipeline removed its renditions and updated its record", run.Text, StringComparison.Ordinal);
        Assert.EndsWith("Smoke test passed.", run.Text.TrimEnd(), StringComparison.Ordinal);
    }

    private static SmokePhoto Photo(string name) => new(name, SyntheticImages.Jpeg(600, 400));
}
