using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>An attempt of a Map: one iteration for every item, several at once.</summary>
internal sealed class MapRunner(MapState state, Visit visit) : IStateAttempt
{
    private bool _hasFailedIterations;

    public long? ExitPreviousEventId { get; private set; }

    public async ValueTask<Outcome> RunAsync()
    {
        _hasFailedIterations = false;
        var effectiveInput = visit.EvaluateInputPath();
        var scope = visit.CreateScope(effectiveInput);
        var items = SelectItems(scope);
        var requestedConcurrency = (int)(MapFields.ReadWholeNumber(state.MaxConcurrency, scope) ?? 0);
        var maxConcurrency = state.IsDistributed ? visit.Execution.Limits.MaxMapRunConcurrency : visit.Execution.Limits.MaxMapConcurrency;
        var effectiveConcurrency = Math.Min(items.Count, requestedConcurrency == 0 ? maxConcurrency : Math.Min(requestedConcurrency, maxConcurrency));

        var started = visit.Write(EventTypes.MapStateStarted, new JsonObject { ["length"] = items.Count });
        var isToleranceExceeded = MapFields.ReadTolerance(state, scope, items.Count);
        var children = new ChildRunner(visit, visit.DequeueAttempt(), started.Id) { IsToleranceExceeded = isToleranceExceeded ?? (failures => failures > 0) };
        if (state.IsDistributed)
        {
            return await RunMapRunAsync(children, items, effectiveConcurrency, effectiveInput);
        }

        await children.RunAsync(items.Count, effectiveConcurrency, (index, token) => RunIterationAsync(children, new MapItem(index, items[index]), effectiveInput, token));
        if (children.HasFailed)
        {
            _hasFailedIterations = true;
            return new Outcome(null, isToleranceExceeded is null ? children.FirstFailure : CreateToleranceFailure(children.FirstFailure!.LastEventId));
        }

        ExitPreviousEventId = children.LastEventId;
        visit.Write(EventTypes.MapStateSucceeded, null, children.LastEventId);
        return Outcome.FromOutput(children.CollectOutputs());
    }

    // The history contains only the Map run. The histories of its child executions are not kept, so a run that a crash
    // interrupted starts again, with the same names and therefore the same idempotency tokens.
    private async Task<Outcome> RunMapRunAsync(ChildRunner children, JsonArray items, int concurrency, JsonNode? effectiveInput)
    {
        var mapRun = new MapRun(state, visit);
        visit.Write(EventTypes.MapRunStarted, new JsonObject { ["mapRunArn"] = mapRun.Arn });
        _hasFailedIterations = true;
        if (visit.NextRecordedEvent?.Type == EventTypes.MapRunFailed)
        {
            return new Outcome(null, CreateToleranceFailure(visit.Write(EventTypes.MapRunFailed, null).Id));
        }

        await children.RunAsync(items.Count, concurrency, (index, token) =>
            mapRun.RunChildAsync(index, () => BuildInput(new MapItem(index, items[index]), effectiveInput), token));
        if (children.HasFailed)
        {
            var failure = CreateToleranceFailure(0);
            return new Outcome(
                null, failure with { LastEventId = visit.Write(EventTypes.MapRunFailed, EventDetails.CreateError(failure.Error, failure.Cause)).Id });
        }

        visit.Write(EventTypes.MapRunSucceeded, null);
        visit.Write(EventTypes.MapStateSucceeded, null);
        return Outcome.FromOutput(children.CollectOutputs());
    }

    // AWS does not write this event for a Map that could not start its iterations.
    public void RecordFailure(Failure failure)
    {
        if (_hasFailedIterations)
        {
            visit.Write(EventTypes.MapStateFailed, null, failure.LastEventId);
        }
    }

    private async Task<Outcome> RunIterationAsync(ChildRunner children, MapItem item, JsonNode? effectiveInput, CancellationToken token)
    {
        var earlierIteration = children.GetEarlier(item.Index);
        var frame = children.OpenFrame(state.ItemProcessor, item.Index, item, token);
        if (earlierIteration is null)
        {
            WriteEvent(EventTypes.MapIterationStarted);
        }

        try
        {
            await visit.Execution.YieldAsync();
            var outcome = await RunProcessorAsync(frame, item, effectiveInput);
            if (earlierIteration?.IsOver != true)
            {
                WriteEvent(outcome.Failure is null ? EventTypes.MapIterationSucceeded : EventTypes.MapIterationFailed);
            }

            children.RecordEnded(frame.PreviousEventId);
            return outcome.Failure is null ? outcome : new Outcome(null, outcome.Failure with { LastEventId = frame.PreviousEventId });
        }
        catch (OperationCanceledException) when (!visit.Execution.IsEnding)
        {
            WriteEvent(EventTypes.MapIterationAborted);
            throw;
        }

        void WriteEvent(string type) => frame.PreviousEventId =
            frame.History.Add(frame.PreviousEventId, type, EventDetails.CreateIteration(state.Name, item.Index)).Id;
    }

    private async Task<Outcome> RunProcessorAsync(Frame frame, MapItem item, JsonNode? effectiveInput)
    {
        try
        {
            return await ScopeRunner.RunAsync(visit.Execution, frame, new Payload(BuildInput(item, effectiveInput)));
        }
        catch (StateFailedException exception)
        {
            return new Outcome(null, visit.CreateFailure(exception));
        }
    }

    private JsonNode? BuildInput(MapItem item, JsonNode? effectiveInput) => state.ItemSelector is null
        ? item.Value
        : state.ItemSelector.Evaluate(new EvaluationScope(
            effectiveInput, () => ContextObject.CreateForItem(visit, item), visit.Frame.Variables, visit.Execution.Random));

    private JsonArray SelectItems(EvaluationScope scope)
    {
        var value = new PathExpression(state.ItemsPath, "ItemsPath").Evaluate(scope);
        return value as JsonArray ?? throw new StateFailedException(
            ErrorNames.Runtime,
            $"Reference path \"{state.ItemsPath.Text}\" must point to array, but it points to {value?.GetValueKind() ?? JsonValueKind.Null}.");
    }

    private static Failure CreateToleranceFailure(long lastEventId) => new(
        ErrorNames.ExceedToleratedFailureThreshold, "The specified tolerated failure threshold was exceeded", lastEventId);
}
