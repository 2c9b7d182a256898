using System.Text.Json.Nodes;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Hosts;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.StepFunctions;

/// <summary>What people do with <c>aws stepfunctions</c>, on this host.</summary>
public sealed class AwsCliTests : IAsyncLifetime
{
    private readonly DefinedPipeline _pipeline = new(DefinedPipeline.Waiting);
    private ServedStepFunctions _served = null!;
    private AwsCli _aws = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedStepFunctions.StartAsync(_pipeline.Pipeline);
        _aws = new(_served.Address);
    }

    public async Task DisposeAsync()
    {
        _aws.Dispose();
        await _served.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    [AwsCliFact]
    public async Task ExecutionIsStartedFollowedStoppedAndRedriven()
    {
        var machine = (string)(await RunAsync("list-state-machines"))["stateMachines"]![0]!["stateMachineArn"]!;
        Assert.Equal("ACTIVE", (string?)(await RunAsync("describe-state-machine", "--state-machine-arn", machine))["status"]);

        var arn = (string)(await RunAsync("start-execution", "--state-machine-arn", machine, "--name", "mine", "--input", """{"a": "é"}"""))["executionArn"]!;
        await DefinedPipeline.WaitUntilAsync(async () => (await _pipeline.GetHistoryTypesAsync("mine")).Contains("WaitStateEntered"));
        var described = await RunAsync("describe-execution", "--execution-arn", arn);
        Assert.Equal(("RUNNING", """{"a": "é"}"""), ((string?)described["status"], (string?)described["input"]));

        await RunAsync("stop-execution", "--execution-arn", arn, "--error", "Enough");
        Assert.Equal("Enough", (string?)(await RunAsync("describe-execution", "--execution-arn", arn))["error"]);
        await RunAsync("redrive-execution", "--execution-arn", arn);
        await DefinedPipeline.WaitUntilAsync(async () => (await _pipeline.GetHistoryTypesAsync("mine")).Contains("ExecutionRedriven"));

        var history = await RunAsync("get-execution-history", "--execution-arn", arn, "--reverse-order");
        Assert.Equal(
            ["ExecutionRedriven", "ExecutionAborted", "WaitStateEntered", "ExecutionStarted"],
            history["events"]!.AsArray().Select(@event => (string)@event!["type"]!));
        Assert.Empty((await RunAsync("list-map-runs", "--execution-arn", arn))["mapRuns"]!.AsArray());
    }

    [AwsCliFact]
    public async Task ListsCoverAllPages()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            await _pipeline.Pipeline.Executions.StartAsync($"e{number}", "{}", CancellationToken.None);
        }

        var all = await RunAsync("list-executions", "--state-machine-arn", PipelineDefinition.StateMachineArn, "--page-size", "2");
        var some = await RunAsync("list-executions", "--state-machine-arn", PipelineDefinition.StateMachineArn, "--max-items", "3", "--status-filter", "RUNNING");

        Assert.Equal(["e4", "e3", "e2", "e1", "e0"], all["executions"]!.AsArray().Select(execution => (string)execution!["name"]!));
        Assert.Equal(3, some["executions"]!.AsArray().Count);
        Assert.NotNull(some["NextToken"]);
    }

    [AwsCliFact]
    public async Task ErrorsAreReadable()
    {
        var (code, _, errors) = await _aws.TryRunAsync("stepfunctions", "list-activities");
        Assert.NotEqual(0, code);
        Assert.Contains("(NotImplemented) when calling the ListActivities operation", errors, StringComparison.Ordinal);

        (code, _, errors) = await _aws.TryRunAsync(
            "stepfunctions", "describe-execution", "--execution-arn", PipelineDefinition.ExecutionArn("none"));
        Assert.NotEqual(0, code);
        Assert.Contains("(ExecutionDoesNotExist)", errors, StringComparison.Ordinal);
    }

    private async Task<JsonNode> RunAsync(params string[] arguments) =>
        JsonNode.Parse(await _aws.RunAsync(["stepfunctions", .. arguments, "--output", "json"]))!;
}
