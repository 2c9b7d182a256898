using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Interpreter.TestCases;

/// <summary>Runs cases in virtual time and lists the differences from their expected results.</summary>
public static class TestCaseRunner
{
    private static readonly DateTimeOffset StartTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<TestCaseResult> RunAsync(TestCase testCase, CancellationToken cancellationToken)
    {
        try
        {
            var run = await RunAsync(testCase.Definition, testCase.Input, testCase.Tasks, cancellationToken);
            return new TestCaseResult(testCase, FindDifferences(testCase, run.Result, run.History), run.Result, run.History);
        }
        catch (Exception exception) when (exception is InvalidDefinitionException or NoResponseException)
        {
            return new TestCaseResult(testCase, [exception.Message], null, []);
        }
    }

    /// <summary>Runs a definition with canned responses in virtual time.</summary>
    /// <exception cref="InvalidDefinitionException">The definition is refused.</exception>
    /// <exception cref="NoResponseException">A task has no response, or there are responses for a state that is no task of the definition.</exception>
    public static async Task<(ExecutionResult Result, IReadOnlyList<HistoryEvent> History)> RunAsync(
        JsonNode? definition,
        JsonNode? input,
        IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> tasks,
        CancellationToken cancellationToken)
    {
        var stateMachineDefinition = StateMachineDefinition.Parse(JsonText.Write(definition));
        EnsureStatesExist(stateMachineDefinition, tasks.Keys);
        using var time = new VirtualTimeProvider(StartTime);
        var journal = new InMemoryJournal();
        var stateMachine = new StateMachine(stateMachineDefinition, new CannedTaskInvoker(tasks), time, new Random(0));
        var result = await stateMachine.RunAsync(
            new ExecutionStart(
                "arn:aws:states:us-east-1:111111111111:execution:case:case",
                "case",
                "arn:aws:states:us-east-1:111111111111:stateMachine:case",
                "arn:aws:iam::111111111111:role/case",
                input?.DeepClone(),
                StartTime),
            journal,
            cancellationToken);
        return (result, journal.Events);
    }

    private static void EnsureStatesExist(StateMachineDefinition definition, IEnumerable<string> states)
    {
        if (states.Except(definition.TaskNames).FirstOrDefault() is { } unknown)
        {
            throw new NoResponseException(
                $"There are responses for '{unknown}', which is no Task state of the definition; it has {string.Join(", ", definition.TaskNames.Select(name => $"'{name}'"))}.");
        }
    }

    /// <summary>Formats a status as AWS does.</summary>
    public static string FormatStatus(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => "SUCCEEDED",
        ExecutionStatus.Failed => "FAILED",
        ExecutionStatus.TimedOut => "TIMED_OUT",
        _ => "ABORTED",
    };

    private static List<string> FindDifferences(TestCase testCase, ExecutionResult result, IReadOnlyList<HistoryEvent> history)
    {
        var differences = new List<string>();
        var status = FormatStatus(result.Status);
        if (status != testCase.Expected.Status)
        {
            differences.Add($"status: expected {testCase.Expected.Status}, got {status} (error: {result.Error}, cause: {result.Cause})");
        }
        else if (testCase.Expected.HasOutput)
        {
            differences.AddRange(ExpectationMatcher.FindDifferences("output", testCase.Expected.Output, result.Output));
        }
        else if (!ExpectationMatcher.Matches(testCase.Expected.Error ?? "", result.Error ?? ""))
        {
            differences.Add($"error: expected {testCase.Expected.Error ?? "none"}, got {result.Error ?? "none"} (cause: {result.Cause})");
        }

        if (testCase.Events is { } expected && EventOrderComparer.FindDifference(expected, [.. history.Select(historyEvent => historyEvent.Type)]) is { } difference)
        {
            differences.Add(difference);
        }

        return differences;
    }
}
