using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Goes from state to state through a scope, from its start or from where an earlier run left it.</summary>
internal static class ScopeRunner
{
    /// <exception cref="OperationCanceledException">The frame was told to stop.</exception>
    public static async Task<Outcome> RunAsync(Execution execution, Frame frame, Payload input)
    {
        var (name, current, open) = Restore(execution, frame, input);
        while (name is not null)
        {
            frame.Token.ThrowIfCancellationRequested();
            var visit = open ?? Enter(execution, frame, frame.Scope.States[name], current);
            open = null;
            await execution.YieldAsync();
            var transition = await VisitAsync(visit);
            if (transition.Failure is not null)
            {
                return new Outcome(null, transition.Failure);
            }

            (name, current) = (transition.Next, transition.Output!);
            if (execution.History.IsLong)
            {
                await execution.Loop.FlushedAsync();
            }
        }

        return new Outcome(current, null);
    }

    private static Visit Enter(Execution execution, Frame frame, State state, Payload input)
    {
        var entered = frame.History.Add(
            frame.PreviousEventId, state.Entered, EventDetails.Entered(state.Name, input));
        frame.PreviousEventId = entered.Id;
        return new Visit(execution, frame, state, input, entered, null);
    }

    private static async ValueTask<Transition> VisitAsync(Visit visit)
    {
        try
        {
            return visit.State switch
            {
                PassState pass => SimpleRunner.Pass(pass, visit),
                ChoiceState choice => SimpleRunner.Choice(choice, visit),
                SucceedState succeed => SimpleRunner.Succeed(succeed, visit),
                FailState fail => SimpleRunner.Fail(fail, visit),
                WaitState wait => await WaitRunner.RunAsync(wait, visit),
                TaskState task => await WorkRunner.RunAsync(task, visit, new TaskRunner(task, visit)),
                ParallelState parallel => await WorkRunner.RunAsync(parallel, visit, new ParallelRunner(parallel, visit)),
                MapState map => await WorkRunner.RunAsync(map, visit, new MapRunner(map, visit)),
                _ => throw new NotSupportedException($"State type {visit.State.Type}"),
            };
        }
        catch (StateFailedException failed)
        {
            return Transition.Failed(visit.Describe(failed));
        }
        catch (OperationCanceledException) when (!visit.Execution.IsEnding)
        {
            // A sibling failed. States that can be caught at work say that they were aborted.
            if (visit.State is WorkState or WaitState)
            {
                visit.Write($"{visit.State.Type}StateAborted", null);
            }

            throw;
        }
    }

    private static (string? Name, Payload Input, Visit? Open) Restore(Execution execution, Frame frame, Payload input)
    {
        string? name = frame.Scope.StartAt;
        foreach (var visit in frame.Earlier?.Visits ?? [])
        {
            var state = frame.Scope.States[visit.Entered.Details!["name"]!.GetValue<string>()];
            if (visit.Exited is not { Details: { } exit })
            {
                var entered = Payload.Parse(visit.Entered.Details["input"]!.GetValue<string>());
                return (state.Name, entered, new Visit(execution, frame, state, entered, visit.Entered, visit));
            }

            foreach (var (variable, text) in exit["assignedVariables"] as JsonObject ?? [])
            {
                frame.Variables.Set(variable, JsonText.Parse(text!.GetValue<string>()));
            }

            name = exit.TryGetPropertyValue(HistoryEvent.NextState, out var next) ? next?.GetValue<string>() : state.Next;
            input = EventDetails.OutputOf(visit.Exited)!;
        }

        return (name, input, null);
    }
}
