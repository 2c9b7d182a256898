using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Tests.Interpreter;

/// <summary>Runs a state machine in virtual time. Functions, by the name of the state, handle its tasks.</summary>
internal sealed class Trial : ITaskInvoker
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, Func<TaskInvocation, CancellationToken, Task<JsonNode?>>> _handlers = [];
    private readonly List<TaskInvocation> _calls = [];
    private readonly string _definition;

    public Trial(string definition) => _definition = definition;

    public VirtualTimeProvider Time { get; } = new(Noon);

    public InMemoryJournal Journal { get; } = new();

    public ExecutionLimits Limits { get; init; } = new();

    public int Seed { get; init; }

    public IReadOnlyList<TaskInvocation> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    public IReadOnlyList<HistoryEvent> History => Journal.Events;

    public string EventTypes => string.Join(' ', History.Select(historyEvent => historyEvent.Type));

    public Trial On(string state, Func<TaskInvocation, CancellationToken, Task<JsonNode?>> handler)
    {
        _handlers[state] = handler;
        return this;
    }

    public Trial On(string state, Func<TaskInvocation, JsonNode?> handler) =>
        On(state, (invocation, _) => Task.FromResult(handler(invocation)));

    public StateMachine CreateMachine() => new(StateMachineDefinition.Parse(_definition), this, Time, new Random(Seed), Limits);

    public Task<ExecutionResult> RunAsync(string input = "{}", StopRequest? stop = null, CancellationToken cancellationToken = default) =>
        CreateMachine().RunAsync(Start(input), Journal, stop, cancellationToken);

    public Task<ExecutionResult> ResumeAsync(IReadOnlyList<HistoryEvent> history, string input = "{}", StopRequest? stop = null) =>
        CreateMachine().ResumeAsync(Start(input), history, Journal, stop, CancellationToken.None);

    public Task<ExecutionResult> RedriveAsync(IReadOnlyList<HistoryEvent> history, string input = "{}") =>
        CreateMachine().RedriveAsync(Start(input), history, Journal, null, CancellationToken.None);

    public async Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        lock (_calls)
        {
            _calls.Add(invocation);
        }

        return await _handlers[invocation.StateName](invocation, cancellationToken);
    }

    public static ExecutionStart Start(string input) => new(
        "arn:aws:states:eu-central-1:123456789012:execution:trial:run-1",
        "run-1",
        "arn:aws:states:eu-central-1:123456789012:stateMachine:trial",
        "arn:aws:iam::123456789012:role/trial",
        JsonNode.Parse(input),
        Noon);

    /// <summary>Runs a Pass with these Parameters and returns its output.</summary>
    public static async Task<JsonNode?> EvaluateAsync(string parameters, string input = "{}")
    {
        var trial = new Trial($$"""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,"Parameters":{{parameters}} } } }""");
        var result = await trial.RunAsync(input);
        Assert.True(result.Status == ExecutionStatus.Succeeded, result.Cause);
        return result.Output;
    }
}

internal static class JsonAssert
{
    public static void Equal(string expected, JsonNode? actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual?.ToJsonString() ?? "null")),
        $"expected {expected}\ngot      {actual?.ToJsonString() ?? "null"}");
}
