using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;

namespace Pipeline.Tests.Interpreter;

public sealed class StopTests
{
    private const string Machine = """{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}""";

    [Fact]
    public async Task StoppedExecutionEndsAbortedWithErrorAndCause()
    {
        using var stop = new StopRequest();
        var trial = new Trial(Machine).On("T", async (_, token) =>
        {
            stop.Stop("Operator", "no longer wanted");
            await Task.Delay(Timeout.Infinite, token);
            return null;
        });

        var result = await trial.RunAsync(stop: stop);

        Assert.Equal(new ExecutionResult(ExecutionStatus.Aborted, null, "Operator", "no longer wanted"), result);
        Assert.Equal("ExecutionStarted TaskStateEntered LambdaFunctionScheduled LambdaFunctionStarted ExecutionAborted", trial.EventTypes);
        Assert.Equal(0, trial.History[^1].PreviousEventId);
    }

    [Fact]
    public async Task ResumeAfterAStopAbortsWithoutCallingHandlers()
    {
        using var stop = new StopRequest();
        stop.Stop();
        var trial = new Trial(Machine);
        using var shutdown = new CancellationTokenSource();
        var interrupted = new Trial(Machine).On("T", async (_, token) =>
        {
            await shutdown.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => interrupted.RunAsync(cancellationToken: shutdown.Token));

        var result = await trial.ResumeAsync(interrupted.History, stop: stop);

        Assert.Equal(ExecutionStatus.Aborted, result.Status);
        Assert.Equal("ExecutionAborted", trial.EventTypes);
        Assert.Empty(trial.Calls);
    }

    [Fact]
    public async Task StoppedStateDoesNotRecordItsOwnAbort()
    {
        using var stop = new StopRequest();
        const string Waiting = """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":86400,"End":true} } }""";
        var (time, journal) = (new SlowTimers(), new InMemoryJournal());
        var machine = new StateMachine(StateMachineDefinition.Parse(Waiting), new Trial(Waiting), time, new Random(0));
        var running = Task.Run(() => machine.RunAsync(Trial.Start("{}"), journal, stop, CancellationToken.None));
        await time.Started.WaitAsync(TimeSpan.FromSeconds(30));

        // Stop cancels the Wait first and is then delayed before it reaches the other callbacks.
        stop.Stop();

        Assert.Equal(ExecutionStatus.Aborted, (await running).Status);
        Assert.Equal(["ExecutionStarted", "WaitStateEntered", "ExecutionAborted"], journal.Events.Select(@event => @event.Type));
    }

    [Fact]
    public async Task EndlessLoopWithoutWaitingCanBeStopped()
    {
        using var stop = new StopRequest();
        var trial = new Trial("""
            {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Variable":"$","IsNull":true,"Next":"D"}],"Default":"A"},"D":{"Type":"Succeed"}}}
            """)
        { Limits = new ExecutionLimits { MaxHistoryEvents = int.MaxValue } };

        var running = Task.Run(() => trial.RunAsync(stop: stop));
        await Task.Delay(20);
        stop.Stop();

        Assert.Equal(ExecutionStatus.Aborted, (await running).Status);
    }

    /// <summary>The system's clock with timers that are slow to dispose. Cancelling a delay disposes its timer.</summary>
    private sealed class SlowTimers : TimeProvider
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _started.TrySetResult();
            return new SlowTimer(base.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class SlowTimer(ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                timer.Dispose();
                Thread.Sleep(300);
            }

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
