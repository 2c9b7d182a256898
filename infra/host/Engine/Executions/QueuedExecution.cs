using System.Diagnostics.CodeAnalysis;
using Pipeline.Core.Executions;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>An execution that waits for its turn or runs.</summary>
/// <param name="execution">As it was recorded when it was queued.</param>
/// <param name="imageId">The image it works on; empty where there is none.</param>
/// <param name="machine">What it runs, to its end.</param>
[SuppressMessage("Design", "CA1001", Justification = "A StopRequest without timers holds nothing but memory, and may be asked to stop at any time.")]
internal sealed class QueuedExecution(ExecutionRecord execution, string imageId, StateMachine machine)
{
    private int _claimed;

    public ExecutionRecord Execution { get; } = execution;

    public string ImageId { get; } = imageId;

    public StateMachine Machine { get; } = machine;

    public StopRequest StopRequest { get; } = new();

    public TaskCompletionSource<ImageOutcome> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the caller is the first who asks: it is his to run.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;
}
