using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Runs branches or iterations side by side, and aborts the rest once too many have failed.</summary>
/// <param name="earlier">What an earlier run left of this attempt.</param>
/// <param name="startedId">The event that started the attempt.</param>
internal sealed class ChildRuns(Visit visit, AttemptTrace? earlier, long startedId)
{
    private readonly Dictionary<int, ScopeTrace> _earlier = ByIndex(earlier?.Children ?? []);
    private Payload?[] _outputs = [];
    private ExceptionDispatchInfo? _fault;
    private long _lastEnded;
    private int _failures;
    private int _next;

    /// <summary>Of each child, in order; null where it failed.</summary>
    public IReadOnlyList<Payload?> Outputs => _outputs;

    /// <summary>Of those that did not fail, in order.</summary>
    public JsonArray ListOutputs() => new([.. _outputs.OfType<Payload>().Select(output => output.Node?.DeepClone())]);

    public Failure? FirstFailure { get; private set; }

    /// <summary>The last event of the child that ended last.</summary>
    public long LastEventId => Math.Max(startedId, _lastEnded);

    /// <summary>Whether that many failures are too many; any is, unless told otherwise.</summary>
    public Func<int, bool> IsTooMany { get; init; } = _failures => _failures > 0;

    public bool Failed => IsTooMany(_failures);

    public ScopeTrace? EarlierOf(int index) => _earlier.GetValueOrDefault(index);

    public Frame Open(StateScope scope, int index, MapItem? item, CancellationToken token)
    {
        var left = EarlierOf(index);
        var frame = visit.Frame.Inner(scope, item, left, token);
        frame.PreviousEventId = left?.LastEventId ?? startedId;
        return frame;
    }

    /// <param name="concurrency">How many run at once.</param>
    /// <param name="run">Runs the child of that index.</param>
    public async Task RunAsync(int count, int concurrency, Func<int, CancellationToken, Task<Outcome>> run)
    {
        _outputs = new Payload?[count];
        if (count == 0)
        {
            return;
        }

        using var abort = CancellationTokenSource.CreateLinkedTokenSource(visit.Frame.Token);

        // What ended in an earlier run comes first: if it has failed, nothing else shall start.
        foreach (var index in Enumerable.Range(0, count).Where(index => EarlierOf(index)?.IsOver == true))
        {
            await RunOneAsync(index, run, abort);
        }

        visit.Execution.Concurrency += concurrency - 1;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => WorkAsync(count, run, abort)));
            _fault?.Throw();
        }
        finally
        {
            visit.Execution.Concurrency -= concurrency - 1;
        }
    }

    private async Task WorkAsync(int count, Func<int, CancellationToken, Task<Outcome>> run, CancellationTokenSource abort)
    {
        while (_next < count && !Failed && _fault is null)
        {
            var index = _next++;
            if (EarlierOf(index)?.IsOver != true)
            {
                await RunOneAsync(index, run, abort);
            }
        }
    }

    private async Task RunOneAsync(int index, Func<int, CancellationToken, Task<Outcome>> run, CancellationTokenSource abort)
    {
        Outcome outcome;
        try
        {
            outcome = await run(index, abort.Token);
        }
        catch (OperationCanceledException) when ((Failed || _fault is not null) && !visit.Frame.Token.IsCancellationRequested)
        {
            return;
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            // Not a failure of the child but the end of the run (a full history, say): nobody goes on.
            _fault ??= ExceptionDispatchInfo.Capture(unforeseen);
            abort.Cancel();
            return;
        }

        if (outcome.Failure is { } failure)
        {
            _failures++;
            FirstFailure ??= failure;
            if (Failed)
            {
                abort.Cancel();
            }
        }
        else
        {
            _outputs[index] = outcome.Output;
        }
    }

    /// <summary>Notes the last event of a child that has ended.</summary>
    public void Ended(long lastEventId) => _lastEnded = Math.Max(_lastEnded, lastEventId);

    private static Dictionary<int, ScopeTrace> ByIndex(IReadOnlyList<ScopeTrace> children)
    {
        var byIndex = new Dictionary<int, ScopeTrace>(children.Count);
        foreach (var child in children)
        {
            byIndex[child.Index] = child;
        }

        return byIndex;
    }
}
