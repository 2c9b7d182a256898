using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;

namespace Pipeline.Interpreter.Executions;

/// <summary>An attempt of a Task, Parallel or Map: what differs between the three.</summary>
internal interface IStateAttempt
{
    /// <summary>Runs an attempt. The output is the raw result.</summary>
    /// <exception cref="StateFailedException">The interpreter found a reason to fail.</exception>
    ValueTask<Outcome> RunAsync();

    /// <summary>Writes the event of the state's final failure, if there is such an event.</summary>
    void RecordFailure(Failure failure);

    /// <summary>The event that the Exited event points back to; null for the event before it.</summary>
    long? ExitPreviousEventId { get; }
}

/// <summary>Retries, catches and places the result: what Task, Parallel and Map share.</summary>
internal static class RetryableStateRunner
{
    public static async ValueTask<Transition> RunAsync(RetryableState state, Visit visit, IStateAttempt attempt)
    {
        var retryCounts = new int[state.Retry.Count];
        Array.Fill(retryCounts, visit.RetryCount);
        while (true)
        {
            Failure failure;
            try
            {
                var outcome = await attempt.RunAsync();
                if (outcome.Output is { } result)
                {
                    return Complete(state, visit, result.Node, attempt.ExitPreviousEventId);
                }

                failure = outcome.Failure!;
            }
            catch (StateFailedException exception)
            {
                failure = visit.CreateFailure(exception);
            }

            if (!await TryWaitForRetryAsync(state, visit, failure, retryCounts))
            {
                attempt.RecordFailure(failure);
                return ApplyCatcher(state, visit, failure);
            }
        }
    }

    private static Transition Complete(RetryableState state, Visit visit, JsonNode? result, long? previousEventId)
    {
        visit.Inspection?.Record("result", result);
        var assigned = SimpleStateRunner.EvaluateAssign(state.Assign, visit, result);
        var selected = state.ResultSelector is null ? result : state.ResultSelector.Evaluate(visit.CreateScope(result));
        visit.Inspection?.Record("afterResultSelector", selected);
        var output = state.ResultPath.Apply(visit.Input.Node, selected);
        visit.Inspection?.Record("afterResultPath", output);
        return visit.Exit(output, state.Next, assigned, previousEventId: previousEventId);
    }

    // The first retrier that matches the error decides. Each retrier has its own count (specification, "Errors").
    private static async ValueTask<bool> TryWaitForRetryAsync(RetryableState state, Visit visit, Failure failure, int[] retryCounts)
    {
        for (var i = 0; i < retryCounts.Length; i++)
        {
            var retrier = state.Retry[i];
            if (!retrier.Matches(failure.Error))
            {
                continue;
            }

            if (retryCounts[i] >= retrier.MaxAttempts)
            {
                return false;
            }

            var delay = retrier.GetDelay(retryCounts[i]++, visit.Execution.Random);
            if (visit.Inspection is { } inspection)
            {
                inspection.RecordRetry(i, delay, failure);
                throw visit.Execution.CreateFatalException(visit.Frame, failure);
            }

            visit.RetryCount++;
            if (visit.NextRecordedEvent is null)
            {
                await visit.Execution.WaitForRetryAsync(visit.Execution.Time.GetUtcNow() + delay, visit.Frame.Token);
            }

            return true;
        }

        return false;
    }

    private static Transition ApplyCatcher(RetryableState state, Visit visit, Failure failure)
    {
        var index = state.Catch.Index().FirstOrDefault(candidate => candidate.Item.Matches(failure.Error), (-1, null!)).Index;
        if (index < 0)
        {
            return Transition.Failed(failure);
        }

        visit.Inspection?.RecordCatch(index, failure);
        var catcher = state.Catch[index];
        var error = failure.ToErrorOutput();
        var assigned = SimpleStateRunner.EvaluateAssign(catcher.Assign, visit, error);
        return visit.Exit(
            catcher.ResultPath.Apply(visit.Input.Node, error), catcher.Next, assigned, isDefaultNext: false, applyOutputPath: false);
    }
}
