using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Cloud.Costs;

/// <summary>Counts the state transitions of an image by running the definition with functions that accept it.</summary>
internal static class StateTransitions
{
    /// <param name="resizeCalls">Number of iterations of the Map.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="InvalidOperationException">The execution did not succeed: the definition expects more of its functions.</exception>
    public static async Task<int> CountAsync(int resizeCalls, CancellationToken cancellationToken)
    {
        var template = EmbeddedFile.Read("image-pipeline.asl.json");
        var definition = DefinitionTemplate.Fill(template, DefinitionTemplate.PlaceholderNames(template).ToDictionary(name => name, name => name));
        var journal = new InMemoryJournal();
        using var time = new VirtualTimeProvider(DateTimeOffset.UnixEpoch);
        var result = await new StateMachine(StateMachineDefinition.Parse(definition), new AcceptingFunctions(resizeCalls), time, new Random(1)).RunAsync(
            new("arn", "name", "machine", "role", JsonNode.Parse(EmbeddedFile.Read("created.json")), DateTimeOffset.UnixEpoch), journal, cancellationToken);
        return result.Status == ExecutionStatus.Succeeded
            ? journal.Events.Count(entry => entry.Type.EndsWith("StateEntered", StringComparison.Ordinal))
            : throw new InvalidOperationException($"The definition does not accept an image: {result.Error}: {result.Cause}");
    }

    /// <summary>Returns what the functions return for an accepted image, as far as the definition reads it.</summary>
    private sealed class AcceptingFunctions(int resizeCalls) : ITaskInvoker
    {
        public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>(new JsonObject
        {
            ["MessageId"] = "1",
            ["Payload"] = new JsonObject
            {
                ["outcome"] = invocation.StateName == "Validate" ? "accepted" : "recorded",
                ["original"] = new JsonObject(),
                ["record"] = new JsonObject(),
                ["metadata"] = new JsonObject(),
                ["groups"] = CreateGroups(),
            },
        });

        private JsonArray CreateGroups() => [.. Enumerable.Range(0, resizeCalls).Select(i => (JsonNode)new JsonObject { ["name"] = $"{i}", ["plans"] = new JsonArray() })];
    }
}
