using System.Diagnostics.CodeAnalysis;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>An execution that is queued or running.</summary>
/// <param name="execution">The recorded execution when it was queued.</param>
/// <param name="imageId">Id of its image; empty if it has none.</param>
/// <param name="machine">The state machine that it runs until it ends.</param>
/// <param name="definition">The definition of that state machine.</param>
[SuppressMessage("Design", "CA1001", Justification = "A StopRequest without timers holds nothing but memory, and may be asked to stop at any time.")]
internal sealed class QueuedExecution(ExecutionRecord execution, string imageId, StateMachine machine, RecordedDefinition definition)
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _run;
    private int _claimed;

    public ExecutionRecord Execution { get; } = execution;

    public string ImageId { get; } = imageId;

    public StateMachine Machine { get; } = machine;

    public RecordedDefinition Definition { get; } = definition;

    public StopRequest StopRequest { get; } = new();

    public TaskCompletionSource<ImageOutcome> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The fault of the host that interrupted the current run; null if none did.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Begins a run. Dispose the result when it is over.</summary>
    /// <param name="stopping">Cancels it when the host stops.</param>
    public CancellationTokenSource Begin(CancellationToken stopping)
    {
        lock (_lock)
        {
            Fault = null;
            return _run = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        }
    }

    /// <summary>Ends the current run because of a fault of the host. The execution can continue where it was.</summary>
    public void Interrupt(Exception fault)
    {
        CancellationTokenSource? run;
        lock (_lock)
        {
            Fault ??= fault;
            (run, _run) = (_run, null);
        }

        run?.Cancel();
    }

    /// <summary>True for the first caller only, which then runs the execution.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    /// <summary>Lets the next caller run the execution, after a fault of the host.</summary>
    public void Unclaim() => Interlocked.Exchange(ref _claimed, 0);
}
