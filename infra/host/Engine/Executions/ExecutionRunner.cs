using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pipeline.Core.Executions;
using Pipeline.Core.Reconciliation;
using Pipeline.Host.Engine.Attempts;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Executions;

/// <summary>
/// Runs recorded executions, a bounded number at a time, each once. Those that wait before a retry do not count. A suspect of a crash runs alone. Its history decides how an execution starts: with an empty history it
/// is new, with a history that has ended it was redriven, and with any other it was interrupted by a crash and continues where it was.
/// </summary>
internal sealed class ExecutionRunner : IAsyncDisposable
{
    /// <summary>Maximum number of executions in memory, waiting ones included.</summary>
    private const int MaxOpenExecutions = 1_000;

    /// <summary>How long a stop waits for work that cannot be interrupted, such as an encoder. The next start repeats it.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2.5);

    private readonly LocalStore _store;
    private readonly CurrentStateMachine _machine;
    private readonly DecodeAttempts _attempts;
    private readonly Interruptions _interruptions;
    private readonly ClaimReconciler _reconciler;
    private readonly PipelineEvents _events;
    private readonly TimeProvider _time;
    private readonly Channel<QueuedExecution> _queue = Channel.CreateUnbounded<QueuedExecution>();
    private readonly ConcurrentDictionary<string, QueuedExecution> _active = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _concurrency;
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _open = new(MaxOpenExecutions);
    private readonly Task _dispatcher;

    /// <param name="store">Holds executions and their histories.</param>
    /// <param name="machine">The state machine to run.</param>
    /// <param name="concurrency">Maximum number of executions that run at a time.</param>
    /// <param name="attempts">Which executions may have taken the process down.</param>
    /// <param name="reconciler">Records the failure of an execution that ended without recording one.</param>
    /// <param name="events">Receives every history event as it is written, and every end of an execution.</param>
    /// <param name="time">Clock.</param>
    public ExecutionRunner(
        LocalStore store, CurrentStateMachine machine, int concurrency, DecodeAttempts attempts, ClaimReconciler reconciler, PipelineEvents events,
        TimeProvider time)
    {
        (_store, _machine, _attempts, _reconciler, _events, _time) = (store, machine, attempts, reconciler, events, time);
        _interruptions = new(Retry, store.Folder, time);
        (_concurrency, _slots) = (concurrency, new(concurrency));
        _dispatcher = Task.Run(RunQueueAsync);
    }

    /// <summary>The definition that an execution runs if it starts now.</summary>
    public RecordedDefinition CurrentDefinition => _machine.GetRecorded(PipelineDefinition.StateMachineArn).Definition;

    /// <summary>What keeps executions from going on; null if nothing does.</summary>
    public HostInterruption? Interruption => _interruptions.Current;

    /// <summary>
    /// Queues an execution that is recorded as running, unless it is already queued or running. If a fault of the host interrupts it, it
    /// is tried again until it ends.
    /// </summary>
    /// <returns>Completes when the execution has ended; is cancelled if the host stops first.</returns>
    public Task<ImageOutcome> EnqueueAsync(ExecutionRecord execution, string imageId) => GetOrEnqueue(execution, imageId).Completion.Task;

    /// <summary>The end of an execution that is queued or running; null if it is neither.</summary>
    public Task<ImageOutcome>? FindCompletion(string arn) =>
        _active.TryGetValue(arn, out var queued) && !queued.Completion.Task.IsCompleted ? queued.Completion.Task : null;

    /// <summary>
    /// Stops an execution that is recorded as running: at once if it is queued, otherwise as soon as its current work allows.
    /// </summary>
    /// <returns>As <see cref="EnqueueAsync"/> returns.</returns>
    public async Task<ImageOutcome> StopAsync(ExecutionRecord execution, string imageId, string? error, string? cause)
    {
        var found = GetOrEnqueue(execution, imageId);
        found.StopRequest.Stop(error, cause);
        if (found.TryClaim())
        {
            _interruptions.Remove(found);
            await RunToEndAsync(found, null);
        }

        return await found.Completion.Task;
    }

    /// <summary>Interrupts an execution because of a fault of the host. It is tried again, as if its last call had never begun.</summary>
    /// <returns>False if the execution does not run.</returns>
    public bool Interrupt(string arn, Exception fault)
    {
        if (!_active.TryGetValue(arn, out var queued))
        {
            return false;
        }

        queued.Interrupt(fault);
        return true;
    }

    /// <summary>
    /// Waits until the run of an execution that has ended is neither queued nor running, for whatever reason. Does not wait for the run
    /// of a later redrive, which may take as long as the state machine allows.
    /// </summary>
    public async Task WaitForExitAsync(ExecutionRecord ended, CancellationToken cancellationToken)
    {
        while (_active.TryGetValue(ended.Arn, out var running) && running.Execution.RedriveCount <= ended.RedriveCount)
        {
            await ((Task)running.Completion.Task).WaitAsync(cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Stops between two states. Unfinished executions continue at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _stopping.CancelAsync();
        _interruptions.Dispose();
        // By the system's clock: the work that it waits for takes real time.
        await Task.WhenAny(_dispatcher, Task.Delay(StopPatience, CancellationToken.None));
        _stopping.Dispose();
    }

    private QueuedExecution GetOrEnqueue(ExecutionRecord execution, string imageId)
    {
        var (machine, definition) = _machine.GetRecorded(execution.StateMachineArn);
        var added = new QueuedExecution(execution, imageId, machine, definition);
        var found = _active.GetOrAdd(execution.Arn, added);
        if (ReferenceEquals(found, added) && !_queue.Writer.TryWrite(added))
        {
            Cancel(added);
        }

        return found;
    }

    /// <summary>Starts queued executions, and waits for all of them at the end.</summary>
    private async Task RunQueueAsync()
    {
        await foreach (var queued in _queue.Reader.ReadAllAsync())
        {
            await _open.WaitAsync();
            await _slots.WaitAsync();
            if (_attempts.IsSuspect(queued.Execution.Name))
            {
                await RunAloneAsync(queued);
            }
            else
            {
                _ = Task.Run(() => RunInSlotAsync(queued));
            }
        }

        for (var count = 0; count < MaxOpenExecutions; count++)
        {
            await _open.WaitAsync();
        }
    }

    /// <summary>Runs an execution when no other one runs, so that a crash names it. It keeps all slots while it waits before a retry.</summary>
    private async Task RunAloneAsync(QueuedExecution queued)
    {
        for (var count = 1; count < _concurrency; count++)
        {
            await _slots.WaitAsync();
        }

        if (queued.TryClaim())
        {
            await RunToEndAsync(queued, null);
        }

        _slots.Release(_concurrency);
        _open.Release();
    }

    private async Task RunInSlotAsync(QueuedExecution queued)
    {
        using (var slot = new ExecutionSlot(_slots))
        {
            if (queued.TryClaim())
            {
                await RunToEndAsync(queued, slot);
            }
        }

        _open.Release();
    }

    private async Task RunToEndAsync(QueuedExecution queued, ExecutionSlot? slot)
    {
        // Not disposed: a function may report a fault after the run is over. It holds no timer.
        var run = queued.Begin(_stopping.Token);
        try
        {
            var outcome = await RunAsync(queued, slot, run.Token);
            _active.TryRemove(queued.Execution.Arn, out _);
            queued.Completion.SetResult(outcome);
        }
        catch (OperationCanceledException) when (queued.Fault is null || _stopping.IsCancellationRequested)
        {
            Cancel(queued);
        }
        catch (Exception exception)
        {
            var fault = queued.Fault ?? exception;
            // A fault of the host, for example a full disk, and not of the pipeline. The execution stays recorded as running.
            await FlushHistoryAsync(queued.Execution.Arn);
            queued.Unclaim();
            if (!_interruptions.TryAdd(queued, fault))
            {
                Cancel(queued);
            }

            _events.Publish(new ExecutionInterrupted(queued.Execution, fault));
        }
    }

    /// <summary>Queues an interrupted execution again.</summary>
    private void Retry(QueuedExecution queued)
    {
        if (_queue.Writer.TryWrite(queued))
        {
            _events.Publish(new ExecutionResumed(queued.Execution));
        }
        else
        {
            Cancel(queued);
        }
    }

    private void Cancel(QueuedExecution queued)
    {
        _active.TryRemove(queued.Execution.Arn, out _);
        queued.Completion.TrySetCanceled();
    }

    /// <summary>Waits for events that are still on their way to the disk: the next run of the execution must find them.</summary>
    private async Task FlushHistoryAsync(string arn)
    {
        try
        {
            await _store.Executions.AppendAsync(arn, [], CancellationToken.None);
        }
        catch (Exception fault) when (StoreFaults.IsEnvironmental(fault) || fault is ObjectDisposedException)
        {
            // The same fault interrupted the execution and is reported there. The next run repeats what could not be written.
        }
    }

    private async Task<ImageOutcome> RunAsync(QueuedExecution queued, ExecutionSlot? slot, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var execution = await _store.Executions.GetAsync(queued.Execution.Arn, cancellationToken)
            ?? throw new ExecutionNotFoundException(queued.Execution.Arn);
        await _store.Executions.QueueDefinitionAsync(execution.Arn, queued.Definition, cancellationToken);
        var recorded = await _store.Executions.GetHistoryAsync(execution.Arn, 0, int.MaxValue, cancellationToken);
        var history = recorded.Select(RecordedHistory.ToHistoryEvent).ToArray();
        var begun = execution.BeginRun(_time.GetUtcNow(), history.LastOrDefault()?.Timestamp);
        await _store.Executions.QueueRunAsync(begun, cancellationToken);
        _events.Publish(new ExecutionBegan(begun));
        var (last, lastExit) = (history.LastOrDefault(), history.LastOrDefault(IsStateExited));
        var journal = new StoreJournal(
            _store.Executions,
            execution.Arn,
            events =>
            {
                (last, lastExit) = (events[^1], events.LastOrDefault(IsStateExited) ?? lastExit);
                _events.Publish(new HistoryAppended(execution.Name, events));
            },
            _time);

        ExecutionResult result;
        try
        {
            result = await ContinueAsync(queued, slot, execution, history, journal, cancellationToken);
        }
        catch (HistoryMismatchException mismatch)
        {
            // The definition changed while the host was down, so the execution can never continue: end it.
            result = new(ExecutionStatus.Failed, null, "States.Runtime", mismatch.Message);
            var failed = new JsonObject { ["error"] = result.Error, ["cause"] = result.Cause };
            await journal.AppendAsync(
                [new(last!.Id + 1, last.Id, _time.GetUtcNow(), EventTypes.ExecutionFailed, failed)], cancellationToken);
        }

        if (result.Status != ExecutionStatus.Succeeded)
        {
            // Before the end is recorded, so that a crash in between repeats it.
            await _reconciler.ReconcileAsync(
                new(new(execution.Arn, StoreJournal.ToRecordedStatus(result.Status).ToText(), execution.Input, result.Error, result.Cause)), cancellationToken);
        }

        var record = (await _store.Catalogue.GetAsync(queued.ImageId, cancellationToken))?.Record;
        var name = ImageOutcome.NameOf(StoreJournal.ToRecordedStatus(result.Status), lastExit?.Details?["name"]?.GetValue<string>());
        var reason = ImageOutcomes.DetermineReason(name, result, record, execution.Arn);
        var ended = await journal.FinishAsync(result, name, reason, cancellationToken);
        _attempts.Forget(execution.Name);
        _interruptions.OnEnded();
        var outcome = new ImageOutcome(
            queued.ImageId, name, reason, execution.Name, begun.GetRunningTime(_time.GetUtcNow()) ?? TimeSpan.Zero, record, begun.Waited ?? TimeSpan.Zero);
        if (ended && _events.HasSubscribers && await _store.Executions.GetAsync(execution.Arn, cancellationToken) is { } finished)
        {
            _events.Publish(new ExecutionEnded(finished, outcome));
        }

        return outcome;
    }

    private static Task<ExecutionResult> ContinueAsync(
        QueuedExecution queued, ExecutionSlot? slot, ExecutionRecord execution, HistoryEvent[] history, StoreJournal journal,
        CancellationToken cancellationToken)
    {
        var start = new ExecutionStart(
            execution.Arn, execution.Name, execution.StateMachineArn, PipelineDefinition.RoleArn,
            JsonNode.Parse(execution.Input ?? "null"), execution.StartTime);

        // Status and last event are written together. So a running execution whose history has ended was redriven.
        var isRedriven = execution.Status == RecordedStatus.Running
            && history.Length > 0 && EventTypes.IsTerminal(history[^1].Type);
        return isRedriven
            ? queued.Machine.RedriveAsync(start, history, journal, queued.StopRequest, slot, cancellationToken)
            : queued.Machine.ResumeAsync(start, history, journal, queued.StopRequest, slot, cancellationToken);
    }

    private static bool IsStateExited(HistoryEvent @event) => @event.Type.EndsWith("StateExited", StringComparison.Ordinal);
}
