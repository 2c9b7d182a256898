using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.MapRuns;

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
        var items = state.ItemReader is null ? SelectItems(scope) : null;
        var requestedConcurrency = (int)(MapFields.ReadWholeNumber(state.MaxConcurrency, scope) ?? 0);
        var started = visit.Write(EventTypes.MapStateStarted, new JsonObject { ["length"] = items?.Count ?? 0 });
        if (state.IsDistributed)
        {
            return await RunMapRunAsync(started, items, MapFields.ReadSettings(state, scope, requestedConcurrency), effectiveInput);
        }

        return await RunInlineAsync(started, items!, requestedConcurrency, MapFields.ReadTolerance(state, scope, items!.Count), effectiveInput);
    }

    private async Task<Outcome> RunInlineAsync(
        HistoryEvent started, JsonArray items, int requestedConcurrency, Func<int, bool>? isToleranceExceeded, JsonNode? effectiveInput)
    {
        var maxConcurrency = visit.Execution.Limits.MaxMapConcurrency;
        var effectiveConcurrency = Math.Min(items.Count, requestedConcurrency == 0 ? maxConcurrency : Math.Min(requestedConcurrency, maxConcurrency));
        var children = new ChildRunner(visit, visit.DequeueAttempt(), started.Id) { IsToleranceExceeded = isToleranceExceeded ?? (failures => failures > 0) };
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

    // The history contains only the Map Run; its child executions have histories of their own.
    private async Task<Outcome> RunMapRunAsync(HistoryEvent started, JsonArray? items, MapRunSettings settings, JsonNode? effectiveInput)
    {
        _ = visit.DequeueAttempt();
        var mapRun = new MapRun(state, visit, started, visit.TakeRedrivenMapRun(), settings);
        await mapRun.OpenAsync();
        try
        {
            WriteStarted(mapRun);
            _hasFailedIterations = true;
            if (visit.NextRecordedEvent is { Type: EventTypes.MapRunFailed } recorded)
            {
                visit.Write(EventTypes.MapRunFailed, null);
                return new Outcome(null, new Failure(
                    EventDetails.ReadError(recorded) ?? ErrorNames.ExceedToleratedFailureThreshold, EventDetails.ReadCause(recorded), recorded.Id));
            }

            if (await mapRun.RunAsync(() => CreateSource(items, effectiveInput), effectiveInput) is not { } output)
            {
                return Fail(CreateToleranceFailure(0));
            }

            visit.Write(EventTypes.MapRunSucceeded, null);
            visit.Write(EventTypes.MapStateSucceeded, null);
            return Outcome.FromOutput(output);
        }
        catch (StateFailedException exception) when (exception.Error is ErrorNames.ItemReaderFailed or ErrorNames.ResultWriterFailed)
        {
            return Fail(new Failure(exception.Error, exception.Cause, 0));
        }
        finally
        {
            await mapRun.CloseAsync();
        }
    }

    private void WriteStarted(MapRun mapRun)
    {
        if (mapRun.IsRedriven)
        {
            visit.Write(EventTypes.MapRunRedriven, new JsonObject { ["mapRunArn"] = mapRun.Arn, ["redriveCount"] = mapRun.RedriveCount });
        }
        else
        {
            visit.Write(EventTypes.MapRunStarted, new JsonObject { ["mapRunArn"] = mapRun.Arn });
        }
    }

    private Outcome Fail(Failure failure) => new(
        null, failure with { LastEventId = visit.Write(EventTypes.MapRunFailed, EventDetails.CreateError(failure.Error, failure.Cause)).Id });

    private ItemSource CreateSource(JsonArray? items, JsonNode? effectiveInput)
    {
        if (state.ItemReader is not { } reader)
        {
            return new StateDataSource(items!);
        }

        var scope = visit.CreateScope(effectiveInput);
        var objects = visit.Execution.Objects
            ?? throw new StateFailedException(ErrorNames.ItemReaderFailed, "There are no buckets here that an ItemReader could read.");
        return new ObjectSource(reader, objects, reader.Parameters?.Evaluate(scope) as JsonObject ?? [], MapFields.ReadMaxItems(reader.MaxItems, scope));
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
