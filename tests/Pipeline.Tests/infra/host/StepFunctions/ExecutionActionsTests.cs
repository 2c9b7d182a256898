using System.Text.Json.Nodes;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.StepFunctions;

/// <summary>Stopping, redriving, and the operations that read the state machine.</summary>
public sealed class ExecutionActionsTests : IAsyncLifetime
{
    private readonly DefinedPipeline _pipeline = new(DefinedPipeline.Waiting);
    private ServedStepFunctions _served = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedStepFunctions.StartAsync(_pipeline.Pipeline);
        await _pipeline.Pipeline.Executions.StartAsync("mine", "{}", CancellationToken.None);
        await DefinedPipeline.WaitUntilAsync(async () => (await _pipeline.GetHistoryTypesAsync("mine")).Contains("WaitStateEntered"));
    }

    public async Task DisposeAsync()
    {
        await _served.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    [Fact]
    public async Task StoppedExecutionIsAborted()
    {
        var stopped = await _served.CallAsync("StopExecution", CreateRequest(("error", "Enough"), ("cause", "Too long.")));

        var described = await _served.CallAsync("DescribeExecution", CreateRequest());
        Assert.Equal(("ABORTED", "Enough", "Too long."), ((string?)described["status"], (string?)described["error"], (string?)described["cause"]));
        Assert.Equal((decimal)stopped["stopDate"]!, (decimal)described["stopDate"]!);
        Assert.Equal("REDRIVABLE", (string?)described["redriveStatus"]);

        // A second stop changes nothing.
        Assert.Equal((decimal)stopped["stopDate"]!, (decimal)(await _served.CallAsync("StopExecution", CreateRequest()))["stopDate"]!);
    }

    [Fact]
    public async Task RedrivenExecutionContinuesAndTheSameTokenRedrivesItOnce()
    {
        await _served.CallAsync("StopExecution", CreateRequest());

        var redriven = await _served.CallAsync("RedriveExecution", CreateRequest(("clientToken", "t1")));
        var again = await _served.CallAsync("RedriveExecution", CreateRequest(("clientToken", "t1")));

        Assert.Equal((decimal)redriven["redriveDate"]!, (decimal)again["redriveDate"]!);
        var described = await _served.CallAsync("DescribeExecution", CreateRequest());
        Assert.Equal(("RUNNING", 1), ((string?)described["status"], (int)described["redriveCount"]!));
        Assert.Equal((decimal)redriven["redriveDate"]!, (decimal)described["redriveDate"]!);
        var (type, message) = await _served.CallExpectingErrorAsync("RedriveExecution", CreateRequest(("clientToken", "t2")).ToJsonString());
        Assert.Equal("ExecutionNotRedrivable", type);
        Assert.Contains("RUNNING", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DefinitionIsTheOneThatExecutionsRun()
    {
        var machine = await _served.CallAsync("DescribeStateMachine", new() { ["stateMachineArn"] = PipelineDefinition.StateMachineArn });
        var ofExecution = await _served.CallAsync("DescribeStateMachineForExecution", CreateRequest());

        Assert.Equal((DefinedPipeline.Waiting, "ACTIVE"), ((string?)machine["definition"], (string?)machine["status"]));
        Assert.Equal(DefinedPipeline.Waiting, (string?)ofExecution["definition"]);
    }

    [Fact]
    public async Task ThereAreNoMapRunsAndNoTags()
    {
        Assert.Empty((await _served.CallAsync("ListMapRuns", CreateRequest()))["mapRuns"]!.AsArray());
        Assert.Empty((await _served.CallAsync("ListTagsForResource", new() { ["resourceArn"] = PipelineDefinition.StateMachineArn }))["tags"]!.AsArray());
    }

    [Fact]
    public async Task DefinitionsAreValidatedByTheInterpreter()
    {
        var good = await _served.CallAsync("ValidateStateMachineDefinition", new() { ["definition"] = DefinedPipeline.Passing });
        var bad = await _served.CallAsync("ValidateStateMachineDefinition", new()
        {
            ["definition"] = """{"StartAt":"P","States":{"P":{"Type":"Pass","Next":"Nowhere"}}}""",
        });
        var text = await _served.CallAsync("ValidateStateMachineDefinition", new() { ["definition"] = "{" });

        Assert.Equal(("OK", 0), ((string?)good["result"], good["diagnostics"]!.AsArray().Count));
        var diagnostic = Assert.Single(bad["diagnostics"]!.AsArray())!;
        Assert.Equal(
            ("FAIL", "ERROR", "SCHEMA_VALIDATION_FAILED", "/States/P/Next"),
            ((string?)bad["result"], (string?)diagnostic["severity"], (string?)diagnostic["code"], (string?)diagnostic["location"]));
        Assert.Equal("INVALID_JSON_DESCRIPTION", (string?)text["diagnostics"]![0]!["code"]);
    }

    private static JsonObject CreateRequest(params (string Name, string Value)[] members) => new(
        [
            KeyValuePair.Create("executionArn", (JsonNode?)PipelineDefinition.ExecutionArn("mine")),
            .. members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)),
        ]);
}
