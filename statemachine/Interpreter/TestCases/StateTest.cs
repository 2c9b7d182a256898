using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Interpreter.TestCases;

/// <summary>A test of one state, as AWS's TestState makes it.</summary>
/// <param name="Definition">The whole definition, as JSON text.</param>
/// <param name="State">Name of the state; it can be in a Map or a Parallel.</param>
/// <param name="Input">Input of the state.</param>
public sealed record StateTest(string Definition, string State, JsonNode? Input)
{
    /// <summary>Type of the state machine.</summary>
    public WorkflowType Type { get; init; }

    /// <summary>The responses of its task, or of the tasks of its Map or Parallel.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> Tasks { get; init; } = new Dictionary<string, IReadOnlyList<CannedResponse>>();

    /// <summary>The objects that its ItemReader reads, by bucket and key; see <see cref="TestCaseObjects"/>.</summary>
    public JsonObject Objects { get; init; } = [];

    /// <summary>How often its retriers have tried already.</summary>
    public int RetryCount { get; init; }

    /// <summary>Variables that are set before.</summary>
    public JsonObject Variables { get; init; } = [];

    /// <summary>What the context object says of the execution.</summary>
    public ExecutionContext Context { get; init; } = new();
}

/// <summary>What came of a state.</summary>
/// <param name="Status"><c>SUCCEEDED</c>, <c>FAILED</c>, <c>RETRIABLE</c> (a retrier would try again) or <c>CAUGHT_ERROR</c>.</param>
/// <param name="Output">The output for the next state; null if the state failed or would be tried again.</param>
/// <param name="Error">The error of the state, if it had one.</param>
/// <param name="NextState">The state that comes next; null at the end of its scope, or if the state failed or would be tried again.</param>
/// <param name="Inspection">
/// The state's data by step: <c>input</c>, <c>afterInputPath</c>, <c>afterParameters</c>, <c>result</c>, <c>afterResultSelector</c>,
/// <c>afterResultPath</c>, as far as the state has them, and <c>errorDetails</c> with the index of the retrier or catcher.
/// </param>
public sealed record StateTestResult(string Status, JsonNode? Output, string? Error, string? Cause, string? NextState, JsonObject Inspection);
