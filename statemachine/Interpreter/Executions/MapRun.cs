using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Interpreter.Executions;

/// <summary>
/// An attempt of a distributed Map: reads the items one after the other and runs a child execution for each, or for each batch of them, on the
/// loop of this execution. What it needs to continue after a crash is in its journal.
/// </summary>
internal sealed class MapRun
{
    private static readonly MapChildStatus[] Unfinished = [MapChildStatus.Running, MapChildStatus.PendingRedrive];

    private readonly MapState _state;
    private readonly Visit _visit;
    private readonly MapRunStart _start;
    private readonly MapRunControl _control;
    private MapChildRunner? _runner;
    private IMapRunJournal? _journal;
    private ExceptionDispatchInfo? _fault;
    private TaskCompletionSource? _change;
    private long _failedItems;
    private long _total;
    private int _running;
    private int _nextIndex;
    private bool _hasFailed;

    /// <param name="started">The event that started the attempt.</param>
    /// <param name="redrivenArn">ARN of the Map Run that a redrive continues; null for a new one.</param>
    public MapRun(MapState state, Visit visit, HistoryEvent started, string? redrivenArn, MapRunSettings settings)
    {
        (_state, _visit) = (state, visit);
        var start = visit.Frame.Start;
        var stateMachineArn = $"{start.StateMachineArn}/{state.Label ?? state.Name}";

        // The name is built from events, so that it is the same when the run continues. A retry is another Map Run.
        var name = string.Create(CultureInfo.InvariantCulture, $"{start.Name}-{visit.Entered.Id}");
        var arn = redrivenArn
            ?? $"{stateMachineArn.Replace(":stateMachine:", ":mapRun:", StringComparison.Ordinal)}:{name}"
            + (started.PreviousEventId == visit.Entered.Id ? "" : string.Create(CultureInfo.InvariantCulture, $"-{started.Id}"));
        _start = new MapRunStart(
            arn, start.ExecutionArn, stateMachineArn, state.Name, state.IsExpress, state.ItemBatcher is not null, visit.Execution.Time.GetUtcNow(), settings);
        _control = new MapRunControl(settings);
        IsRedriven = redrivenArn is not null;
    }

    public string Arn => _start.MapRunArn;

    public bool IsRedriven { get; }

    /// <summary>How often this Map Run was redriven, this time included.</summary>
    public int RedriveCount => _journal!.State is { Status: MapRunStatus.Running } state ? Math.Max(1, state.RedriveCount) : _journal.State.RedriveCount + 1;

    // Once too many have failed, a higher tolerance comes too late.
    private bool HasFailed => _hasFailed = _hasFailed || FailureTolerance.IsExceeded(_control.Settings, _failedItems, _total);

    private int EffectiveConcurrency
    {
        get
        {
            var limit = _visit.Execution.Limits.MaxMapRunConcurrency;
            return _control.Settings.MaxConcurrency is > 0 and var requested ? Math.Min(requested, limit) : limit;
        }
    }

    public async Task OpenAsync()
    {
        _journal = await _visit.Execution.MapRuns.OpenAsync(_start, _control, _visit.Frame.Token);
        _control.Update(_journal.State.Settings);
        _control.Changed += OnControlChanged;
        _runner = new MapChildRunner(_state, _visit, _start, _journal);
    }

    /// <summary>Closes the journal. The Map Run can be opened again.</summary>
    public async Task CloseAsync()
    {
        _control.Changed -= OnControlChanged;
        if (_journal is not null)
        {
            await _journal.DisposeAsync();
        }
    }

    /// <summary>Runs the child executions that have not ended.</summary>
    /// <param name="createSource">Creates the source of the items.</param>
    /// <param name="effectiveInput">The Map's input.</param>
    /// <returns>The output of the Map; null if too many items failed.</returns>
    /// <exception cref="StateFailedException">The items cannot be read, or the results cannot be written.</exception>
    public async Task<JsonNode?> RunAsync(Func<ItemSource> createSource, JsonNode? effectiveInput)
    {
        var journal = _journal!;
        try
        {
            if (journal.State.Status == MapRunStatus.Succeeded)
            {
                return await CreateOutputAsync(null, effectiveInput);
            }

            var isReopened = IsRedriven && journal.State.Status != MapRunStatus.Running;
            if (isReopened)
            {
                await journal.RedriveAsync(_visit.Execution.Time.GetUtcNow());
            }

            (_nextIndex, _failedItems) = (journal.State.NextIndex, isReopened ? 0 : journal.State.FailedItems);
            var source = createSource();
            _total = journal.State.ItemCount ?? source.KnownCount ?? await CountAsync(source);
            if (journal.State.ItemCount is null)
            {
                await journal.SetItemCountAsync(_total);
            }

            await using var feed = new ItemFeed(
                _state, _visit, effectiveInput, source, journal.State.Cursor is { } cursor ? ItemCursor.Parse(cursor) : ItemCursor.Start, CancellationToken.None);
            await RunChildrenAsync(feed);
            var output = await CreateOutputAsync(feed, effectiveInput);
            await EndAsync(HasFailed ? MapRunStatus.Failed : MapRunStatus.Succeeded);
            return HasFailed ? null : output;
        }
        catch (OperationCanceledException) when (!_visit.Execution.IsInterrupted)
        {
            await EndAsync(MapRunStatus.Aborted);
            throw;
        }
        catch (StateFailedException exception)
        {
            // Results that are too large for the state are still those of child executions that succeeded.
            await EndAsync(exception.Error == ErrorNames.DataLimitExceeded ? MapRunStatus.Succeeded : MapRunStatus.Failed);
            throw;
        }
    }

    private ValueTask EndAsync(MapRunStatus status) => _journal!.EndAsync(status, _visit.Execution.Time.GetUtcNow(), ResultsWritten);

    private long ResultsWritten { get; set; }

    // Reads everything once, without keeping it: an item that cannot be read fails the Map before any child execution starts, and the number
    // of items is known for the tolerated percentage and for those who watch.
    private Task<long> CountAsync(ItemSource source) => _visit.Execution.CallHostAsync(async () =>
    {
        long count = 0;
        await foreach (var _ in source.ReadAsync(ItemCursor.Start, _visit.Frame.Token))
        {
            count++;
        }

        return count;
    });

    private async Task RunChildrenAsync(ItemFeed feed)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(_visit.Frame.Token);
        _visit.Execution.Concurrency++;
        try
        {
            // Those that started before a crash or a redrive come first.
            await foreach (var child in _journal!.ReadChildrenAsync(Unfinished, _visit.Frame.Token))
            {
                if (!await WaitForPlaceAsync(abort))
                {
                    break;
                }

                Start(child, null, abort);
            }

            while (await WaitForPlaceAsync(abort) && await feed.NextAsync() is { } next)
            {
                Start(_runner!.Create(_nextIndex++, next), next.Cursor, abort);
            }
        }
        catch (Exception exception)
        {
            // The run ends, but not before its child executions have stopped.
            _fault ??= ExceptionDispatchInfo.Capture(exception);
            await abort.CancelAsync();
        }
        finally
        {
            while (_running > 0)
            {
                await WaitForChangeAsync();
            }

            _visit.Execution.Concurrency--;
        }

        _fault?.Throw();
        _visit.Frame.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Waits until another child execution may start; false if none may any more.</summary>
    private async Task<bool> WaitForPlaceAsync(CancellationTokenSource abort)
    {
        while (_running >= EffectiveConcurrency && !HasFailed && _fault is null)
        {
            await WaitForChangeAsync();
        }

        if (HasFailed || _fault is not null)
        {
            return false;
        }

        abort.Token.ThrowIfCancellationRequested();
        return true;
    }

    private Task WaitForChangeAsync() => (_change ??= new TaskCompletionSource()).Task;

    private void SignalChange()
    {
        (var change, _change) = (_change, null);
        change?.SetResult();
    }

    private void OnControlChanged() => _visit.Execution.Loop.Post(_ => SignalChange(), null);

    private void Start(MapChild child, ItemCursor? cursor, CancellationTokenSource abort)
    {
        _running++;
        _ = RunChildAsync(child, cursor, abort);
    }

    private async Task RunChildAsync(MapChild child, ItemCursor? cursor, CancellationTokenSource abort)
    {
        try
        {
            var end = await _runner!.RunAsync(child, cursor, abort.Token);
            if (end.Status is MapChildStatus.Failed or MapChildStatus.TimedOut)
            {
                _failedItems += child.ItemCount;
                if (HasFailed)
                {
                    await abort.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // Its status says so.
        }
        catch (Exception exception)
        {
            // This is not a failure of the child but the end of the run (such as a journal that fails): all children stop.
            _fault ??= ExceptionDispatchInfo.Capture(exception);
            await abort.CancelAsync();
        }
        finally
        {
            _running--;
            SignalChange();
        }
    }

    private async Task<JsonNode?> CreateOutputAsync(ItemFeed? rest, JsonNode? effectiveInput)
    {
        if (_state.ResultWriter?.Parameters is not { } template)
        {
            return HasFailed ? null : await CollectAsync();
        }

        var parameters = template.Evaluate(_visit.CreateScope(effectiveInput)) as JsonObject ?? [];
        var objects = _visit.Execution.Objects
            ?? throw new StateFailedException(ErrorNames.ResultWriterFailed, "There are no buckets here that a ResultWriter could write to.");
        var writer = new MapResultWriter(_start, _state.ResultWriter, objects, parameters);
        var pending = HasFailed && rest is not null ? rest.ReadRestAsync() : AsyncEnumerable.Empty<string>();
        var output = await _visit.Execution.CallHostAsync(() => writer.WriteAsync(_journal!, pending, _visit.Frame.Token));
        ResultsWritten = writer.Written;
        return output;
    }

    private async Task<JsonArray> CollectAsync()
    {
        var transformation = _state.ResultWriter?.Transformation ?? ResultTransformation.Compact;
        var (results, size) = (new JsonArray(), 0L);
        await foreach (var child in _journal!.ReadChildrenAsync([MapChildStatus.Succeeded], _visit.Frame.Token))
        {
            size += child.End!.Output!.Length;
            if (size > _visit.Execution.Limits.MaxPayloadBytes)
            {
                throw new StateFailedException(ErrorNames.DataLimitExceeded, TaskRunner.DescribeOversizedResult(_state.Name));
            }

            foreach (var result in MapResultWriter.Transform(_start, child, transformation))
            {
                results.Add(result);
            }
        }

        return results;
    }
}
