using Pipeline.Aws.Tests.Cloud;
using Pipeline.Core.Deployment;
using Pipeline.Core.Executions;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Host.StepFunctions;

/// <summary>The commands for a deployed stack work on the local host, to which <c>AWS_ENDPOINT_URL</c> points.</summary>
public sealed class CloudCommandsTests : IAsyncLifetime
{
    private readonly DefinedPipeline _pipeline = new(DefinedPipeline.Waiting);
    private ServedStepFunctions _served = null!;
    private PipelineProgram _cloud = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedStepFunctions.StartAsync(_pipeline.Pipeline);
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = _served.Address, ["AWS_ACCESS_KEY_ID"] = "anybody", ["AWS_SECRET_ACCESS_KEY"] = "anything",
        });
        _cloud.Write("outputs.json", OutputsUnderTest.Create((StackOutputs.Region, "eu-central-1")));
    }

    public async Task DisposeAsync()
    {
        _cloud.Dispose();
        await _served.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    [Fact]
    public async Task ExecutionsAreListedShownAndRedriven()
    {
        await _pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await DefinedPipeline.WaitUntilAsync(async () => (await _pipeline.GetHistoryTypesAsync("mine")).Contains("WaitStateEntered"));
        await _pipeline.Pipeline.Executions.StopAsync("mine", "Enough", null, CancellationToken.None);

        var list = await RunAsync("executions", "list", "--json");
        Assert.Equal(("mine", "ABORTED"), ((string?)list.Objects.Single()["name"], (string?)list.Objects.Single()["status"]));
        Assert.Contains("WaitStateEntered", (await RunAsync("executions", "show", "mine")).Text, StringComparison.Ordinal);
        Assert.Contains("Redriven: mine", (await RunAsync("executions", "redrive", "mine")).Text, StringComparison.Ordinal);

        Assert.Equal((RecordedStatus.Running, 1), ((await _pipeline.GetAsync("mine")).Status, (await _pipeline.GetAsync("mine")).RedriveCount));
    }

    private async Task<ProgramRun> RunAsync(params string[] arguments)
    {
        var run = await _cloud.RunAsync([.. arguments, "--outputs", "outputs.json"]);
        run.AssertExit(0);
        return run;
    }
}
