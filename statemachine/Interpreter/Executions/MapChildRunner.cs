using System.Globalization;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Interpreter.Executions;

/// <summary>Runs child executions of a Map Run: from their start, from where a crash left them, or from where a redrive continues them.</summary>
internal sealed class MapChildRunner(MapState state, Visit visit, MapRunStart run, IMapRunJournal journal)
{
    /// <summary>An execution of an Express workflow takes no longer.</summary>
    private static readonly TimeSpan MaxExpressTime = TimeSpan.FromMinutes(5);

    private readonly StateMachineDefinition _definition = StateMachineDefinition.FromProcessor(state);

    private readonly string _prefix = run.StateMachineArn.Replace(":stateMachine:", run.IsExpress ? ":express:" : ":execution:", StringComparison.Ordinal);

    /// <summary>Creates a child execution. Its name is built from the Map Run and the index, so that it is the same when the run continues.</summary>
    public MapChild Create(int index, ChildInput input)
    {
        var name = $"{run.MapRunArn[(run.MapRunArn.LastIndexOf(':') + 1)..]}-{index.ToString(CultureInfo.InvariantCulture)}";
        return new MapChild(index, $"{_prefix}:{name}", name, input.Input.Text, input.ItemCount, visit.Execution.Time.GetUtcNow());
    }

    /// <summary>Runs a child execution to its end. If it fails, even with a full history or <c>States.Runtime</c>, that is its end.</summary>
    /// <param name="cursor">Position after its items; null for a child execution that started before.</param>
    /// <exception cref="OperationCanceledException">The child execution was aborted or, if the host stops, interrupted.</exception>
    public async Task<MapChildEnd> RunAsync(MapChild child, ItemCursor? cursor, CancellationToken token)
    {
        var execution = visit.Execution;
        await execution.YieldAsync();
        IReadOnlyList<HistoryEvent> recorded = [];
        if (cursor is not null)
        {
            await journal.StartChildAsync(child, cursor.ToString());
        }
        else
        {
            recorded = run.IsExpress ? [] : await journal.ReadHistoryAsync(child.Index, token);
            await (child.IsPendingRedrive ? journal.RestartChildAsync(child.Index) : ValueTask.CompletedTask);
        }

        var earlier = HistoryReader.Read(_definition, recorded);
        var isRedriven = recorded.Count > 0 && EventTypes.IsTerminal(recorded[^1].Type) && earlier.RedriveCount < child.RedriveCount;
        if (recorded.Count > 0 && !isRedriven && RecordedResult.FromLastEvent(recorded[^1]) is { } result)
        {
            // It ended, but the run was interrupted before the journal knew.
            return await EndAsync(child, Convert(result));
        }

        if (isRedriven)
        {
            earlier.Reopen();
        }

        return await RunAsync(child, earlier, isRedriven, token);
    }

    private async Task<MapChildEnd> RunAsync(MapChild child, ExecutionTrace earlier, bool isRedriven, CancellationToken token)
    {
        var (execution, start) = (visit.Execution, visit.Frame.Start);
        var input = Payload.Parse(child.Input);
        var history = new HistoryWriter(run.IsExpress ? null : journal.OpenHistory(child.Index), execution.Time, earlier.LastEventId, execution.Limits.MaxHistoryEvents)
        {
            OnPending = execution.Loop.AddPending,
        };
        using var timeout = run.IsExpress ? new CancellationTokenSource(MaxExpressTime, execution.Time) : new CancellationTokenSource();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(token, timeout.Token);
        var childStart = new ExecutionStart(child.ExecutionArn, child.Name, run.StateMachineArn, start.RoleArn, input.Node, child.StartTime);
        var lastEventId = isRedriven
            ? history.Add(earlier.LastEventId, EventTypes.ExecutionRedriven, new() { ["redriveCount"] = child.RedriveCount }).Id
            : earlier.LastEventId == 0
                ? history.Add(0, EventTypes.ExecutionStarted, EventDetails.CreateStarted(input, start.RoleArn)).Id
                : earlier.Root.LastEventId;
        var frame = visit.Frame.CreateChildExecution(state.ItemProcessor, childStart, history, child.Index, earlier, stopping.Token);
        frame.PreviousEventId = lastEventId;
        try
        {
            var outcome = await ScopeRunner.RunAsync(execution, frame, input);
            return outcome.Failure is { } failure
                ? await FailAsync(child, history, failure)
                : await EndAsync(child, history, frame.PreviousEventId, new(MapChildStatus.Succeeded, default, outcome.Output!.Text, null, null));
        }
        catch (ExecutionFailedException exception)
        {
            return await FailAsync(child, history, exception.Failure);
        }
        catch (HistoryFullException exception)
        {
            return await FailAsync(child, history, new Failure(ErrorNames.Runtime, exception.Message, frame.PreviousEventId));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !token.IsCancellationRequested)
        {
            return await EndAsync(child, history, frame.PreviousEventId, new(MapChildStatus.TimedOut, default, null, ErrorNames.Timeout, null));
        }
        catch (OperationCanceledException) when (!execution.IsInterrupted)
        {
            await EndAsync(child, history, 0, new(MapChildStatus.Aborted, default, null, null, null));
            throw;
        }
    }

    private Task<MapChildEnd> FailAsync(MapChild child, HistoryWriter history, Failure failure) =>
        EndAsync(child, history, failure.LastEventId, new(MapChildStatus.Failed, default, null, failure.Error, failure.Cause));

    private async Task<MapChildEnd> EndAsync(MapChild child, HistoryWriter history, long previousEventId, MapChildEnd end)
    {
        history.Add(
            previousEventId,
            $"Execution{end.Status}",
            end.Output is { } output ? EventDetails.CreateOutput(Payload.Parse(output)) : EventDetails.CreateError(end.Error, end.Cause));
        await visit.Execution.Loop.WaitForFlushAsync();
        return await EndAsync(child, end);
    }

    private async Task<MapChildEnd> EndAsync(MapChild child, MapChildEnd end)
    {
        var ended = end with { At = visit.Execution.Time.GetUtcNow() };
        await journal.EndChildAsync(child.Index, ended);
        return ended;
    }

    private static MapChildEnd Convert(ExecutionResult result) => new(
        result.Status switch
        {
            ExecutionStatus.Succeeded => MapChildStatus.Succeeded,
            ExecutionStatus.TimedOut => MapChildStatus.TimedOut,
            ExecutionStatus.Aborted => MapChildStatus.Aborted,
            _ => MapChildStatus.Failed,
        },
        default,
        result.Status == ExecutionStatus.Succeeded ? JsonText.Write(result.Output) : null,
        result.Error,
        result.Cause);
}
