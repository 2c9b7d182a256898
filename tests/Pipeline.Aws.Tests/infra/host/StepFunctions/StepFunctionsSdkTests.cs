using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.StepFunctions;

/// <summary>AWSSDK.StepFunctions as people's programs use it, against the local host.</summary>
public sealed class StepFunctionsSdkTests : IAsyncLifetime
{
    private readonly DefinedPipeline _pipeline = new(DefinedPipeline.Waiting);
    private ServedStepFunctions _served = null!;
    private AmazonStepFunctionsClient _client = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedStepFunctions.StartAsync(_pipeline.Pipeline);
        _client = new("anybody", "anything", new AmazonStepFunctionsConfig { ServiceURL = _served.Address, AuthenticationRegion = "eu-central-1" });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _served.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    [Fact]
    public async Task ExecutionIsStartedFollowedStoppedAndRedriven()
    {
        var machine = Assert.Single((await _client.ListStateMachinesAsync(new ListStateMachinesRequest())).StateMachines);
        var described = await _client.DescribeStateMachineAsync(new DescribeStateMachineRequest { StateMachineArn = machine.StateMachineArn });
        Assert.Equal((PipelineDefinition.Name, DefinedPipeline.Waiting), (machine.Name, described.Definition));

        var before = DateTime.UtcNow.AddSeconds(-1);
        var started = await _client.StartExecutionAsync(new StartExecutionRequest
        {
            StateMachineArn = machine.StateMachineArn, Name = "mine", Input = """{"a":"é"}""",
        });
        Assert.InRange(started.StartDate!.Value.ToUniversalTime(), before, DateTime.UtcNow.AddSeconds(1));
        await DefinedPipeline.WaitUntilAsync(async () => (await _pipeline.GetHistoryTypesAsync("mine")).Contains("WaitStateEntered"));
        var execution = await _client.DescribeExecutionAsync(new DescribeExecutionRequest { ExecutionArn = started.ExecutionArn });
        Assert.Equal((ExecutionStatus.RUNNING, """{"a":"é"}"""), (execution.Status, execution.Input));

        await _client.StopExecutionAsync(new StopExecutionRequest { ExecutionArn = started.ExecutionArn, Error = "Enough", Cause = "Too long." });
        execution = await _client.DescribeExecutionAsync(new DescribeExecutionRequest { ExecutionArn = started.ExecutionArn });
        Assert.Equal((ExecutionStatus.ABORTED, "Enough", "Too long."), (execution.Status, execution.Error, execution.Cause));
        Assert.Equal(ExecutionRedriveStatus.REDRIVABLE, execution.RedriveStatus);

        await _client.RedriveExecutionAsync(new RedriveExecutionRequest { ExecutionArn = started.ExecutionArn });
        await DefinedPipeline.WaitUntilAsync(async () => (await _pipeline.GetHistoryTypesAsync("mine")).Contains("ExecutionRedriven"));
        Assert.Equal(
            ["ExecutionRedriven", "ExecutionAborted", "WaitStateEntered", "ExecutionStarted"],
            await HistoryAsync(started.ExecutionArn));
    }

    [Fact]
    public async Task ListsCoverAllPages()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            await _pipeline.Pipeline.Executions.StartAsync($"e{number}", "{}", CancellationToken.None);
        }

        var names = new List<string>();
        var request = new ListExecutionsRequest
        {
            StateMachineArn = PipelineDefinition.StateMachineArn, StatusFilter = ExecutionStatus.RUNNING, MaxResults = 2,
        };
        do
        {
            var page = await _client.ListExecutionsAsync(request);
            names.AddRange(page.Executions.Select(execution => execution.Name));
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);

        Assert.Equal(["e4", "e3", "e2", "e1", "e0"], names);
    }

    [Fact]
    public async Task ErrorsBecomeTypedSdkExceptions()
    {
        var none = PipelineDefinition.ExecutionArn("none");
        await Assert.ThrowsAsync<ExecutionDoesNotExistException>(() => _client.DescribeExecutionAsync(new DescribeExecutionRequest { ExecutionArn = none }));
        await Assert.ThrowsAsync<ExecutionDoesNotExistException>(() => _client.StopExecutionAsync(new StopExecutionRequest { ExecutionArn = none }));
        await Assert.ThrowsAsync<InvalidArnException>(() => _client.DescribeExecutionAsync(new DescribeExecutionRequest { ExecutionArn = "x" }));
        await Assert.ThrowsAsync<StateMachineDoesNotExistException>(() => _client.StartExecutionAsync(
            new StartExecutionRequest { StateMachineArn = PipelineDefinition.StateMachineArn + "s" }));
        await Assert.ThrowsAsync<InvalidNameException>(() => _client.StartExecutionAsync(
            new StartExecutionRequest { StateMachineArn = PipelineDefinition.StateMachineArn, Name = "a b" }));
        await Assert.ThrowsAsync<Amazon.StepFunctions.Model.InvalidExecutionInputException>(() => _client.StartExecutionAsync(
            new StartExecutionRequest { StateMachineArn = PipelineDefinition.StateMachineArn, Input = "{" }));

        await _pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await Assert.ThrowsAsync<Amazon.StepFunctions.Model.ExecutionNotRedrivableException>(() => _client.RedriveExecutionAsync(
            new RedriveExecutionRequest { ExecutionArn = PipelineDefinition.ExecutionArn("mine") }));
        await Assert.ThrowsAsync<Amazon.StepFunctions.Model.ExecutionAlreadyExistsException>(() => _client.StartExecutionAsync(
            new StartExecutionRequest { StateMachineArn = PipelineDefinition.StateMachineArn, Name = "mine", Input = "[]" }));
    }

    [Fact]
    public async Task UnsupportedOperationIsNotImplemented()
    {
        var refused = await Assert.ThrowsAsync<AmazonStepFunctionsException>(() => _client.ListActivitiesAsync(new ListActivitiesRequest()));

        Assert.Equal("NotImplemented", refused.ErrorCode);
        Assert.Contains("ListActivities", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThereAreNoMapRuns()
    {
        await _pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);

        var runs = await _client.ListMapRunsAsync(new ListMapRunsRequest { ExecutionArn = PipelineDefinition.ExecutionArn("mine") });

        Assert.Empty(runs.MapRuns ?? []);
    }

    private async Task<List<string>> HistoryAsync(string arn)
    {
        var types = new List<string>();
        var request = new GetExecutionHistoryRequest { ExecutionArn = arn, ReverseOrder = true, MaxResults = 2 };
        do
        {
            var page = await _client.GetExecutionHistoryAsync(request);
            types.AddRange(page.Events.Select(@event => @event.Type.Value));
            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);

        return types;
    }
}
