using System.Text.Json;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>Runs Wait. The time counts from when the state was entered, so that a resumed run does not wait longer.</summary>
internal static class WaitRunner
{
    // AWS counts seconds in 32 bits.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(int.MaxValue);

    public static async ValueTask<Transition> RunAsync(WaitState state, Visit visit)
    {
        var input = visit.EvaluateInputPath();
        var scope = visit.CreateScope(input);
        var assigned = SimpleStateRunner.EvaluateAssign(state.Assign, visit, input);
        var due = GetDueTime(state, visit, scope);
        if (due - visit.Entered.Timestamp > MaxDelay)
        {
            throw new StateFailedException(ErrorNames.Runtime, "Wait state delay is too long.");
        }

        await visit.Execution.WaitUntilAsync(due, visit.Frame.Token);
        return visit.Exit(input, state.Next, assigned);
    }

    private static DateTimeOffset GetDueTime(WaitState state, Visit visit, EvaluationScope scope)
    {
        if (state.Timestamp is { } fixedTime)
        {
            return fixedTime;
        }

        if (state.TimestampPath is { } path)
        {
            var value = new PathExpression(path, "TimestampPath").Evaluate(scope);
            return Timestamps.TryParse(value, out var timestamp)
                ? timestamp
                : throw new StateFailedException(
                    ErrorNames.Runtime,
                    "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: "
                    + $"{path.Text} == {(value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : JsonText.Write(value))}");
        }

        return visit.Entered.Timestamp + TimeSpan.FromSeconds(EvaluateSeconds(state.Seconds!, scope));
    }

    private static double EvaluateSeconds(NumberOrPath field, EvaluationScope scope)
    {
        if (field.Path is null)
        {
            return field.Value!.Value;
        }

        var value = new PathExpression(field.Path, "SecondsPath").Evaluate(scope);
        return JsonNumbers.ToInteger(value) is { } seconds and >= 0 and <= 99_999_999
            ? seconds
            : throw new StateFailedException(
                ErrorNames.Runtime,
                JsonNumbers.ToInteger(value) is null
                    ? $"The SecondsPath parameter cannot be parsed as a long value: {field.Path.Text} == {JsonText.Write(value)}"
                    : $"The SecondsPath parameter references a value that is not between 0 and 99999999: {field.Path.Text} == {JsonText.Write(value)}");
    }
}
