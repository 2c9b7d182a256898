using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>What differs between Task, Parallel and Map.</summary>
internal interface IAttempt
{
    /// <summary>One attempt; the output is the raw result.</summary>
    /// <exception cref="StateFailedException">The interpreter found a reason to fail.</exception>
    ValueTask<Outcome> RunAsync();

    /// <summary>Writes that the state failed for good, if there is such an event.</summary>
    void GiveUp(Failure failure);

    /// <summary>What the Exited event points back to; null: the event before it.</summary>
    long? ExitFollows { get; }
}

/// <summary>Retries, catches, and puts the result in its place: what Task, Parallel and Map share.</summary>
internal static class WorkRunner
{
    public static async ValueTask<Transition> RunAsync(WorkState state, Visit visit, IAttempt attempt)
    {
        var retries = new int[state.Retry.Count];
        while (true)
        {
            Failure failure;
            try
            {
                var outcome = await attempt.RunAsync();
                if (outcome.Output is { } result)
                {
                    return Complete(state, visit, result.Node, attempt.ExitFollows);
                }

                failure = outcome.Failure!;
            }
            catch (StateFailedException failed)
            {
                failure = visit.Describe(failed);
            }

            if (!await TryWaitForRetryAsync(state, visit, failure, retries))
            {
                attempt.GiveUp(failure);
                return Handle(state, visit, failure);
            }
        }
    }

    private static Transition Complete(WorkState state, Visit visit, JsonNode? result, long? follows)
    {
        var assigned = SimpleRunner.Assign(state.Assign, visit, result);
        var selected = state.ResultSelector is null ? result : state.ResultSelector.Evaluate(visit.Scope(result));
        return visit.Exit(state.ResultPath.Apply(visit.Input.Node, selected), state.Next, assigned, previousEventId: follows);
    }

    // The first retrier that names the error decides, with a count of its own (specification, "Errors").
    private static async ValueTask<bool> TryWaitForRetryAsync(WorkState state, Visit visit, Failure failure, int[] retries)
    {
        for (var i = 0; i < retries.Length; i++)
        {
            var retrier = state.Retry[i];
            if (!retrier.Matches(failure.Error))
            {
                continue;
            }

            if (retries[i] >= retrier.MaxAttempts)
            {
                return false;
            }

            var delay = retrier.Delay(retries[i]++, visit.Execution.Random);
            visit.RetryCount++;
            if (visit.Recorded is null)
            {
                await visit.Execution.WaitUntilAsync(visit.Execution.Time.GetUtcNow() + delay, visit.Frame.Token);
            }

            return true;
        }

        return false;
    }

    private static Transition Handle(WorkState state, Visit visit, Failure failure)
    {
        var catcher = state.Catch.FirstOrDefault(candidate => candidate.Matches(failure.Error));
        if (catcher is null)
        {
            return Transition.Failed(failure);
        }

        var error = failure.ToErrorOutput();
        var assigned = SimpleRunner.Assign(catcher.Assign, visit, error);
        return visit.Exit(
            catcher.ResultPath.Apply(visit.Input.Node, error), catcher.Next, assigned, isPlain: false, applyOutputPath: false);
    }
}
