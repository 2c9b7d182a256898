using System.Text.Json.Nodes;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.StepFunctions;

/// <summary>Map Runs and their child executions, on a second state machine of the host.</summary>
public sealed class MapRunOperationsTests : IAsyncLifetime
{
    private const string Sorting = """
        {"StartAt":"Objects","States":{"Objects":{"Type":"Map","MaxConcurrency":2,"ToleratedFailureCount":1,
          "ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"${UploadsBucket}","Prefix.$":"$.prefix"}},
          "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"Kind","States":{
            "Kind":{"Type":"Choice","Choices":[
              {"Variable":"$.Key","StringMatches":"*bad*","Next":"Refuse"},
              {"Variable":"$.Key","StringMatches":"*slow*","Next":"Linger"}],"Default":"Accept"},
            "Refuse":{"Type":"Fail","Error":"Bad","Cause":"The name says so."},
            "Linger":{"Type":"Wait","Seconds":86400,"Next":"Accept"},
            "Accept":{"Type":"Pass","OutputPath":"$.Key","End":true}}},
          "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"${InternalBucket}","Prefix":"results"}},
          "End":true}}}
        """;

    private const string Run = "arn:aws:states:local:000000000000:mapRun:sorting/Objects:mine-2";

    private static readonly string Arn = PipelineDefinition.ExecutionArnOf("sorting", "mine");

    private readonly DefinedPipeline _pipeline = new(DefinedPipeline.Passing, further: ("sorting", Sorting));
    private ServedStepFunctions _served = null!;

    public async Task InitializeAsync() => _served = await ServedStepFunctions.StartAsync(_pipeline.Pipeline);

    public async Task DisposeAsync()
    {
        await _served.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    [Fact]
    public async Task ChildrenAreExecutionsOfTheMapRunOnly()
    {
        await UploadAsync("photos/a", "photos/bad", "photos/c", "others/d");
        await StartAsync("photos/");
        var ended = await WaitForEndAsync();

        Assert.Equal("SUCCEEDED", (string?)ended["status"]);
        var listed = Assert.Single((await CallAsync("ListMapRuns", ("executionArn", Arn)))["mapRuns"]!.AsArray())!;
        Assert.Equal((Run, "arn:aws:states:local:000000000000:stateMachine:sorting/Objects"), ((string?)listed["mapRunArn"], (string?)listed["stateMachineArn"]));
        var run = await CallAsync("DescribeMapRun", ("mapRunArn", Run));
        Assert.Equal(("SUCCEEDED", 2, 1), ((string?)run["status"], (int)run["maxConcurrency"]!, (int)run["toleratedFailureCount"]!));
        Assert.Equal(
            (3, 2, 1, 0, 0, 3),
            ((int)run["itemCounts"]!["total"]!, (int)run["itemCounts"]!["succeeded"]!, (int)run["itemCounts"]!["failed"]!, (int)run["itemCounts"]!["pending"]!,
                (int)run["executionCounts"]!["running"]!, (int)run["executionCounts"]!["resultsWritten"]!));
        var children = (await CallAsync("ListExecutions", ("mapRunArn", Run)))["executions"]!.AsArray();
        Assert.Equal(["mine-2-2", "mine-2-1", "mine-2-0"], children.Select(child => (string?)child!["name"]));
        var page = await CallAsync("ListExecutions", ("mapRunArn", Run), ("maxResults", 2));
        var rest = await CallAsync("ListExecutions", ("mapRunArn", Run), ("maxResults", 2), ("nextToken", (string?)page["nextToken"]));
        Assert.Equal(["mine-2-0"], rest["executions"]!.AsArray().Select(child => (string?)child!["name"]));
        Assert.Null(rest["nextToken"]);
        var failed = Assert.Single((await CallAsync("ListExecutions", ("mapRunArn", Run), ("statusFilter", "FAILED")))["executions"]!.AsArray())!;
        var described = await CallAsync("DescribeExecution", ("executionArn", (string?)failed["executionArn"]));
        Assert.Equal(
            (Run, "FAILED", "Bad", "REDRIVABLE_BY_MAP_RUN"),
            ((string?)described["mapRunArn"], (string?)described["status"], (string?)described["error"], (string?)described["redriveStatus"]));
        Assert.Equal("photos/bad", (string?)JsonNode.Parse((string)described["input"]!)!["Key"]);
        var history = await CallAsync("GetExecutionHistory", ("executionArn", (string?)failed["executionArn"]));
        Assert.Equal(
            ["ExecutionStarted", "ChoiceStateEntered", "ChoiceStateExited", "FailStateEntered", "ExecutionFailed"],
            history["events"]!.AsArray().Select(recorded => (string?)recorded!["type"]));

        // Nor do the executions of one state machine appear among those of another.
        var machine = PipelineDefinition.StateMachineArnOf("sorting");
        Assert.Equal([Arn], (await CallAsync("ListExecutions", ("stateMachineArn", machine)))["executions"]!.AsArray().Select(one => (string?)one!["executionArn"]));
        Assert.Equal(4, (await CallAsync("ListExecutions", ("stateMachineArn", PipelineDefinition.StateMachineArn)))["executions"]!.AsArray().Count);
        Assert.Contains("sorting", (await CallAsync("ListStateMachines"))["stateMachines"]!.AsArray().Select(one => (string?)one!["name"]));
    }

    [Fact]
    public async Task ResultsAreInTheInternalBucketAndStartNothing()
    {
        await UploadAsync("a");
        await StartAsync("");
        var ended = await WaitForEndAsync();

        Assert.Equal("results/mine-2/manifest.json", (string?)JsonNode.Parse((string)ended["output"]!)!["ResultWriterDetails"]!["Key"]);
        Assert.Equal(["results/mine-2/SUCCEEDED_0.json", "results/mine-2/manifest.json"], _pipeline.Pipeline.Store.Internal.ListKeys(""));
        Assert.Empty(await _pipeline.Pipeline.Store.Uploads.ListPendingEventsAsync(0, 10, CancellationToken.None));
        using var results = new StreamReader(_pipeline.Pipeline.Store.Internal.OpenRead("results/mine-2/SUCCEEDED_0.json")!);
        Assert.Equal("\"a\"", (string?)JsonNode.Parse(await results.ReadToEndAsync())![0]!["Output"]);
    }

    [Fact]
    public async Task UpdateLetsMoreChildrenRunAndStopStopsThem()
    {
        await UploadAsync("slow1", "slow2", "slow3", "slow4");
        await StartAsync("");
        await WaitForRunningAsync(2);

        await CallAsync("UpdateMapRun", ("mapRunArn", Run), ("maxConcurrency", 3));
        await WaitForRunningAsync(3);
        Assert.Equal(1, (int)(await CallAsync("DescribeMapRun", ("mapRunArn", Run)))["itemCounts"]!["pending"]!);

        await CallAsync("StopExecution", ("executionArn", Arn));
        var run = await CallAsync("DescribeMapRun", ("mapRunArn", Run));
        Assert.Equal(("ABORTED", 3, 1), ((string?)run["status"], (int)run["itemCounts"]!["aborted"]!, (int)run["itemCounts"]!["pending"]!));
        var (type, _) = await _served.CallExpectingErrorAsync("UpdateMapRun", Create(("mapRunArn", Run), ("maxConcurrency", 1)).ToJsonString());
        Assert.Equal("ValidationException", type);
    }

    [Fact]
    public async Task RedriveContinuesTheChildrenThatWereStopped()
    {
        await UploadAsync("a", "slow1", "slow2", "slow3");
        await StartAsync("");
        await WaitForRunningAsync(2, succeeded: 1);
        await CallAsync("StopExecution", ("executionArn", Arn));

        await CallAsync("RedriveExecution", ("executionArn", Arn));
        await WaitForRunningAsync(2, succeeded: 1);

        var run = await CallAsync("DescribeMapRun", ("mapRunArn", Run));
        Assert.Equal(
            ("RUNNING", 1, 1, 1), ((string?)run["status"], (int)run["redriveCount"]!, (int)run["itemCounts"]!["succeeded"]!, (int)run["itemCounts"]!["pending"]!));
        var children = (await CallAsync("ListExecutions", ("mapRunArn", Run), ("statusFilter", "RUNNING")))["executions"]!.AsArray();
        Assert.All(children, child => Assert.Equal(1, (int)child!["redriveCount"]!));
        var (type, message) = await _served.CallExpectingErrorAsync(
            "RedriveExecution", Create(("executionArn", (string?)children[0]!["executionArn"])).ToJsonString());
        Assert.Equal("ExecutionNotRedrivable", type);
        Assert.Contains("child of a Map Run", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownStateMachinesAndMapRunsAreNotFound()
    {
        var unknown = PipelineDefinition.StateMachineArnOf("unknown");
        Assert.Equal("StateMachineDoesNotExist", (await _served.CallExpectingErrorAsync("StartExecution", Create(("stateMachineArn", unknown)).ToJsonString())).Type);
        Assert.Equal("StateMachineDoesNotExist", (await _served.CallExpectingErrorAsync("ListExecutions", Create(("stateMachineArn", unknown)).ToJsonString())).Type);
        foreach (var operation in (string[])["DescribeMapRun", "UpdateMapRun", "ListExecutions"])
        {
            Assert.Equal("ResourceNotFound", (await _served.CallExpectingErrorAsync(operation, Create(("mapRunArn", Run)).ToJsonString())).Type);
        }
    }

    private Task<JsonObject> CallAsync(string operation, params (string Name, JsonNode? Value)[] members) => _served.CallAsync(operation, Create(members));

    private static JsonObject Create(params (string Name, JsonNode? Value)[] members) => new(members.Select(member => KeyValuePair.Create(member.Name, member.Value)));

    private Task<JsonObject> StartAsync(string prefix) => CallAsync(
        "StartExecution",
        ("stateMachineArn", PipelineDefinition.StateMachineArnOf("sorting")), ("name", "mine"), ("input", new JsonObject { ["prefix"] = prefix }.ToJsonString()));

    private async Task UploadAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            var submission = await _pipeline.Pipeline.UploadAsync(key, new MemoryStream([1]), CancellationToken.None);
            await submission.Completion;
        }
    }

    private async Task<JsonObject> WaitForEndAsync()
    {
        JsonObject described = [];
        await DefinedPipeline.WaitUntilAsync(async () => (string?)(described = await CallAsync("DescribeExecution", ("executionArn", Arn)))["status"] != "RUNNING");
        return described;
    }

    private Task WaitForRunningAsync(int count, int succeeded = 0) => DefinedPipeline.WaitUntilAsync(async () =>
        _pipeline.Pipeline.Store.MapRuns.Get(Run) is not null
        && (await CallAsync("DescribeMapRun", ("mapRunArn", Run)))["itemCounts"] is { } counts
        && (int)counts["running"]! == count && (int)counts["succeeded"]! == succeeded);
}
