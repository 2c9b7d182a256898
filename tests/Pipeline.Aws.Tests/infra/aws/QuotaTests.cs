using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>Recomputes the images per second that Step Functions' quotas allow, in README.md, from the deployed definition.</summary>
public sealed class QuotaTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(40)]
    public async Task ReadmeStatesTheImagesPerSecondThatTheQuotasAllow(int groups)
    {
        var transitions = await CountTransitionsAsync(groups);

        Assert.Equal(UploadTransitions.Count(groups), transitions);
        Assert.Contains(
            $"| {groups} | {transitions} | {Rate(500, 150)} | {Rate(5_000, 300)} | 6,000 |",
            await File.ReadAllTextAsync(Repository.PathOf("infra", "aws", "README.md")), StringComparison.Ordinal);

        string Rate(int transitionsPerSecond, int startsPerSecond) =>
            Math.Min(transitionsPerSecond / transitions, startsPerSecond).ToString("N0", CultureInfo.InvariantCulture);
    }

    private static async Task<int> CountTransitionsAsync(int groups)
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Defaults);
        var definition = StateMachineDefinition.Parse((string)stack.StateMachine.Inputs["definition"]!);
        var input = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("statemachine", "samples", "events", "created-put-object.json")));
        var journal = new InMemoryJournal();
        using var time = new VirtualTimeProvider(DateTimeOffset.UnixEpoch);
        var result = await new StateMachine(definition, new AcceptingInvoker(groups), time, new Random(1)).RunAsync(
            new("arn", "name", "machine", "role", input, DateTimeOffset.UnixEpoch), journal, CancellationToken.None);
        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        return journal.Events.Count(entry => entry.Type.EndsWith("StateEntered", StringComparison.Ordinal));
    }

    /// <summary>Returns what the functions return for an accepted image, as far as the definition reads it.</summary>
    private sealed class AcceptingInvoker(int groups) : ITaskInvoker
    {
        public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>(new JsonObject
        {
            ["MessageId"] = "1",
            ["Payload"] = new JsonObject
            {
                ["outcome"] = invocation.StateName == "Validate" ? "accepted" : "recorded",
                ["original"] = new JsonObject(),
                ["metadata"] = new JsonObject(),
                ["record"] = new JsonObject(),
                ["groups"] = new JsonArray(
                    [.. Enumerable.Range(0, groups).Select(i => (JsonNode)new JsonObject { ["name"] = $"r{i}", ["plans"] = new JsonArray() })]),
            },
        });
    }
}
