using System.Text.Json.Nodes;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.StepFunctions;

public sealed class ExecutionOperationsTests : IAsyncLifetime
{
    private static readonly string Machine = PipelineDefinition.StateMachineArn;

    private readonly DefinedPipeline _pipeline = new(DefinedPipeline.Passing);
    private ServedStepFunctions _served = null!;

    public async Task InitializeAsync() => _served = await ServedStepFunctions.StartAsync(_pipeline.Pipeline);

    public async Task DisposeAsync()
    {
        await _served.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    [Fact]
    public async Task StartedExecutionIsDescribed()
    {
        var started = await StartAsync("mine", """{ "name": "é" }""");
        await _pipeline.WaitForEndAsync("mine");

        var described = await _served.CallAsync("DescribeExecution", CreateRequest("mine"));

        Assert.Equal(Arn("mine"), (string?)started["executionArn"]);
        Assert.Equal(
            ("mine", "SUCCEEDED", """{ "name": "é" }""", """{"name":"é"}"""),
            ((string?)described["name"], (string?)described["status"], (string?)described["input"], JsonNode.Parse((string)described["output"]!)!.ToJsonString().Replace("\\u00E9", "é", StringComparison.Ordinal)));
        Assert.True((bool)described["inputDetails"]!["included"]!);
        Assert.Equal(("NOT_REDRIVABLE", 0), ((string?)described["redriveStatus"], (int)described["redriveCount"]!));
        Assert.Contains("SUCCEEDED", (string?)described["redriveStatusReason"], StringComparison.Ordinal);
        Assert.True((decimal)described["stopDate"]! >= (decimal)described["startDate"]!);
        Assert.Null(described["error"]);

        var bare = await _served.CallAsync("DescribeExecution", CreateRequest("mine", ("includedData", "METADATA_ONLY")));
        Assert.Null(bare["input"]);
        Assert.False((bool)bare["outputDetails"]!["included"]!);
    }

    [Fact]
    public async Task ExecutionIsDescribedWithTheDefinitionThatItRan()
    {
        await StartAsync("mine", "{}");
        await _pipeline.WaitForEndAsync("mine");
        var ran = (string?)(await _served.CallAsync("DescribeStateMachine", new() { ["stateMachineArn"] = Machine }))["definition"];
        var other = RecordedDefinition.Create("""{"of":"an earlier version"}""", DateTimeOffset.UnixEpoch.AddSeconds(7));

        var described = await _served.CallAsync("DescribeStateMachineForExecution", CreateRequest("mine"));
        await _pipeline.Pipeline.Store.Executions.QueueDefinitionAsync(Arn("mine"), other, CancellationToken.None);
        await _pipeline.Pipeline.Store.Executions.FlushAsync(CancellationToken.None);
        var earlier = await _served.CallAsync("DescribeStateMachineForExecution", CreateRequest("mine"));

        Assert.Equal(ran, (string?)described["definition"]);
        Assert.Equal((other.Json, 7m), ((string?)earlier["definition"], (decimal)earlier["updateDate"]!));
    }

    [Fact]
    public async Task OmittedInputIsAnEmptyObject()
    {
        var started = await _served.CallAsync("StartExecution", new() { ["stateMachineArn"] = Machine });

        var described = await _served.CallAsync("DescribeExecution", new() { ["executionArn"] = (string?)started["executionArn"] });
        Assert.Equal("{}", (string?)described["input"]);
    }

    [Fact]
    public async Task ListGoesPageByPageNewestFirst()
    {
        foreach (var number in Enumerable.Range(0, 7))
        {
            await StartAsync($"e{number}", "{}");
            await _pipeline.WaitForEndAsync($"e{number}");
        }

        var names = new List<string>();
        JsonObject page;
        string? token = null;
        do
        {
            page = await _served.CallAsync("ListExecutions", new()
            {
                ["stateMachineArn"] = Machine, ["statusFilter"] = "SUCCEEDED", ["maxResults"] = 3, ["nextToken"] = token,
            });
            names.AddRange(page["executions"]!.AsArray().Select(execution => (string)execution!["name"]!));
            token = (string?)page["nextToken"];
        }
        while (token is not null);

        Assert.Equal(["e6", "e5", "e4", "e3", "e2", "e1", "e0"], names);
        Assert.Empty((await _served.CallAsync("ListExecutions", new() { ["stateMachineArn"] = Machine, ["statusFilter"] = "FAILED" }))["executions"]!.AsArray());
        Assert.Empty((await _served.CallAsync("ListExecutions", new() { ["stateMachineArn"] = Machine, ["statusFilter"] = "PENDING_REDRIVE" }))["executions"]!.AsArray());
        Assert.Empty((await _served.CallAsync("ListExecutions", new() { ["stateMachineArn"] = Machine, ["redriveFilter"] = "REDRIVEN" }))["executions"]!.AsArray());
    }

    [Fact]
    public async Task HistoryGoesPageByPageInBothDirections()
    {
        await StartAsync("mine", "{}");
        await _pipeline.WaitForEndAsync("mine");

        Assert.Equal(
            ["ExecutionStarted", "PassStateEntered", "PassStateExited", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded"],
            await HistoryAsync(backward: false));
        Assert.Equal(
            ["ExecutionSucceeded", "SucceedStateExited", "SucceedStateEntered", "PassStateExited", "PassStateEntered", "ExecutionStarted"],
            await HistoryAsync(backward: true));

        async Task<List<string>> HistoryAsync(bool backward)
        {
            var types = new List<string>();
            string? token = null;
            do
            {
                var page = await _served.CallAsync("GetExecutionHistory", new()
                {
                    ["executionArn"] = Arn("mine"), ["maxResults"] = 3, ["reverseOrder"] = backward, ["nextToken"] = token,
                });
                types.AddRange(page["events"]!.AsArray().Select(@event => (string)@event!["type"]!));
                token = (string?)page["nextToken"];
            }
            while (token is not null);

            return types;
        }
    }

    [Fact]
    public async Task HistoryHasDataUnlessExcluded()
    {
        await StartAsync("mine", """{"a":1}""");
        await _pipeline.WaitForEndAsync("mine");

        var whole = await _served.CallAsync("GetExecutionHistory", CreateRequest("mine"));
        var bare = await _served.CallAsync("GetExecutionHistory", CreateRequest("mine", ("includeExecutionData", false)));

        var entered = whole["events"]![1]!;
        Assert.Equal(("PassStateEntered", 2, 0), ((string?)entered["type"], (int)entered["id"]!, (int)whole["events"]![0]!["previousEventId"]!));
        Assert.Equal("""{"name":"P","input":"{\u0022a\u0022:1}","inputDetails":{"truncated":false}}""", entered["stateEnteredEventDetails"]!.ToJsonString());
        Assert.Equal("""{"name":"P"}""", bare["events"]![1]!["stateEnteredEventDetails"]!.ToJsonString());
    }

    [Theory]
    [InlineData("DescribeExecution", """{"executionArn":"nonsense"}""", "InvalidArn", "nonsense")]
    [InlineData("DescribeExecution", """{"executionArn":"arn:aws:states:local:000000000000:stateMachine:image-pipeline:x"}""", "InvalidArn", "stateMachine")]
    [InlineData("DescribeExecution", """{"executionArn":"arn:aws:states:local:000000000000:execution:image-pipeline:none"}""", "ExecutionDoesNotExist", "none")]
    [InlineData("DescribeExecution", """{"executionArn":"arn:aws:states:local:000000000000:execution:other:none"}""", "ExecutionDoesNotExist", "other")]
    [InlineData("DescribeExecution", "{}", "ValidationException", "'executionArn'")]
    [InlineData("GetExecutionHistory", """{"executionArn":"arn:aws:states:local:000000000000:execution:image-pipeline:none"}""", "ExecutionDoesNotExist", "none")]
    [InlineData("RedriveExecution", """{"executionArn":"arn:aws:states:local:000000000000:execution:image-pipeline:none"}""", "ExecutionDoesNotExist", "none")]
    [InlineData("StopExecution", """{"executionArn":"arn:aws:states:local:000000000000:execution:image-pipeline:none"}""", "ExecutionDoesNotExist", "none")]
    [InlineData("ListMapRuns", """{"executionArn":"arn:aws:states:local:000000000000:execution:image-pipeline:none"}""", "ExecutionDoesNotExist", "none")]
    [InlineData("DescribeMapRun", """{"mapRunArn":"arn:aws:states:local:000000000000:mapRun:image-pipeline/x:y"}""", "ResourceNotFound", "mapRun")]
    [InlineData("ListExecutions", "{}", "ValidationException", "StateMachine ARN or MapRun ARN")]
    [InlineData("ListExecutions", """{"stateMachineArn":"arn:aws:states:local:000000000000:stateMachine:other"}""", "StateMachineDoesNotExist", "other")]
    [InlineData("ListExecutions", """{"stateMachineArn":"arn:aws:states:local:000000000000:stateMachine:image-pipeline","statusFilter":"DONE"}""", "ValidationException", "'DONE'")]
    [InlineData("ListExecutions", """{"stateMachineArn":"arn:aws:states:local:000000000000:stateMachine:image-pipeline","nextToken":"x"}""", "InvalidToken", "x")]
    [InlineData("StartExecution", """{"stateMachineArn":"arn:aws:states:local:000000000000:stateMachine:image-pipeline","name":"a b"}""", "InvalidName", "a b")]
    [InlineData("StartExecution", """{"stateMachineArn":"arn:aws:states:local:000000000000:stateMachine:image-pipeline","input":"{"}""", "InvalidExecutionInput", "JSON")]
    [InlineData("DescribeStateMachine", """{"stateMachineArn":"arn:aws:states:local:000000000000:stateMachine:other"}""", "StateMachineDoesNotExist", "other")]
    public async Task ErrorsMatchTheService(string operation, string request, string type, string message)
    {
        var (found, text) = await _served.CallExpectingErrorAsync(operation, request);

        Assert.Equal(type, found);
        Assert.Contains(message, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenOfTheOtherDirectionIsRefused()
    {
        await StartAsync("mine", "{}");
        await _pipeline.WaitForEndAsync("mine");
        var page = await _served.CallAsync("GetExecutionHistory", CreateRequest("mine", ("maxResults", 1)));

        var request = CreateRequest("mine", ("reverseOrder", true), ("nextToken", (string?)page["nextToken"]));
        Assert.Equal("InvalidToken", (await _served.CallExpectingErrorAsync("GetExecutionHistory", request.ToJsonString())).Type);
    }

    [Fact]
    public async Task NameInUseIsRefused()
    {
        await StartAsync("mine", "{}");
        await _pipeline.WaitForEndAsync("mine");

        var request = new JsonObject { ["stateMachineArn"] = Machine, ["name"] = "mine" };
        Assert.Equal("ExecutionAlreadyExists", (await _served.CallExpectingErrorAsync("StartExecution", request.ToJsonString())).Type);
    }

    private Task<JsonObject> StartAsync(string name, string input) =>
        _served.CallAsync("StartExecution", new() { ["stateMachineArn"] = Machine, ["name"] = name, ["input"] = input });

    private static string Arn(string name) => PipelineDefinition.ExecutionArn(name);

    private static JsonObject CreateRequest(string name, params (string Name, JsonNode? Value)[] members) =>
        new([KeyValuePair.Create("executionArn", (JsonNode?)Arn(name)), .. members.Select(member => KeyValuePair.Create(member.Name, member.Value))]);
}
