using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Fuzzing.Targets;

/// <summary>Loads a definition and runs it in virtual time. Its tasks return their input.</summary>
internal static class StateMachineRun
{
    private static readonly ExecutionLimits Limits = new() { MaxHistoryEvents = 500 };

    public static async Task RunAsync(string definitionText, string inputText)
    {
        JsonNode? input;
        StateMachineDefinition definition;
        try
        {
            definition = StateMachineDefinition.Parse(definitionText);
            using var document = JsonDocument.Parse(inputText, new() { AllowDuplicateProperties = false });
            input = JsonNode.Parse(inputText);
        }
        catch (Exception exception) when (exception is InvalidDefinitionException or JsonException)
        {
            return;
        }

        using var time = new VirtualTimeProvider(DateTimeOffset.UnixEpoch);
        var machine = new StateMachine(definition, new Echo(), time, new Random(1), Limits);
        var (start, journal) = (new ExecutionStart("arn:aws:states:eu-west-1:1:execution:m:e", "e", "m", "r", input, DateTimeOffset.UnixEpoch), new InMemoryJournal());
        var result = await machine.RunAsync(start, journal, CancellationToken.None);

        // The history of every execution can be read again.
        machine.EnsureHistoryFits(journal.Events);
        var again = await machine.ResumeAsync(start, journal.Events, new InMemoryJournal(), null, CancellationToken.None);
        if (again.Status != result.Status)
        {
            throw new InvalidOperationException($"The execution ended as {result.Status}, its history says {again.Status}.");
        }
    }

    private sealed class Echo : ITaskInvoker
    {
        public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken) => Task.FromResult(invocation.Input?.DeepClone());
    }
}
