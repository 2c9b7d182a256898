using System.Text.Json.Nodes;
using Amazon.StepFunctions;
using Pipeline.Cloud.Executions;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Cloud;

public sealed class RedriveTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
    private static readonly DeployedStack Stack =
        new("eu-central-1", "uploads", "renditions", "catalogue", PipelineDefinition.StateMachineArn, IsExpress: false, KeyPrefix: "");

    private readonly TemporaryFolder _folder = new();
    private LocalStore _store = null!;
    private StepFunctionsServer _server = null!;
    private AmazonStepFunctionsClient _client = null!;

    public Task InitializeAsync()
    {
        _store = LocalStore.Open(_folder.Path, TimeProvider.System);
        _server = new(_store);
        _client = new("test", "test", new AmazonStepFunctionsConfig { ServiceURL = _server.Address });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task TimedOutExecutionIsRedriven()
    {
        await EndAsync("slow", RecordedStatus.TimedOut, Entered("TaskStateEntered", "Resize"));

        var redrive = await new CloudExecutions(_client, Stack).RedriveAsync("slow", CancellationToken.None);

        Assert.Equal(new RedriveOutcome("slow", RestartReason: null), redrive);
        Assert.Equal(PipelineDefinition.ExecutionArn("slow"), Assert.Single(CallsOf("RedriveExecution"))["executionArn"]!.GetValue<string>());
        Assert.Empty(CallsOf("StartExecution"));
    }

    [Fact]
    public async Task ExecutionInItsFailStateIsRestartedWithTheSameInput()
    {
        await EndAsync("failed", RecordedStatus.Failed, Entered("FailStateEntered", "Failed"));

        var redrive = await new CloudExecutions(_client, Stack).RedriveAsync("failed", CancellationToken.None);

        Assert.Equal("started-again", redrive.Execution);
        Assert.Contains("Fail state", redrive.RestartReason, StringComparison.Ordinal);
        var started = Assert.Single(CallsOf("StartExecution"));
        Assert.Equal("""{"input":"of failed"}""", started["input"]!.GetValue<string>());
        Assert.Equal(Stack.StateMachine, started["stateMachineArn"]!.GetValue<string>());
        Assert.Empty(CallsOf("RedriveExecution"));
    }

    [Fact]
    public async Task ExecutionTooOldToRedriveIsRestarted()
    {
        await EndAsync(StepFunctionsServer.NotRedrivable, RecordedStatus.Aborted, Entered("TaskStateEntered", "Resize"));

        var redrive = await new CloudExecutions(_client, Stack).RedriveAsync(StepFunctionsServer.NotRedrivable, CancellationToken.None);

        Assert.Equal(("started-again", "Execution is not redrivable"), (redrive.Execution, redrive.RestartReason));
    }

    private async Task EndAsync(string name, RecordedStatus status, HistoryEvent last)
    {
        var arn = PipelineDefinition.ExecutionArn(name);
        var execution = new NewExecution(arn, name, Stack.StateMachine, "uploads/cat.jpg", Start, $$"""{"input":"of {{name}}"}""");
        await _store.Executions.StartAsync(execution, null, CancellationToken.None);
        var recorded = new RecordedEvent(last.Id, last.PreviousEventId, last.Timestamp, last.Type, last.Details?.ToJsonString());
        await _store.Executions.FinishAsync(arn, new(status, null, "Error", "cause", Start), [recorded], CancellationToken.None);
    }

    private static HistoryEvent Entered(string type, string state) =>
        new(1, 0, Start, type, new JsonObject { ["name"] = state, ["input"] = "{}" });

    private IEnumerable<JsonObject> CallsOf(string operation) =>
        _server.Calls.Where(call => call.Operation == operation).Select(call => call.Request);
}
