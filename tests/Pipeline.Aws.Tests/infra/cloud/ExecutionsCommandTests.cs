using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Core.Deployment;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud;

/// <summary>Runs the real program against a Step Functions server, and compares it with the local program on the same executions.</summary>
public sealed partial class ExecutionsCommandTests : IAsyncLifetime
{
    private readonly PipelineUnderTest _pipeline = new();
    private StepFunctionsServer _server = null!;
    private PipelineProgram _cloud = null!;
    private string _accepted = "";
    private string _rejected = "";

    public async Task InitializeAsync()
    {
        _accepted = (await _pipeline.UploadAsync("cats/1.jpg", SyntheticImages.Jpeg(60, 40))).Execution!;
        _rejected = (await _pipeline.UploadAsync("notes.txt", "no image"u8.ToArray())).Execution!;
        _server = new(_pipeline.Pipeline.Store) { MaxPageSize = 7 };
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = _server.Address, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test",
        });
        _cloud.Write("outputs.json", Outputs("STANDARD"));
    }

    public async Task DisposeAsync()
    {
        _cloud.Dispose();
        await _server.DisposeAsync();
        await _pipeline.DisposeAsync();
    }

    [Fact]
    public async Task ListMatchesTheLocalList()
    {
        var (cloud, local) = await BothAsync("executions", "list");

        Assert.Equal(local, cloud);
        Assert.Contains(cloud, line => line.Contains("uploads/cats/1.jpg", StringComparison.Ordinal) && line.Contains("SUCCEEDED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListAsJsonMatchesTheLocalList()
    {
        var cloud = await CloudAsync("executions", "list", "--json");
        var local = await LocalAsync("executions", "list", "--json");

        Assert.Equal(WithoutDates(local), WithoutDates(cloud));
        Assert.Equal([_rejected, _accepted], cloud.Objects.Select(execution => (string?)execution["name"]));
    }

    [Fact]
    public async Task ShowMatchesTheLocalOutputOverAllPagesOfTheHistory()
    {
        var (cloud, local) = await BothAsync("executions", "show", _accepted);

        Assert.Equal(local, cloud);
        Assert.Contains(cloud, line => line.Contains("MapIterationSucceeded", StringComparison.Ordinal));
        Assert.Contains(cloud, line => line.Contains("ExecutionSucceeded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HistoryAsJsonMatchesTheLocalHistory()
    {
        var cloud = JsonNode.Parse((await CloudAsync("executions", "show", _accepted, "--json")).Text)!["events"]!.AsArray();
        var local = JsonNode.Parse((await LocalAsync("executions", "show", _accepted, "--json")).Text)!["events"]!.AsArray();

        Assert.Equal(WithoutTimes(local), WithoutTimes(cloud));
        Assert.True(cloud.Count > 20);
    }

    [Theory]
    [InlineData("--status", "succeeded", 1)]
    [InlineData("--status", "failed", 0)]
    [InlineData("--image", "notes.txt", 1)]
    [InlineData("--image", "uploads/notes.txt", 1)]
    [InlineData("--outcome", "Rejected", 1)]
    [InlineData("--outcome", "removed", 0)]
    [InlineData("--limit", "1", 1)]
    public async Task ListIsFilteredByTheOption(string option, string value, int expected)
    {
        // Both executions succeeded: a rejection is an outcome, not a fault.
        var all = option == "--status" && value == "succeeded" ? 2 : expected;

        Assert.Equal(all, (await CloudAsync("executions", "list", "--json", option, value)).Output.Count);
    }

    [Fact]
    public async Task UnknownExecutionIsNamed()
    {
        var run = await _cloud.RunAsync("executions", "show", "nobody", "--outputs", "outputs.json");

        run.AssertUsageError("nobody", "executions list");
    }

    [Fact]
    public async Task SucceededExecutionIsNotRedriven()
    {
        var run = await _cloud.RunAsync("executions", "redrive", _accepted, "--outputs", "outputs.json");

        run.AssertUsageError(_accepted, "SUCCEEDED");
        Assert.DoesNotContain(_server.Calls, call => call.Operation is "RedriveExecution" or "StartExecution");
    }

    [Fact]
    public async Task ExpressStateMachinesKeepNoExecutions()
    {
        _cloud.Write("express.json", Outputs("EXPRESS"));

        var run = await _cloud.RunAsync("executions", "list", "--outputs", "express.json");

        run.AssertUsageError("Express", "log group");
    }

    [Theory]
    [InlineData("{}", "region, uploadsBucket, renditionsBucket, table, stateMachine, stateMachineType")]
    [InlineData("no json", "pulumi stack output --json")]
    [InlineData("[1]", "pulumi stack output --json")]
    public async Task InvalidOutputsAreRefused(string outputs, string words)
    {
        _cloud.Write("wrong.json", outputs);

        var run = await _cloud.RunAsync("executions", "list", "--outputs", "wrong.json");

        run.AssertUsageError("wrong.json", words);
    }

    private async Task<(IReadOnlyList<string> Cloud, IReadOnlyList<string> Local)> BothAsync(params string[] arguments) =>
        (Comparable(await CloudAsync(arguments)), Comparable(await LocalAsync(arguments)));

    private async Task<ProgramRun> CloudAsync(params string[] arguments)
    {
        var run = await _cloud.RunAsync([.. arguments, "--outputs", "outputs.json"]);
        run.AssertExit(0);
        return run;
    }

    private async Task<ProgramRun> LocalAsync(params string[] arguments)
    {
        using var local = new PipelineProgram();
        var run = await local.RunAsync([.. arguments, "--data", _pipeline.Options.DataFolder]);
        run.AssertExit(0);
        return run;
    }

    // Step Functions stores milliseconds, the local store more digits. So times may differ in the last digit, and columns in width.
    private static IReadOnlyList<string> Comparable(ProgramRun run) =>
        [.. run.Output.Select(line => Spaces().Replace(Times().Replace(line, "TIME"), " ").Trim('─', ' '))];

    private static IEnumerable<string> WithoutDates(ProgramRun run) => run.Objects.Select(execution =>
    {
        Assert.True((double)execution["ranMs"]! > 0);
        foreach (var time in (string[])["startDate", "stopDate", "runDate", "waitedMs", "ranMs"])
        {
            Assert.True(execution.Remove(time));
        }

        return execution.ToJsonString();
    });

    private static IEnumerable<string> WithoutTimes(JsonArray events) => events.Select(node =>
    {
        var @event = node!.AsObject();
        Assert.True(@event.Remove("timestamp"));
        var details = @event.FirstOrDefault(member => member.Value is JsonObject).Value as JsonObject;
        return $"{@event["type"]} {@event["id"]} {@event["previousEventId"]} {Sorted(details)}";
    });

    private static string Sorted(JsonObject? details) => details is null
        ? ""
        : string.Join(", ", details.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}: {member.Value?.ToJsonString()}"));

    private static string Outputs(string type) => new JsonObject
    {
        [StackOutputs.Region] = "eu-central-1",
        [StackOutputs.UploadsBucket] = "uploads",
        [StackOutputs.RenditionsBucket] = "renditions",
        [StackOutputs.Table] = "catalogue",
        [StackOutputs.StateMachine] = PipelineDefinition.StateMachineArn,
        [StackOutputs.StateMachineType] = type,
    }.ToJsonString();

    [GeneratedRegex(@"\d[\d,.]* (ms|s)\b|\d\d:\d\d:\d\d")]
    private static partial Regex Times();

    [GeneratedRegex(" +|─+")]
    private static partial Regex Spaces();
}
