using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Runs cases in virtual time and tells what differs from what they expect.</summary>
public static class CaseRunner
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<CaseResult> RunAsync(Case @case, CancellationToken cancellationToken)
    {
        try
        {
            var run = await RunAsync(@case.Definition, @case.Input, @case.Tasks, cancellationToken);
            return new CaseResult(@case, Compare(@case, run.Result, run.History), run.Result, run.History);
        }
        catch (InvalidDefinitionException refused)
        {
            return new CaseResult(@case, [refused.Message], null, []);
        }
    }

    /// <summary>Runs a definition with canned answers, in virtual time.</summary>
    /// <exception cref="InvalidDefinitionException">The definition is refused.</exception>
    public static async Task<(ExecutionResult Result, IReadOnlyList<HistoryEvent> History)> RunAsync(
        JsonNode? definition,
        JsonNode? input,
        IReadOnlyDictionary<string, IReadOnlyList<CannedAnswer>> tasks,
        CancellationToken cancellationToken)
    {
        var parsed = StateMachineDefinition.Parse(JsonText.Write(definition));
        using var time = new VirtualTimeProvider(Start);
        var journal = new InMemoryJournal();
        var machine = new StateMachine(parsed, new CannedAnswers(tasks), time, new Random(0));
        var result = await machine.RunAsync(
            new ExecutionStart(
                "arn:aws:states:us-east-1:111111111111:execution:case:case",
                "case",
                "arn:aws:states:us-east-1:111111111111:stateMachine:case",
                "arn:aws:iam::111111111111:role/case",
                input?.DeepClone(),
                Start),
            journal,
            cancellationToken);
        return (result, journal.Events);
    }

    /// <summary>A status as AWS writes it.</summary>
    public static string Name(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => "SUCCEEDED",
        ExecutionStatus.Failed => "FAILED",
        ExecutionStatus.TimedOut => "TIMED_OUT",
        _ => "ABORTED",
    };

    private static List<string> Compare(Case @case, ExecutionResult result, IReadOnlyList<HistoryEvent> history)
    {
        var differences = new List<string>();
        var status = Name(result.Status);
        if (status != @case.Expect.Status)
        {
            differences.Add($"status: expected {@case.Expect.Status}, got {status} (error: {result.Error}, cause: {result.Cause})");
        }
        else if (result.Status == ExecutionStatus.Succeeded)
        {
            differences.AddRange(Likeness.Differences("output", @case.Expect.Output, result.Output));
        }
        else if (!Likeness.IsLike(@case.Expect.Error ?? "", result.Error ?? ""))
        {
            differences.Add($"error: expected {@case.Expect.Error ?? "none"}, got {result.Error ?? "none"} (cause: {result.Cause})");
        }

        if (@case.Events is { } expected && EventOrder.Difference(expected, [.. history.Select(happened => happened.Type)]) is { } difference)
        {
            differences.Add(difference);
        }

        return differences;
    }
}
