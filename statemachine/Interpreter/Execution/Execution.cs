using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Interpreter;

/// <summary>One run of one execution: what all its states share, its beginning and its end.</summary>
internal sealed class Execution
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);
    private readonly StateMachineDefinition _definition;
    private readonly ExecutionTrace _earlier;
    private CancellationToken _stopping;
    private bool _hasFailed;

    public Execution(
        StateMachineDefinition definition, ITaskInvoker invoker, TimeProvider time, Random random, ExecutionLimits limits,
        ExecutionStart start, ExecutionTrace earlier, IExecutionJournal journal)
    {
        (_definition, Invoker, Time, Random, Limits, Start, _earlier) = (definition, invoker, time, random, limits, start, earlier);
        Clock = time as VirtualTimeProvider;
        History = new HistoryWriter(journal, time, earlier.LastEventId, limits.HistoryEvents);
        Loop = new ExecutionLoop(History, Clock);
        (RedriveCount, RedriveTime) = (earlier.RedriveCount, earlier.RedriveTime);
        Region = start.ExecutionArn.Split(':') is { Length: > 3 } parts && parts[3].Length > 0 ? parts[3] : "local";
    }

    public ITaskInvoker Invoker { get; }

    public TimeProvider Time { get; }

    /// <summary>The time, when it is virtual.</summary>
    public VirtualTimeProvider? Clock { get; }

    public Random Random { get; }

    public ExecutionLimits Limits { get; }

    public ExecutionStart Start { get; }

    public HistoryWriter History { get; }

    public ExecutionLoop Loop { get; }

    public string Region { get; }

    public int RedriveCount { get; private set; }

    public DateTimeOffset? RedriveTime { get; private set; }

    /// <summary>How many branches and iterations may be under way.</summary>
    public int Concurrency { get; set; } = 1;

    /// <summary>
    /// The run is being stopped as a whole: nobody writes that he was aborted. Asked of the token itself, since its callbacks run
    /// in no order that counts: a state may hear of the end before a callback has told it here.
    /// </summary>
    public bool IsEnding => _hasFailed || _stopping.IsCancellationRequested;

    /// <exception cref="OperationCanceledException">The token was cancelled: the execution is open, and can be resumed.</exception>
    public Task<ExecutionResult> RunAsync(bool redrive, StopRequest? stop, CancellationToken cancellationToken) =>
        Loop.RunAsync(() => RunInsideAsync(redrive, stop, cancellationToken));

    /// <summary>What to throw to end the execution as failed: the states around neither fail nor abort first.</summary>
    /// <param name="frame">Where it failed; in a child execution, it is that which ends.</param>
    public ExecutionFailedException Fatal(Frame frame, Failure failure)
    {
        _hasFailed |= !frame.IsChild;
        return new ExecutionFailedException(failure);
    }

    /// <summary>Lets branches that run side by side take turns.</summary>
    public ValueTask YieldAsync() => Concurrency > 1 ? Yielded() : ValueTask.CompletedTask;

    public async Task WaitUntilAsync(DateTimeOffset due, CancellationToken token)
    {
        // Timers are whole milliseconds and not longer than some weeks.
        for (var left = due - Time.GetUtcNow(); left > TimeSpan.Zero; left = due - Time.GetUtcNow())
        {
            await Loop.FlushedAsync();
            var timer = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(timer < LongestTimer ? timer : LongestTimer, Time, token);
        }
    }

    /// <exception cref="StateFailedException"><c>States.DataLimitExceeded</c>.</exception>
    public void CheckSize(Payload payload, string state)
    {
        if (payload.Exceeds(Limits.PayloadBytes))
        {
            throw new StateFailedException(ErrorNames.DataLimitExceeded, TaskRunner.TooLarge(state));
        }
    }

    private static async ValueTask Yielded() => await Task.Yield();

    private async Task<ExecutionResult> RunInsideAsync(bool redrive, StopRequest? stop, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource();
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token, stop?.Token ?? CancellationToken.None);
        _stopping = any.Token;
        var frame = Frame.Of(this, _definition.Root, _earlier.Root, any.Token);
        frame.PreviousEventId = _earlier.Root.LastEventId;
        var input = new Payload(Start.Input);
        if (_earlier.LastEventId == 0)
        {
            frame.PreviousEventId = History.Add(0, EventTypes.ExecutionStarted, EventDetails.Started(input, Start.RoleArn)).Id;
        }

        if (redrive)
        {
            frame.PreviousEventId = Redrive();
        }

        using var limit = LimitTime(timer);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcome = await ScopeRunner.RunAsync(this, frame, input);
            return outcome.Failure is { } failure
                ? End(ExecutionStatus.Failed, failure.Error, failure.Cause, failure.LastEventId)
                : Succeed(outcome.Output!, frame);
        }
        catch (ExecutionFailedException fatal)
        {
            return End(ExecutionStatus.Failed, fatal.Failure.Error, fatal.Failure.Cause, fatal.Failure.LastEventId);
        }
        catch (HistoryFullException full)
        {
            return End(ExecutionStatus.Failed, ErrorNames.Runtime, full.Message, frame.PreviousEventId);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && any.IsCancellationRequested)
        {
            return stop?.IsRequested == true
                ? End(ExecutionStatus.Aborted, stop.Error, stop.Cause, 0)
                : End(ExecutionStatus.TimedOut, null, null, frame.PreviousEventId);
        }
    }

    private long Redrive()
    {
        RedriveCount++;
        var redriven = History.Add(
            _earlier.LastEventId, EventTypes.ExecutionRedriven, new() { ["redriveCount"] = RedriveCount });
        RedriveTime = redriven.Timestamp;
        return redriven.Id;
    }

    // The time starts anew with a redrive.
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes the timer.")]
    private ITimer? LimitTime(CancellationTokenSource timer)
    {
        if (_definition.Timeout is not { } limit)
        {
            return null;
        }

        var left = (RedriveTime ?? Start.StartTime) + limit - Time.GetUtcNow();
        return Time.CreateTimer(
            static source => ((CancellationTokenSource)source!).Cancel(),
            timer,
            left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestTimer ? left : LongestTimer,
            Timeout.InfiniteTimeSpan);
    }

    private ExecutionResult Succeed(Payload output, Frame frame)
    {
        History.Add(frame.PreviousEventId, EventTypes.ExecutionSucceeded, EventDetails.Output(output));
        return new ExecutionResult(ExecutionStatus.Succeeded, JsonText.Parse(output.Text), null, null);
    }

    private ExecutionResult End(ExecutionStatus status, string? error, string? cause, long previousEventId)
    {
        History.Add(previousEventId, $"Execution{status}", EventDetails.Error(error, cause));
        return new ExecutionResult(status, null, error, cause);
    }
}
