using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Runs branches or iterations side by side, and aborts the rest once too many have failed.</summary>
/// <param name="record">What an earlier run left of this attempt.</param>
/// <param name="startedId">The event that started the attempt.</param>
internal sealed class ChildRuns(Visit visit, AttemptRecord? record, long startedId)
{
    private Payload?[] outputs = [];
    private ExceptionDispatchInfo? fault;
    private long lastEnded;
    private int failures;
    private int next;

    /// <summary>Of each child, in order; null where it failed.</summary>
    public IReadOnlyList<Payload?> Outputs => outputs;

    /// <summary>Of those that did not fail, in order.</summary>
    public JsonArray ListOutputs() => new([.. outputs.OfType<Payload>().Select(output => output.Node?.DeepClone())]);

    public Failure? FirstFailure { get; private set; }

    /// <summary>The last event of the child that ended last.</summary>
    public long LastEventId => Math.Max(startedId, lastEnded);

    /// <summary>Whether that many failures are too many; any is, unless told otherwise.</summary>
    public Func<int, bool> IsTooMany { get; init; } = failures => failures > 0;

    public bool Failed => IsTooMany(failures);

    public ScopeRecord? RecordOf(int index) => record?.Children.GetValueOrDefault(index);

    public Frame Open(StateScope scope, int index, MapItem? item, CancellationToken token)
    {
        var left = RecordOf(index);
        var frame = visit.Frame.Inner(scope, item, left, token);
        frame.PreviousEventId = left?.LastEventId ?? startedId;
        return frame;
    }

    /// <param name="concurrency">How many run at once.</param>
    /// <param name="run">Runs the child of that index.</param>
    public async Task RunAsync(int count, int concurrency, Func<int, CancellationToken, Task<Outcome>> run)
    {
        outputs = new Payload?[count];
        if (count == 0)
        {
            return;
        }

        using var abort = CancellationTokenSource.CreateLinkedTokenSource(visit.Frame.Token);

        // What ended in an earlier run comes first: if it has failed, nothing else shall start.
        foreach (var index in Enumerable.Range(0, count).Where(index => RecordOf(index)?.IsOver == true))
        {
            await RunOneAsync(index, run, abort);
        }

        visit.Execution.Concurrency += concurrency - 1;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => WorkAsync(count, run, abort)));
            fault?.Throw();
        }
        finally
        {
            visit.Execution.Concurrency -= concurrency - 1;
        }
    }

    private async Task WorkAsync(int count, Func<int, CancellationToken, Task<Outcome>> run, CancellationTokenSource abort)
    {
        while (next < count && !Failed && fault is null)
        {
            var index = next++;
            if (RecordOf(index)?.IsOver != true)
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
        catch (OperationCanceledException) when ((Failed || fault is not null) && !visit.Frame.Token.IsCancellationRequested)
        {
            return;
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            // Not a failure of the child but the end of the run (a full history, say): nobody goes on.
            fault ??= ExceptionDispatchInfo.Capture(unforeseen);
            abort.Cancel();
            return;
        }

        if (outcome.Failure is { } failure)
        {
            failures++;
            FirstFailure ??= failure;
            if (Failed)
            {
                abort.Cancel();
            }
        }
        else
        {
            outputs[index] = outcome.Output;
        }
    }

    /// <summary>Notes the last event of a child that has ended.</summary>
    public void Ended(long lastEventId) => lastEnded = Math.Max(lastEnded, lastEventId);
}
