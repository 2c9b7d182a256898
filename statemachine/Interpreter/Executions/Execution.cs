using System.Diagnostics.CodeAnalysis;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.MapRuns;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Interpreter.Executions;

/// <summary>A run of an execution: starts and ends it, and holds what all its states share.</summary>
internal sealed class Execution
{
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(40);
    private readonly StateMachineDefinition _definition;
    private readonly ExecutionTrace _earlier;
    private readonly IRetryWaitObserver? _waits;
    private CancellationToken _stopping;
    private CancellationToken _shutdown;
    private bool _hasFailed;

    public Execution(
        StateMachineDefinition definition, ITaskInvoker invoker, TimeProvider time, Random random, ExecutionLimits limits,
        ExecutionStart start, ExecutionTrace earlier, IExecutionJournal journal, IRetryWaitObserver? waits = null)
    {
        _waits = waits;
        (_definition, Invoker, Time, Random, Limits, Start, _earlier) = (definition, invoker, time, random, limits, start, earlier);
        VirtualClock = time as VirtualTimeProvider;
        History = new HistoryWriter(journal, time, earlier.LastEventId, limits.MaxHistoryEvents);
        Loop = new ExecutionLoop(History, VirtualClock);
        (RedriveCount, RedriveTime) = (earlier.RedriveCount, earlier.RedriveTime);
        Region = start.ExecutionArn.Split(':') is { Length: > 3 } parts && parts[3].Length > 0 ? parts[3] : "local";
    }

    public ITaskInvoker Invoker { get; }

    /// <summary>Watches one state; null for an execution that nobody tests.</summary>
    public StateInspection? Inspection { get; init; }

    public TimeProvider Time { get; }

    /// <summary>The clock if its time is virtual; otherwise null.</summary>
    public VirtualTimeProvider? VirtualClock { get; }

    public Random Random { get; }

    public ExecutionLimits Limits { get; }

    public ExecutionStart Start { get; }

    public HistoryWriter History { get; }

    public ExecutionLoop Loop { get; }

    public string Region { get; }

    public int RedriveCount { get; private set; }

    public DateTimeOffset? RedriveTime { get; private set; }

    /// <summary>How many branches and iterations can run at once.</summary>
    public int Concurrency { get; set; } = 1;

    /// <summary>
    /// Whether the whole run is being stopped, in which case no state records that it was aborted. This property reads the token
    /// itself because the order of the token's callbacks is undefined: a state can be cancelled before a callback sets a flag here.
    /// </summary>
    public bool IsEnding => _hasFailed || _stopping.IsCancellationRequested;

    /// <summary>Whether the host interrupts the run, which will be resumed. Nothing records that.</summary>
    public bool IsInterrupted => _shutdown.IsCancellationRequested;

    /// <summary>The objects that distributed Maps read and write; null if there are none.</summary>
    public IMapObjects? Objects { get; init; }

    /// <summary>Where Map Runs are kept.</summary>
    public required IMapRunStore MapRuns { get; init; }

    /// <exception cref="OperationCanceledException">The token was cancelled. The execution is open and can be resumed.</exception>
    public Task<ExecutionResult> RunAsync(bool redrive, StopRequest? stop, CancellationToken cancellationToken) =>
        Loop.RunAsync(() => RunOnLoopAsync(redrive, stop, cancellationToken));

    /// <summary>Creates the exception that fails the execution at once: enclosing states do not fail or abort first.</summary>
    /// <param name="frame">Where the failure occurred. In a child execution, only the child execution ends.</param>
    public ExecutionFailedException CreateFatalException(Frame frame, Failure failure)
    {
        _hasFailed |= !frame.IsChildExecution;
        return new ExecutionFailedException(failure);
    }

    /// <summary>Lets concurrent branches take turns.</summary>
    public ValueTask YieldAsync() => Concurrency > 1 ? ForceYieldAsync() : ValueTask.CompletedTask;

    /// <summary>Waits before a retry. <see cref="IRetryWaitObserver"/> learns of it.</summary>
    public async Task WaitForRetryAsync(DateTimeOffset due, CancellationToken token)
    {
        if (due <= Time.GetUtcNow())
        {
            return;
        }

        _waits?.OnWaitStarted();
        try
        {
            await WaitUntilAsync(due, token);
        }
        finally
        {
            await (_waits?.OnWaitEndedAsync(token) ?? Task.CompletedTask);
        }
    }

    public async Task WaitUntilAsync(DateTimeOffset due, CancellationToken token)
    {
        // Timers take whole milliseconds and are limited to a few weeks.
        for (var remaining = due - Time.GetUtcNow(); remaining > TimeSpan.Zero; remaining = due - Time.GetUtcNow())
        {
            await Loop.WaitForFlushAsync();
            var delay = TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds));
            await Task.Delay(delay < MaxTimer ? delay : MaxTimer, Time, token);
        }
    }

    /// <exception cref="StateFailedException"><c>States.DataLimitExceeded</c>: the payload is too large.</exception>
    public void CheckSize(Payload payload, string state)
    {
        if (payload.Exceeds(Limits.MaxPayloadBytes))
        {
            throw new StateFailedException(ErrorNames.DataLimitExceeded, TaskRunner.DescribeOversizedResult(state));
        }
    }

    /// <summary>Calls the host's code on another thread. Virtual time stands still meanwhile.</summary>
    public async Task<T> CallHostAsync<T>(Func<Task<T>> call)
    {
        using var pause = VirtualClock?.Pause();
        return await Task.Run(call);
    }

    private static async ValueTask ForceYieldAsync() => await Task.Yield();

    private async Task<ExecutionResult> RunOnLoopAsync(bool redrive, StopRequest? stop, CancellationToken cancellationToken)
    {
        using var timeoutSource = new CancellationTokenSource();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeoutSource.Token, stop?.Token ?? CancellationToken.None);
        _stopping = stopping.Token;
        _shutdown = cancellationToken;
        var previousEventId = _earlier.Root.LastEventId;
        var input = new Payload(Start.Input);
        if (_earlier.LastEventId == 0)
        {
            previousEventId = History.Add(0, EventTypes.ExecutionStarted, EventDetails.CreateStarted(input, Start.RoleArn)).Id;
        }

        if (redrive)
        {
            previousEventId = RecordRedrive();
        }

        var frame = Frame.CreateRoot(this, _definition.Root, _earlier.Root, stopping.Token);
        frame.PreviousEventId = previousEventId;

        using var timeoutTimer = StartTimeout(timeoutSource);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcome = await ScopeRunner.RunAsync(this, frame, input);
            return outcome.Failure is { } failure
                ? EndUnsuccessfully(ExecutionStatus.Failed, failure.Error, failure.Cause, failure.LastEventId)
                : Succeed(outcome.Output!, frame);
        }
        catch (ExecutionFailedException exception)
        {
            return EndUnsuccessfully(ExecutionStatus.Failed, exception.Failure.Error, exception.Failure.Cause, exception.Failure.LastEventId);
        }
        catch (HistoryFullException exception)
        {
            return EndUnsuccessfully(ExecutionStatus.Failed, ErrorNames.Runtime, exception.Message, frame.PreviousEventId);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && stopping.IsCancellationRequested)
        {
            return stop?.IsRequested == true
                ? EndUnsuccessfully(ExecutionStatus.Aborted, stop.Error, stop.Cause, 0)
                : EndUnsuccessfully(ExecutionStatus.TimedOut, null, null, frame.PreviousEventId);
        }
    }

    private long RecordRedrive()
    {
        RedriveCount++;
        var redriveEvent = History.Add(
            _earlier.LastEventId, EventTypes.ExecutionRedriven, new() { ["redriveCount"] = RedriveCount });
        RedriveTime = redriveEvent.Timestamp;
        return redriveEvent.Id;
    }

    // A redrive restarts the timeout.
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes the timer.")]
    private ITimer? StartTimeout(CancellationTokenSource timeoutSource)
    {
        if (_definition.Timeout is not { } limit)
        {
            return null;
        }

        var remaining = (RedriveTime ?? Start.StartTime) + limit - Time.GetUtcNow();
        return Time.CreateTimer(
            static source => ((CancellationTokenSource)source!).Cancel(),
            timeoutSource,
            remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining < MaxTimer ? remaining : MaxTimer,
            Timeout.InfiniteTimeSpan);
    }

    private ExecutionResult Succeed(Payload output, Frame frame)
    {
        History.Add(frame.PreviousEventId, EventTypes.ExecutionSucceeded, EventDetails.CreateOutput(output));
        return new ExecutionResult(ExecutionStatus.Succeeded, JsonText.Parse(output.Text), null, null);
    }

    private ExecutionResult EndUnsuccessfully(ExecutionStatus status, string? error, string? cause, long previousEventId)
    {
        History.Add(previousEventId, $"Execution{status}", EventDetails.CreateError(error, cause));
        return new ExecutionResult(status, null, error, cause);
    }
}
