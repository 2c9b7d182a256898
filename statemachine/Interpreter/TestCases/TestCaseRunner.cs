using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.MapRuns;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Interpreter.TestCases;

/// <summary>Runs cases in virtual time and lists the differences from their expected results.</summary>
public static class TestCaseRunner
{
    /// <summary>Runs a case.</summary>
    public static async Task<TestCaseResult> RunAsync(TestCase testCase, CancellationToken cancellationToken)
    {
        var invoker = new CannedTaskInvoker(testCase.Tasks);
        try
        {
            var objects = TestCaseObjects.Create(testCase.Objects, "objects");
            var definition = StateMachineDefinition.Parse(JsonText.Write(testCase.Definition), testCase.Type);
            EnsureStatesExist(definition, testCase.Tasks.Keys, "responses");
            EnsureStatesExist(definition, testCase.Calls.Keys, "expected calls");
            if (testCase.State is not null)
            {
                return await RunStateAsync(testCase, invoker, objects, cancellationToken);
            }

            var run = await RunAsync(definition, testCase.Input, invoker, objects, testCase.Context, cancellationToken);
            IReadOnlyList<string> differences = [
                .. FindDifferences(testCase, run.Result, run.History),
                .. FindCallDifferences(testCase, invoker.Inputs),
                .. TestCaseObjects.FindDifferences(testCase.Expected.Objects ?? [], objects)];
            return new TestCaseResult(testCase, differences, run.Result, run.History);
        }
        catch (Exception exception) when (exception is InvalidDefinitionException or NoResponseException or FormatException)
        {
            return new TestCaseResult(testCase, [exception.Message], null, []);
        }
    }

    /// <summary>Runs a definition with canned responses in virtual time.</summary>
    /// <param name="definition">The definition, as JSON text.</param>
    /// <param name="input">Input of the execution.</param>
    /// <param name="tasks">The responses of each Task state; see <see cref="CannedTaskInvoker"/>.</param>
    /// <param name="objects">The objects that ItemReaders read and ResultWriters write.</param>
    /// <param name="type">Type of the state machine.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="InvalidDefinitionException">The definition is refused.</exception>
    /// <exception cref="NoResponseException">A task has no response, or there are responses for a state that is no task of the definition.</exception>
    public static Task<(ExecutionResult Result, IReadOnlyList<HistoryEvent> History)> RunAsync(
        string definition,
        JsonNode? input,
        IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> tasks,
        JsonObject objects,
        WorkflowType type,
        CancellationToken cancellationToken)
    {
        var parsed = StateMachineDefinition.Parse(definition, type);
        EnsureStatesExist(parsed, tasks.Keys, "responses");
        return RunAsync(parsed, input, new CannedTaskInvoker(tasks), TestCaseObjects.Create(objects, "objects"), new ExecutionContext(), cancellationToken);
    }

    private static async Task<(ExecutionResult Result, IReadOnlyList<HistoryEvent> History)> RunAsync(
        StateMachineDefinition definition, JsonNode? input, CannedTaskInvoker invoker, InMemoryMapObjects objects, ExecutionContext context,
        CancellationToken cancellationToken)
    {
        using var time = new VirtualTimeProvider(context.StartTime);
        var journal = new InMemoryJournal();
        var result = await new StateMachine(definition, invoker, time, new Random(0)) { Objects = objects }.RunAsync(
            context.CreateStart(input), journal, cancellationToken);
        return (result, journal.Events);
    }

    private static void EnsureStatesExist(StateMachineDefinition definition, IEnumerable<string> states, string what)
    {
        if (states.FirstOrDefault(key => !definition.TaskNames.Contains(key) && !definition.TaskNames.Contains(TaskKey.GetState(key))) is { } unknown)
        {
            var tasks = definition.TaskNames.Count == 0 ? "no Task states" : string.Join(", ", definition.TaskNames.Select(name => $"'{name}'"));
            throw new NoResponseException($"There are {what} for '{unknown}', which is no Task state of the definition; it has {tasks}.");
        }
    }

    private static IEnumerable<string> FindCallDifferences(TestCase testCase, IReadOnlyDictionary<string, IReadOnlyList<JsonNode?>> inputs)
    {
        foreach (var (state, expected) in testCase.Calls)
        {
            var actual = inputs.GetValueOrDefault(state) ?? [];
            if (actual.Count != expected.Count)
            {
                yield return $"calls of '{state}': expected {expected.Count}, got {actual.Count}";
            }

            foreach (var (index, (call, input)) in expected.Zip(actual).Index())
            {
                var differences = call.Comparison == CallComparison.Any
                    ? []
                    : ExpectationMatcher.FindDifferences($"calls of '{state}'[{index}]", call.Input, input, call.Comparison == CallComparison.Includes);
                foreach (var difference in differences)
                {
                    yield return difference;
                }
            }
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

    private static async Task<TestCaseResult> RunStateAsync(
        TestCase testCase, CannedTaskInvoker invoker, InMemoryMapObjects objects, CancellationToken cancellationToken)
    {
        var test = new StateTest(JsonText.Write(testCase.Definition), testCase.State!, testCase.Input)
        {
            Type = testCase.Type,
            Tasks = testCase.Tasks,
            Objects = testCase.Objects,
            RetryCount = testCase.RetryCount,
            Variables = testCase.Variables,
            Context = testCase.Context,
        };
        var result = await StateTestRunner.RunAsync(test, invoker, objects, cancellationToken);
        var differences = FindDifferences(testCase.Expected, result.Status, result.Output, result.Error, result.Cause);
        if (testCase.Expected.NextState is { } next && next != result.NextState)
        {
            differences.Add($"nextState: expected {next}, got {result.NextState ?? "none"}");
        }

        if (testCase.Expected.Inspection is { } inspection)
        {
            differences.AddRange(ExpectationMatcher.FindDifferences("inspection", inspection, result.Inspection, allowsOthers: true));
        }

        return new TestCaseResult(testCase, [
            .. differences,
            .. FindCallDifferences(testCase, invoker.Inputs),
            .. TestCaseObjects.FindDifferences(testCase.Expected.Objects ?? [], objects)], null, []);
    }

    private static List<string> FindDifferences(ExpectedResult expected, string status, JsonNode? output, string? error, string? cause)
    {
        var differences = new List<string>();
        if (status != expected.Status)
        {
            differences.Add($"status: expected {expected.Status}, got {status} (error: {error}, cause: {cause})");
            return differences;
        }

        if (expected.HasOutput)
        {
            differences.AddRange(ExpectationMatcher.FindDifferences("output", expected.Output, output));
        }

        // An output says that there was no error, except for one that was caught.
        if ((!expected.HasOutput || expected.Error is not null) && !ExpectationMatcher.Matches(expected.Error ?? "", error ?? ""))
        {
            differences.Add($"error: expected {expected.Error ?? "none"}, got {error ?? "none"} (cause: {cause})");
        }

        return differences;
    }

    private static List<string> FindDifferences(TestCase testCase, ExecutionResult result, IReadOnlyList<HistoryEvent> history)
    {
        var differences = FindDifferences(testCase.Expected, FormatStatus(result.Status), result.Output, result.Error, result.Cause);
        if (testCase.Events is { } expected && EventOrderComparer.FindDifference(expected, [.. history.Select(historyEvent => historyEvent.Type)]) is { } difference)
        {
            differences.Add(difference);
        }

        return differences;
    }
}
