using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.MapRuns;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Interpreter.Executions;

/// <summary>
/// Runs executions of a definition. It keeps no state of them: the journal has everything that is needed to continue
/// after a crash. One object can run any number of executions at once.
/// </summary>
/// <param name="time">The clock for timestamps and waits. With a <see cref="VirtualTimeProvider"/>, waits take no real time.</param>
/// <param name="random">The random source for jitter, States.UUID and States.MathRandom. A seeded source makes a single execution repeatable.</param>
public sealed class StateMachine(
    StateMachineDefinition definition, ITaskInvoker invoker, TimeProvider time, Random random, ExecutionLimits? limits = null)
{
    private readonly Lock _gate = new();

    public StateMachineDefinition Definition { get; } = definition;

    /// <summary>The objects that ItemReaders read and ResultWriters write; null if a distributed Map can only have items of its input.</summary>
    public IMapObjects? Objects { get; init; }

    /// <summary>
    /// Keeps Map Runs and their child executions. If it is null, they live as long as the run of their execution: after a crash, all child
    /// executions run again.
    /// </summary>
    public IMapRunStore? MapRuns { get; init; }

    /// <summary>Watches one state of the only execution; null if nobody tests it.</summary>
    internal StateInspection? Inspection { get; init; }

    /// <summary>Runs an execution from its start to its end.</summary>
    /// <inheritdoc cref="ResumeAsync(ExecutionStart, IReadOnlyList{HistoryEvent}, IExecutionJournal, StopRequest, CancellationToken)" path="/exception"/>
    public Task<ExecutionResult> RunAsync(ExecutionStart start, IExecutionJournal journal, CancellationToken cancellationToken) =>
        ResumeAsync(start, [], journal, null, cancellationToken);

    /// <inheritdoc cref="RunAsync(ExecutionStart, IExecutionJournal, CancellationToken)"/>
    /// <param name="stop">Stops the execution permanently; null if nothing can.</param>
    public Task<ExecutionResult> RunAsync(
        ExecutionStart start, IExecutionJournal journal, StopRequest? stop, CancellationToken cancellationToken) =>
        ResumeAsync(start, [], journal, stop, cancellationToken);

    /// <summary>
    /// Continues an execution that a crash or a shutdown left open. Completed work is kept. A Task without a recorded
    /// result is called again, with the same idempotency token. For an execution that has ended, returns its result.
    /// </summary>
    /// <param name="start">The data that the execution started with.</param>
    /// <param name="history">All events recorded so far. If there are none, the execution starts.</param>
    /// <param name="journal">Receives only the new events.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled. The execution can be resumed again.</exception>
    /// <exception cref="HistoryMismatchException">The history does not fit the definition. Nothing was appended.</exception>
    public Task<ExecutionResult> ResumeAsync(
        ExecutionStart start, IReadOnlyList<HistoryEvent> history, IExecutionJournal journal, StopRequest? stop,
        CancellationToken cancellationToken) =>
        ResumeAsync(start, history, journal, stop, null, cancellationToken);

    /// <inheritdoc cref="ResumeAsync(ExecutionStart, IReadOnlyList{HistoryEvent}, IExecutionJournal, StopRequest, CancellationToken)"/>
    /// <param name="waits">Learns when the execution waits before a retry; null if nobody asks.</param>
    public Task<ExecutionResult> ResumeAsync(
        ExecutionStart start, IReadOnlyList<HistoryEvent> history, IExecutionJournal journal, StopRequest? stop, IRetryWaitObserver? waits,
        CancellationToken cancellationToken) =>
        history.Count > 0 && RecordedResult.FromLastEvent(history[^1]) is { } result
            ? Task.FromResult(result)
            : CreateExecution(start, history, journal, waits).RunAsync(redrive: false, stop, cancellationToken);

    /// <summary>
    /// Restarts an unsuccessful execution from the states that did not succeed (RedriveExecution). States, branches and
    /// iterations that succeeded are kept. Retries are counted from 0 again.
    /// </summary>
    /// <inheritdoc cref="ResumeAsync(ExecutionStart, IReadOnlyList{HistoryEvent}, IExecutionJournal, StopRequest, CancellationToken)" path="/param"/>
    /// <exception cref="OperationCanceledException">The token was cancelled. The execution can be resumed.</exception>
    /// <exception cref="InvalidOperationException">The execution succeeded or is still open.</exception>
    /// <exception cref="HistoryMismatchException">The history does not fit the definition. Nothing was appended.</exception>
    public Task<ExecutionResult> RedriveAsync(
        ExecutionStart start, IReadOnlyList<HistoryEvent> history, IExecutionJournal journal, StopRequest? stop,
        CancellationToken cancellationToken) =>
        RedriveAsync(start, history, journal, stop, null, cancellationToken);

    /// <inheritdoc cref="RedriveAsync(ExecutionStart, IReadOnlyList{HistoryEvent}, IExecutionJournal, StopRequest, CancellationToken)"/>
    /// <param name="waits">Learns when the execution waits before a retry; null if nobody asks.</param>
    public Task<ExecutionResult> RedriveAsync(
        ExecutionStart start, IReadOnlyList<HistoryEvent> history, IExecutionJournal journal, StopRequest? stop, IRetryWaitObserver? waits,
        CancellationToken cancellationToken)
    {
        if (history.Count == 0 || RecordedResult.FromLastEvent(history[^1]) is not { Status: not ExecutionStatus.Succeeded })
        {
            throw new InvalidOperationException(
                $"Execution {start.ExecutionArn} cannot be redriven. Only an execution that failed, timed out or was aborted can be redriven.");
        }

        var execution = CreateExecution(start, history, journal, waits, redrive: true);
        return execution.RunAsync(redrive: true, stop, cancellationToken);
    }

    /// <summary>Checks, without running anything, that an execution can continue from a history. Another definition may have written the history.</summary>
    /// <exception cref="HistoryMismatchException">The execution cannot continue: an event has no place in the definition.</exception>
    public void EnsureHistoryFits(IReadOnlyList<HistoryEvent> history) => HistoryReader.Read(Definition, history);

    private Execution CreateExecution(
        ExecutionStart start, IReadOnlyList<HistoryEvent> history, IExecutionJournal journal, IRetryWaitObserver? waits, bool redrive = false)
    {
        var trace = HistoryReader.Read(Definition, history);
        if (redrive)
        {
            trace.Reopen();
        }

        return new Execution(Definition, invoker, time, CreateRandom(), limits ?? new ExecutionLimits(), start, trace, journal, waits)
        {
            Inspection = Inspection,
            Objects = Objects,
            MapRuns = MapRuns ?? new InMemoryMapRunStore(keepsHistories: false),
        };
    }

    // Concurrent executions must not share a Random.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "Jitter is not a secret.")]
    private Random CreateRandom()
    {
        lock (_gate)
        {
            return new Random(random.Next());
        }
    }
}
