using Amazon.StepFunctions;
using Pipeline.Aws.Tests.Aws;
using Pipeline.Cloud.Executions;
using Pipeline.Cloud.Smoke;
using Pipeline.Cloud.Stack;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Cloud;

/// <summary>
/// A deployed stack on emulators. These send no events, so a loop polls the uploads bucket and routes the events that S3 would send to
/// EventBridge.
/// </summary>
internal sealed class DeployedStackUnderTest : IAsyncDisposable
{
    private readonly AwsPipelineUnderTest _pipeline;
    private readonly S3Emulator _s3;
    private readonly StepFunctionsServer _server;
    private readonly AmazonStepFunctionsClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _events;

    private DeployedStackUnderTest(AwsPipelineUnderTest pipeline, S3Emulator s3, string table, bool routesUploads, bool routesDeletions)
    {
        (_pipeline, _s3) = (pipeline, s3);
        _server = new(pipeline.Local);
        _client = new("test", "test", new AmazonStepFunctionsConfig { ServiceURL = _server.Address });
        Stack = new("us-east-1", pipeline.Uploads, pipeline.Renditions, table, PipelineDefinition.StateMachineArn, IsExpress: false, KeyPrefix: "");
        _events = FollowAsync(routesUploads, routesDeletions);
    }

    public DeployedStack Stack { get; init; }

    public string StepFunctionsAddress => _server.Address;

    public static async Task<DeployedStackUnderTest> CreateAsync(
        S3Emulator s3, DynamoDbEmulator dynamoDb, bool routesUploads = true, bool routesDeletions = true)
    {
        var table = await dynamoDb.CreateTableAsync();
        return new(await AwsPipelineUnderTest.CreateAsync(s3, dynamoDb, table), s3, table, routesUploads, routesDeletions);
    }

    public SmokeRun Run(SmokeOptions options, bool express = false)
    {
        var stack = Stack with { IsExpress = express };
        return new(
            stack, _s3.Client, _pipeline.Store, _pipeline.Catalogue, new CloudExecutions(_client, stack), options, _ => { }, TimeProvider.System);
    }

    public async Task<IReadOnlyList<string>> UploadsAsync() => await KeysAsync(Stack.UploadsBucket);

    public async Task<IReadOnlyList<string>> RenditionsAsync() => await KeysAsync(Stack.RenditionsBucket);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _events;
        _stop.Dispose();
        _client.Dispose();
        await _server.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    private async Task FollowAsync(bool routesUploads, bool routesDeletions)
    {
        var known = new Dictionary<string, string>();
        while (!_stop.IsCancellationRequested)
        {
            var objects = (await _s3.Client.ListObjectsV2Async(new() { BucketName = Stack.UploadsBucket })).S3Objects ?? [];
            foreach (var uploaded in objects.Where(uploaded => known.TryAdd(uploaded.Key, uploaded.ETag) && routesUploads))
            {
                await _pipeline.RouteCreatedAsync(uploaded.Key, uploaded.Size ?? 0, uploaded.ETag.Trim('"'));
            }

            foreach (var key in known.Keys.Except(objects.Select(uploaded => uploaded.Key)).ToArray())
            {
                known.Remove(key);
                if (routesDeletions)
                {
                    await _pipeline.RouteDeletedAsync(key);
                }
            }

            await Task.Delay(20);
        }
    }

    private async Task<IReadOnlyList<string>> KeysAsync(string bucket)
    {
        var page = await _s3.Client.ListObjectsV2Async(new() { BucketName = bucket });
        return [.. (page.S3Objects ?? []).Select(stored => stored.Key)];
    }
}
