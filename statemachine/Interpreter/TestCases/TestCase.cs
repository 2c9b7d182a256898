using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.TestCases;

/// <summary>A definition, an input, the responses of its tasks and the expected result.</summary>
/// <param name="Group">Free text that groups cases in lists.</param>
/// <param name="Tasks">The responses of each Task state, in order of the calls; see <see cref="CannedTaskInvoker"/>.</param>
/// <param name="Expected">The expected result. Strings can contain <c>&lt;…&gt;</c> or <c>‹…›</c>, which stand for any text.</param>
/// <param name="Events">The types of the history's events, in order; null to skip the comparison.</param>
public sealed record TestCase(
    string Group,
    string Name,
    JsonNode? Definition,
    JsonNode? Input,
    IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> Tasks,
    ExpectedResult Expected,
    IReadOnlyList<string>? Events)
{
    /// <summary>Type of the state machine.</summary>
    public WorkflowType Type { get; init; }

    /// <summary>The only state to run; null to run the state machine.</summary>
    public string? State { get; init; }

    /// <summary>How often the retriers of <see cref="State"/> have tried already.</summary>
    public int RetryCount { get; init; }

    /// <summary>Variables that are set before <see cref="State"/>.</summary>
    public JsonObject Variables { get; init; } = [];

    /// <summary>What the context object says of the execution.</summary>
    public ExecutionContext Context { get; init; } = new();

    /// <summary>The objects that an ItemReader reads, by bucket and key; see <see cref="TestCaseObjects"/>.</summary>
    public JsonObject Objects { get; init; } = [];

    /// <summary>
    /// The expected calls of tasks, in order, by the name of the state, or by the name with the index of an item: <c>Resize[2]</c>. Calls of
    /// other tasks are not compared.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ExpectedCall>> Calls { get; init; } = new Dictionary<string, IReadOnlyList<ExpectedCall>>();
}

/// <summary>An expected call of a task.</summary>
/// <param name="Comparison">How to compare the call's input.</param>
/// <param name="Input">The expected input, or members of it.</param>
public sealed record ExpectedCall(CallComparison Comparison, JsonNode? Input = null);

/// <summary>How the input of a call is compared.</summary>
public enum CallComparison
{
    /// <summary>Any input will do.</summary>
    Any,

    /// <summary>The input is as given.</summary>
    Exact,

    /// <summary>The input has the given members, at every level. It may have others.</summary>
    Includes,
}

/// <summary>The expected result of a case.</summary>
/// <param name="Status"><c>SUCCEEDED</c>, <c>FAILED</c>, <c>TIMED_OUT</c> or <c>ABORTED</c>; of one state also <c>RETRIABLE</c> or <c>CAUGHT_ERROR</c>.</param>
/// <param name="Cause">Only for readers. It is not compared, because wordings differ.</param>
public sealed record ExpectedResult(string Status, JsonNode? Output, string? Error, JsonNode? Cause)
{
    /// <summary>Whether the output is compared. It is not if the case says nothing of it; <c>null</c> is an output.</summary>
    public bool HasOutput { get; init; } = Status == "SUCCEEDED";

    /// <summary>Objects that must be there in the end, such as those of a ResultWriter, by bucket and key; null to skip the comparison.</summary>
    public JsonObject? Objects { get; init; }

    /// <summary>The state that follows the only state; null to skip the comparison.</summary>
    public string? NextState { get; init; }

    /// <summary>Data of the only state by step, of which it must have these members; null to skip the comparison.</summary>
    public JsonObject? Inspection { get; init; }
}

/// <summary>A response of a task: an output or a failure.</summary>
/// <param name="Output">The output; null is one, too.</param>
/// <param name="Error">Name of the error; null if the task failed without one, or did not fail.</param>
/// <param name="Cause">Explanation of the failure; null if there is none.</param>
public sealed record CannedResponse(JsonNode? Output, string? Error, string? Cause)
{
    /// <summary>Whether the task fails.</summary>
    public bool IsFailure { get; init; } = Error is not null || Cause is not null;

    /// <summary>Whether there is no response to a later call, rather than this one again.</summary>
    public bool IsLast { get; init; }
}

/// <summary>The result of running a case.</summary>
/// <param name="Differences">Empty if the case passed; otherwise one line for each difference.</param>
/// <param name="Result">Null if the definition was refused, or if the case is of one state.</param>
public sealed record TestCaseResult(
    TestCase Case, IReadOnlyList<string> Differences, ExecutionResult? Result, IReadOnlyList<HistoryEvent> History)
{
    public bool HasPassed => Differences.Count == 0;
}
