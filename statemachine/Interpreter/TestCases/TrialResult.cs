using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Interpreter.TestCases;

/// <summary>How a trial run ended, and what happened in it.</summary>
/// <param name="result">The result of the execution.</param>
/// <param name="history">Its events, as GetExecutionHistory gives them.</param>
/// <param name="calls">The calls of Tasks, in order.</param>
public sealed class TrialResult(ExecutionResult result, IReadOnlyList<HistoryEvent> history, IReadOnlyList<TaskInvocation> calls)
{
    public ExecutionStatus Status => result.Status;

    /// <summary>Output of an execution that succeeded; otherwise null.</summary>
    public JsonNode? Output => result.Output;

    /// <summary>Error of an execution that did not succeed, if it has one.</summary>
    public string? Error => result.Error;

    /// <summary>Cause of the error, if it has one.</summary>
    public string? Cause => result.Cause;

    public IReadOnlyList<HistoryEvent> History => history;

    public IReadOnlyList<TaskInvocation> Calls => calls;

    /// <summary>Names of the states that were entered, in order.</summary>
    public IReadOnlyList<string> States { get; } =
    [
        .. history.Where(entry => entry.Type.EndsWith("StateEntered", StringComparison.Ordinal)).Select(entry => entry.Details!["name"]!.GetValue<string>()),
    ];

    /// <summary>How long the execution took, in virtual time.</summary>
    public TimeSpan Duration => history.Count == 0 ? TimeSpan.Zero : history[^1].Timestamp - history[0].Timestamp;

    /// <summary>Inputs of the calls of a Task, in order.</summary>
    /// <param name="state">Name of the Task state.</param>
    public IReadOnlyList<JsonNode?> InputsOf(string state) => [.. calls.Where(call => call.StateName == state).Select(call => call.Input)];
}
