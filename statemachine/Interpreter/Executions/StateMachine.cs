using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Interpreter.Executions;

/// <summary>
/// Runs executions of one definition. It keeps nothing of them: the journal has all that is needed to go on after a
/// crash. One object runs any number of executions at once.
/// </summary>
/// <param name="time">For timestamps and everything that waits; a <see cref="VirtualTimeProvider"/> makes waiting free.</param>
/// <param name="random">For jitter, States.UUID and States.MathRandom; a seeded one makes a single execution repeatable.</param>
public sealed class StateMachine(
    StateMachineDefinition definition, ITaskInvoker invoker, TimeProvider time, Random random, ExecutionLimits? limits = null)
{
    private readonly Lock _gate = new();

    public StateMachineDefinition Definition { get; } = definition;

    /// <summary>Runs an execution from its start to its end.</summary>
    /// <inheritdoc cref="ResumeAsync" path="/exception"/>
    public Task<ExecutionResult> RunAsync(ExecutionStart start, IExecutionJournal journal, CancellationToken cancellationToken) =>
        ResumeAsync(start, [], journal, null, cancellationToken);

    /// <inheritdoc cref="RunAsync(ExecutionStart, IExecutionJournal, CancellationToken)"/>
    /// <param name="stop">Stops the execution for good.</param>
    public Task<ExecutionResult> RunAsync(
        ExecutionStart start, IExecutionJournal journal, StopRequest? stop, CancellationToken cancellationToken) =>
        ResumeAsync(start, [], journal, stop, cancellationToken);

    /// <summary>
    /// Goes on with an execution that a crash or a shutdown left open. What completed is kept; a Task without a
    /// recorded answer is called again, with the same idempotency token. An execution that is over gives its result.
    /// </summary>
    /// <param name="start">What the execution was started with.</param>
    /// <param name="history">All events recorded so far; when there are none, the execution starts.</param>
    /// <param name="journal">Gets the new events only.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the execution can be resumed again.</exception>
    /// <exception cref="HistoryMismatchException">The history does not fit the definition; nothing was appended.</exception>
    public Task<ExecutionResult> ResumeAsync(
        ExecutionStart start, IReadOnlyList<HistoryEvent> history, IExecutionJournal journal, StopRequest? stop,
        CancellationToken cancellationToken) =>
        history.Count > 0 && RecordedResult.Of(history[^1]) is { } result
            ? Task.FromResult(result)
            : CreateExecution(start, history, journal).RunAsync(redrive: false, stop, cancellationToken);

    /// <summary>
    /// Restarts an execution that did not succeed from the state that did not (RedriveExecution): states, branches and
    /// iterations that did are kept, retries are counted from 0.
    /// </summary>
    /// <inheritdoc cref="ResumeAsync" path="/param"/>
    /// <exception cref="OperationCanceledException">The token was cancelled; the execution can be resumed.</exception>
    /// <exception cref="InvalidOperationException">The execution succeeded or is still open.</exception>
    /// <exception cref="HistoryMismatchException">The history does not fit the definition; nothing was appended.</exception>
    public Task<ExecutionResult> RedriveAsync(
        ExecutionStart start, IReadOnlyList<HistoryEvent> history, IExecutionJournal journal, StopRequest? stop,
        CancellationToken cancellationToken)
    {
        if (history.Count == 0 || RecordedResult.Of(history[^1]) is not { Status: not ExecutionStatus.Succeeded })
        {
            throw new InvalidOperationException(
                $"Execution {start.ExecutionArn} cannot be redriven: only one that failed, timed out or was aborted can.");
        }

        var execution = CreateExecution(start, history, journal, redrive: true);
        return execution.RunAsync(redrive: true, stop, cancellationToken);
    }

    /// <summary>Finds out, without running anything, whether an execution can go on from a history that another definition may have made.</summary>
    /// <exception cref="HistoryMismatchException">It cannot: an event has no place in the definition.</exception>
    public void EnsureHistoryFits(IReadOnlyList<HistoryEvent> history) => HistoryReader.Read(Definition, history);

    private Execution CreateExecution(ExecutionStart start, IReadOnlyList<HistoryEvent> history, IExecutionJournal journal, bool redrive = false)
    {
        var trace = HistoryReader.Read(Definition, history);
        if (redrive)
        {
            trace.Reopen();
        }

        return new Execution(Definition, invoker, time, CreateRandom(), limits ?? new ExecutionLimits(), start, trace, journal);
    }

    // A Random must not be shared by executions that run at once.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "Jitter is no secret.")]
    private Random CreateRandom()
    {
        lock (_gate)
        {
            return new Random(random.Next());
        }
    }
}
