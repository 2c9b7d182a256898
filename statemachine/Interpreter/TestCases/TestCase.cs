using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;

namespace Pipeline.Interpreter.TestCases;

/// <summary>A definition, an input, what its tasks answer, and what must come of it.</summary>
/// <param name="Group">Free text that cases are listed under.</param>
/// <param name="Tasks">For each Task state the answers of its calls in order; the last repeats.</param>
/// <param name="Expected">Compared with what came out: strings may hold <c>&lt;…&gt;</c> or <c>‹…›</c> for any text.</param>
/// <param name="Events">The types of the history in order; null: not compared.</param>
public sealed record TestCase(
    string Group,
    string Name,
    JsonNode? Definition,
    JsonNode? Input,
    IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> Tasks,
    ExpectedResult Expected,
    IReadOnlyList<string>? Events);

/// <param name="Status"><c>SUCCEEDED</c>, <c>FAILED</c>, <c>TIMED_OUT</c> or <c>ABORTED</c>.</param>
/// <param name="Cause">For the reader; not compared, since wordings differ.</param>
public sealed record ExpectedResult(string Status, JsonNode? Output, string? Error, JsonNode? Cause);

/// <summary>One answer of a task: an output, or with an error name a failure.</summary>
public sealed record CannedResponse(JsonNode? Output, string? Error, string? Cause);

/// <summary>What came of a case.</summary>
/// <param name="Differences">Empty when it passed; else one line for each thing that is not as expected.</param>
/// <param name="Result">Null when the definition was refused.</param>
public sealed record TestCaseResult(
    TestCase Case, IReadOnlyList<string> Differences, ExecutionResult? Result, IReadOnlyList<HistoryEvent> History)
{
    public bool HasPassed => Differences.Count == 0;
}
