using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>Runs the states of a scope one after the other, from its start or from the point where an earlier run stopped.</summary>
internal static class ScopeRunner
{
    /// <exception cref="OperationCanceledException">The frame was cancelled.</exception>
    public static async Task<Outcome> RunAsync(Execution execution, Frame frame, Payload input)
    {
        var (name, currentInput, openVisit) = Restore(execution, frame, input);
        while (name is not null)
        {
            frame.Token.ThrowIfCancellationRequested();
            var visit = openVisit ?? Enter(execution, frame, frame.Scope.States[name], currentInput);
            openVisit = null;
            await execution.YieldAsync();
            var transition = await RunStateAsync(visit);
            if (transition.Failure is not null)
            {
                return new Outcome(null, transition.Failure);
            }

            (name, currentInput) = (transition.Next, transition.Output!);
            if (frame.History.IsFlushDue)
            {
                await execution.Loop.WaitForFlushAsync();
            }
        }

        return new Outcome(currentInput, null);
    }

    private static Visit Enter(Execution execution, Frame frame, State state, Payload input)
    {
        var entered = frame.History.Add(
            frame.PreviousEventId, state.EnteredEventType, EventDetails.CreateEntered(state.Name, input));
        frame.PreviousEventId = entered.Id;
        return new Visit(execution, frame, state, input, entered, null);
    }

    private static async ValueTask<Transition> RunStateAsync(Visit visit)
    {
        try
        {
            return visit.State switch
            {
                PassState pass => SimpleStateRunner.RunPass(pass, visit),
                ChoiceState choice => SimpleStateRunner.RunChoice(choice, visit),
                SucceedState succeed => SimpleStateRunner.RunSucceed(succeed, visit),
                FailState fail => SimpleStateRunner.RunFail(fail, visit),
                WaitState wait => await WaitRunner.RunAsync(wait, visit),
                TaskState task => await RetryableStateRunner.RunAsync(task, visit, new TaskRunner(task, visit)),
                ParallelState parallel => await RetryableStateRunner.RunAsync(parallel, visit, new ParallelRunner(parallel, visit)),
                MapState map => await RetryableStateRunner.RunAsync(map, visit, new MapRunner(map, visit)),
                _ => throw new NotSupportedException($"State type {visit.State.Type}"),
            };
        }
        catch (StateFailedException exception)
        {
            return Transition.Failed(visit.CreateFailure(exception));
        }
        catch (OperationCanceledException) when (!visit.Execution.IsEnding)
        {
            // A sibling failed. States that take time record that they were aborted.
            if (visit.State is RetryableState or WaitState)
            {
                visit.Write($"{visit.State.Type}StateAborted", null);
            }

            throw;
        }
    }

    private static (string? Name, Payload Input, Visit? OpenVisit) Restore(Execution execution, Frame frame, Payload input)
    {
        string? name = frame.Scope.StartAt;
        foreach (var visit in frame.Earlier?.Visits ?? [])
        {
            var state = frame.Scope.States[visit.Entered.Details!["name"]!.GetValue<string>()];
            if (visit.Exited is not { Details: { } exitDetails })
            {
                var enteredInput = Payload.Parse(visit.Entered.Details["input"]!.GetValue<string>());
                return (state.Name, enteredInput, new Visit(execution, frame, state, enteredInput, visit.Entered, visit));
            }

            foreach (var (variable, text) in exitDetails["assignedVariables"] as JsonObject ?? [])
            {
                frame.Variables.Set(variable, JsonText.Parse(text!.GetValue<string>()));
            }

            name = exitDetails.TryGetPropertyValue(HistoryEvent.NextState, out var next) ? next?.GetValue<string>() : state.Next;
            input = EventDetails.ReadOutput(visit.Exited)!;
        }

        return (name, input, null);
    }
}
