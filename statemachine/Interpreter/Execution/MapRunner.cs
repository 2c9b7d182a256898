using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>One attempt at a Map: an iteration for every item, some at once.</summary>
internal sealed class MapRunner(MapState state, Visit visit) : IAttempt
{
    private bool _iterationFailed;

    public long? ExitFollows { get; private set; }

    public async ValueTask<Outcome> RunAsync()
    {
        _iterationFailed = false;
        var effective = visit.EffectiveInput();
        var scope = visit.Scope(effective);
        var items = Items(scope);
        var concurrency = (int)(MapSettings.Whole(state.MaxConcurrency, scope) ?? 0);
        var most = state.IsDistributed ? visit.Execution.Limits.MapRunConcurrency : visit.Execution.Limits.MapConcurrency;
        var atOnce = Math.Min(items.Count, concurrency == 0 ? most : Math.Min(concurrency, most));

        var started = visit.Write(EventTypes.MapStateStarted, new JsonObject { ["length"] = items.Count });
        var tolerance = MapSettings.Tolerance(state, scope, items.Count);
        var children = new ChildRuns(visit, visit.TakeAttempt(), started.Id) { IsTooMany = tolerance ?? (failures => failures > 0) };
        if (state.IsDistributed)
        {
            return await RunMapRunAsync(children, items, atOnce, effective);
        }

        await children.RunAsync(items.Count, atOnce, (index, token) => IterateAsync(children, new MapItem(index, items[index]), effective, token));
        if (children.Failed)
        {
            _iterationFailed = true;
            return new Outcome(null, tolerance is null ? children.FirstFailure : Exceeded(children.FirstFailure!.LastEventId));
        }

        ExitFollows = children.LastEventId;
        visit.Write(EventTypes.MapStateSucceeded, null, children.LastEventId);
        return Outcome.Of(children.ListOutputs());
    }

    // The history has the Map run alone: its child executions have histories of their own, which nobody keeps. So a
    // run that a crash broke off starts again, with the same names, and so the same idempotency tokens.
    private async Task<Outcome> RunMapRunAsync(ChildRuns children, JsonArray items, int atOnce, JsonNode? effective)
    {
        var run = new MapRun(state, visit);
        visit.Write(EventTypes.MapRunStarted, new JsonObject { ["mapRunArn"] = run.Arn });
        _iterationFailed = true;
        if (visit.Recorded?.Type == EventTypes.MapRunFailed)
        {
            return new Outcome(null, Exceeded(visit.Write(EventTypes.MapRunFailed, null).Id));
        }

        await children.RunAsync(items.Count, atOnce, (index, token) =>
            run.RunChildAsync(index, () => InputOf(new MapItem(index, items[index]), effective), token));
        if (children.Failed)
        {
            var failure = Exceeded(0);
            return new Outcome(
                null, failure with { LastEventId = visit.Write(EventTypes.MapRunFailed, EventDetails.Error(failure.Error, failure.Cause)).Id });
        }

        visit.Write(EventTypes.MapRunSucceeded, null);
        visit.Write(EventTypes.MapStateSucceeded, null);
        return Outcome.Of(children.ListOutputs());
    }

    // A Map that could not even start its iterations has failed without this event.
    public void GiveUp(Failure failure)
    {
        if (_iterationFailed)
        {
            visit.Write(EventTypes.MapStateFailed, null, failure.LastEventId);
        }
    }

    private async Task<Outcome> IterateAsync(ChildRuns children, MapItem item, JsonNode? effective, CancellationToken token)
    {
        var left = children.EarlierOf(item.Index);
        var frame = children.Open(state.Processor, item.Index, item, token);
        if (left is null)
        {
            Write(EventTypes.MapIterationStarted);
        }

        try
        {
            await visit.Execution.YieldAsync();
            var outcome = await RunProcessorAsync(frame, item, effective);
            if (left?.IsOver != true)
            {
                Write(outcome.Failure is null ? EventTypes.MapIterationSucceeded : EventTypes.MapIterationFailed);
            }

            children.Ended(frame.PreviousEventId);
            return outcome.Failure is null ? outcome : new Outcome(null, outcome.Failure with { LastEventId = frame.PreviousEventId });
        }
        catch (OperationCanceledException) when (!visit.Execution.IsEnding)
        {
            Write(EventTypes.MapIterationAborted);
            throw;
        }

        void Write(string type) => frame.PreviousEventId =
            frame.History.Add(frame.PreviousEventId, type, EventDetails.Iteration(state.Name, item.Index)).Id;
    }

    private async Task<Outcome> RunProcessorAsync(Frame frame, MapItem item, JsonNode? effective)
    {
        try
        {
            return await ScopeRunner.RunAsync(visit.Execution, frame, new Payload(InputOf(item, effective)));
        }
        catch (StateFailedException failed)
        {
            return new Outcome(null, visit.Describe(failed));
        }
    }

    private JsonNode? InputOf(MapItem item, JsonNode? effective) => state.ItemSelector is null
        ? item.Value
        : state.ItemSelector.Evaluate(new EvaluationScope(
            effective, () => ContextObject.ForItem(visit, item), visit.Frame.Variables, visit.Execution.Random));

    private JsonArray Items(EvaluationScope scope)
    {
        var value = new PathExpression(state.ItemsPath, "ItemsPath").Evaluate(scope);
        return value as JsonArray ?? throw new StateFailedException(
            ErrorNames.Runtime,
            $"Reference path \"{state.ItemsPath.Text}\" must point to array, but it points to {value?.GetValueKind() ?? JsonValueKind.Null}.");
    }

    private static Failure Exceeded(long lastEventId) => new(
        ErrorNames.ExceedToleratedFailureThreshold, "The specified tolerated failure threshold was exceeded", lastEventId);
}
