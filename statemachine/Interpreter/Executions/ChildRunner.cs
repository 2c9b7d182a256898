using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>Runs branches or iterations concurrently and aborts the rest when too many have failed.</summary>
/// <param name="earlier">The trace of this attempt from an earlier run; null if there is none.</param>
/// <param name="startedEventId">The event that started the attempt.</param>
internal sealed class ChildRunner(Visit visit, AttemptTrace? earlier, long startedEventId)
{
    private readonly Dictionary<int, ScopeTrace> _earlier = IndexChildren(earlier?.Children ?? []);
    private Payload?[] _outputs = [];
    private ExceptionDispatchInfo? _fault;
    private long _lastEndedEventId;
    private int _failureCount;
    private int _nextIndex;

    /// <summary>The output of each child, in order; null for a child that failed.</summary>
    public IReadOnlyList<Payload?> Outputs => _outputs;

    /// <summary>Collects the outputs of the children that did not fail, in order.</summary>
    public JsonArray CollectOutputs() => new([.. _outputs.OfType<Payload>().Select(output => output.Node?.DeepClone())]);

    public Failure? FirstFailure { get; private set; }

    /// <summary>The last event of the child that ended last.</summary>
    public long LastEventId => Math.Max(startedEventId, _lastEndedEventId);

    /// <summary>Whether a number of failures is too high. By default, one failure is.</summary>
    public Func<int, bool> IsToleranceExceeded { get; init; } = failures => failures > 0;

    public bool HasFailed => IsToleranceExceeded(_failureCount);

    public ScopeTrace? GetEarlier(int index) => _earlier.GetValueOrDefault(index);

    public Frame OpenFrame(StateScope scope, int index, MapItem? item, CancellationToken token)
    {
        var childRecord = GetEarlier(index);
        var frame = visit.Frame.CreateNested(scope, item, childRecord, token);
        frame.PreviousEventId = childRecord?.LastEventId ?? startedEventId;
        return frame;
    }

    /// <param name="concurrency">How many children run at once.</param>
    /// <param name="run">Runs the child with the given index.</param>
    public async Task RunAsync(int count, int concurrency, Func<int, CancellationToken, Task<Outcome>> run)
    {
        _outputs = new Payload?[count];
        if (count == 0)
        {
            return;
        }

        using var abortSource = CancellationTokenSource.CreateLinkedTokenSource(visit.Frame.Token);

        // Children that ended in an earlier run come first: if one of them failed, no other child must start.
        foreach (var index in Enumerable.Range(0, count).Where(index => GetEarlier(index)?.IsOver == true))
        {
            await RunChildAsync(index, run, abortSource);
        }

        visit.Execution.Concurrency += concurrency - 1;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => RunRemainingAsync(count, run, abortSource)));
            _fault?.Throw();
        }
        finally
        {
            visit.Execution.Concurrency -= concurrency - 1;
        }
    }

    private async Task RunRemainingAsync(int count, Func<int, CancellationToken, Task<Outcome>> run, CancellationTokenSource abortSource)
    {
        while (_nextIndex < count && !HasFailed && _fault is null)
        {
            var index = _nextIndex++;
            if (GetEarlier(index)?.IsOver != true)
            {
                await RunChildAsync(index, run, abortSource);
            }
        }
    }

    private async Task RunChildAsync(int index, Func<int, CancellationToken, Task<Outcome>> run, CancellationTokenSource abortSource)
    {
        Outcome outcome;
        try
        {
            outcome = await run(index, abortSource.Token);
        }
        catch (OperationCanceledException) when ((HasFailed || _fault is not null) && !visit.Frame.Token.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // This is not a failure of the child but the end of the run (such as a full history): all children stop.
            _fault ??= ExceptionDispatchInfo.Capture(exception);
            abortSource.Cancel();
            return;
        }

        if (outcome.Failure is { } failure)
        {
            _failureCount++;
            FirstFailure ??= failure;
            if (HasFailed)
            {
                abortSource.Cancel();
            }
        }
        else
        {
            _outputs[index] = outcome.Output;
        }
    }

    /// <summary>Records the last event of a child that has ended.</summary>
    public void RecordEnded(long lastEventId) => _lastEndedEventId = Math.Max(_lastEndedEventId, lastEventId);

    private static Dictionary<int, ScopeTrace> IndexChildren(IReadOnlyList<ScopeTrace> children)
    {
        var byIndex = new Dictionary<int, ScopeTrace>(children.Count);
        foreach (var child in children)
        {
            byIndex[child.Index] = child;
        }

        return byIndex;
    }
}
