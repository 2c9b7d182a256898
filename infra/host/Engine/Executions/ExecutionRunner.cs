using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Executions;

/// <summary>
/// Runs recorded executions, a bounded number at a time, each once. Each starts from its history: an empty one is a new execution,
/// one that has ended was redriven, any other one was cut off by a crash and goes on where it was.
/// </summary>
internal sealed class ExecutionRunner : IAsyncDisposable
{
    private readonly LocalStore _store;
    private readonly CurrentStateMachine _machine;
    private readonly PipelineEvents _events;
    private readonly TimeProvider _time;
    private readonly Channel<QueuedExecution> _queue = Channel.CreateUnbounded<QueuedExecution>();
    private readonly ConcurrentDictionary<string, QueuedExecution> _active = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task[] _runners;

    /// <param name="store">Where executions and their histories lie.</param>
    /// <param name="machine">What runs.</param>
    /// <param name="concurrency">Executions at a time.</param>
    /// <param name="events">Told of every event as it is written, and of every end.</param>
    /// <param name="time">Clock.</param>
    public ExecutionRunner(LocalStore store, CurrentStateMachine machine, int concurrency, PipelineEvents events, TimeProvider time)
    {
        (_store, _machine, _events, _time) = (store, machine, events, time);
        _runners = [.. Enumerable.Range(0, concurrency).Select(_ => Task.Run(RunQueueAsync))];
    }

    /// <summary>Queues an execution that is recorded as running, unless it is queued or runs already.</summary>
    /// <returns>Completes when it has ended; cancelled when the host stops first; faulted when the store fails.</returns>
    public Task<ImageOutcome> EnqueueAsync(ExecutionRecord execution, string imageId) => GetOrEnqueue(execution, imageId).Completion.Task;

    /// <summary>Stops an execution that is recorded as running: one that waits for its turn at once, another as soon as it heeds it.</summary>
    /// <returns>Completes when it has ended, as <see cref="EnqueueAsync"/>.</returns>
    public async Task<ImageOutcome> StopAsync(ExecutionRecord execution, string imageId, string? error, string? cause)
    {
        var found = GetOrEnqueue(execution, imageId);
        found.StopRequest.Stop(error, cause);
        if (found.TryClaim())
        {
            await RunToEndAsync(found);
        }

        return await found.Completion.Task;
    }

    /// <summary>Waits until an execution neither waits for its turn nor runs, however that came about.</summary>
    public async Task WaitForExitAsync(string arn, CancellationToken cancellationToken)
    {
        while (_active.TryGetValue(arn, out var running))
        {
            await ((Task)running.Completion.Task).WaitAsync(cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Stops between two states; what is unfinished goes on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _stopping.CancelAsync();
        await Task.WhenAll(_runners);
        _stopping.Dispose();
    }

    private QueuedExecution GetOrEnqueue(ExecutionRecord execution, string imageId)
    {
        var added = new QueuedExecution(execution, imageId, _machine.Get());
        var found = _active.GetOrAdd(execution.Arn, added);
        if (ReferenceEquals(found, added) && !_queue.Writer.TryWrite(added))
        {
            _active.TryRemove(execution.Arn, out _);
            added.Completion.SetCanceled();
        }

        return found;
    }

    private async Task RunQueueAsync()
    {
        await foreach (var queued in _queue.Reader.ReadAllAsync())
        {
            if (queued.TryClaim())
            {
                await RunToEndAsync(queued);
            }
        }
    }

    private async Task RunToEndAsync(QueuedExecution queued)
    {
        try
        {
            var outcome = await RunAsync(queued, _stopping.Token);
            _active.TryRemove(queued.Execution.Arn, out _);
            queued.Completion.SetResult(outcome);
        }
        catch (OperationCanceledException)
        {
            _active.TryRemove(queued.Execution.Arn, out _);
            queued.Completion.SetCanceled();
        }
        catch (Exception exception)
        {
            // Not the pipeline's fault but the host's (a full disk, say). The execution stays recorded as running, and goes on
            // at the next start; whoever waits for it is told.
            await FlushHistoryAsync(queued.Execution.Arn);
            _active.TryRemove(queued.Execution.Arn, out _);
            _events.Publish(new ExecutionInterrupted(queued.Execution, exception));
            queued.Completion.SetException(exception);
        }
    }

    /// <summary>Waits for events that are still on their way to the disk: whoever runs the execution next must find them.</summary>
    private async Task FlushHistoryAsync(string arn)
    {
        try
        {
            await _store.Executions.AppendAsync(arn, [], CancellationToken.None);
        }
        catch (Exception fault) when (StoreFaults.IsEnvironmental(fault) || fault is ObjectDisposedException)
        {
            // The same that just failed the execution, which is told: what could not be written is done again.
        }
    }

    private async Task<ImageOutcome> RunAsync(QueuedExecution queued, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var execution = await _store.Executions.GetAsync(queued.Execution.Arn, cancellationToken)
            ?? throw new ExecutionNotFoundException(queued.Execution.Arn);
        var recorded = await _store.Executions.GetHistoryAsync(execution.Arn, 0, int.MaxValue, cancellationToken);
        var history = recorded.Select(RecordedHistory.ToHistoryEvent).ToArray();
        var (last, lastSuccess) = (history.LastOrDefault(), history.LastOrDefault(IsSucceedStateEntered));
        var journal = new StoreJournal(
            _store.Executions,
            execution.Arn,
            events =>
            {
                (last, lastSuccess) = (events[^1], events.LastOrDefault(IsSucceedStateEntered) ?? lastSuccess);
                _events.Publish(new HistoryAppended(execution.Name, events));
            },
            _time);

        ExecutionResult result;
        try
        {
            result = await ContinueAsync(queued, execution, history, journal, cancellationToken);
        }
        catch (HistoryMismatchException mismatch)
        {
            // The definition changed while the host was down. Nothing can go on from here, and running for ever helps nobody.
            result = new(ExecutionStatus.Failed, null, "States.Runtime", mismatch.Message);
            var failed = new JsonObject { ["error"] = result.Error, ["cause"] = result.Cause };
            await journal.AppendAsync(
                [new(last!.Id + 1, last.Id, _time.GetUtcNow(), EventTypes.ExecutionFailed, failed)], cancellationToken);
        }

        var ended = await journal.FinishAsync(result, cancellationToken);
        var record = (await _store.Catalogue.GetAsync(queued.ImageId, cancellationToken))?.Record;
        var name = ImageOutcomes.DetermineName(result, lastSuccess?.Details?["name"]?.GetValue<string>());
        var reason = ImageOutcomes.DetermineReason(name, result, record, execution.Arn);
        var outcome = new ImageOutcome(queued.ImageId, name, reason, execution.Name, _time.GetUtcNow() - execution.StartTime, record);
        if (ended && _events.HasSubscribers && await _store.Executions.GetAsync(execution.Arn, cancellationToken) is { } finished)
        {
            _events.Publish(new ExecutionEnded(finished, outcome));
        }

        return outcome;
    }

    private static Task<ExecutionResult> ContinueAsync(
        QueuedExecution queued, ExecutionRecord execution, HistoryEvent[] history, StoreJournal journal, CancellationToken cancellationToken)
    {
        var start = new ExecutionStart(
            execution.Arn, execution.Name, execution.StateMachineArn, PipelineDefinition.RoleArn,
            JsonNode.Parse(execution.Input ?? "null"), execution.StartTime);

        // Status and last event are written together: one that runs and yet has ended was redriven since.
        var isRedriven = execution.Status == RecordedStatus.Running
            && history.Length > 0 && EventTypes.IsTerminal(history[^1].Type);
        return isRedriven
            ? queued.Machine.RedriveAsync(start, history, journal, queued.StopRequest, cancellationToken)
            : queued.Machine.ResumeAsync(start, history, journal, queued.StopRequest, cancellationToken);
    }

    private static bool IsSucceedStateEntered(HistoryEvent @event) => @event.Type == "SucceedStateEntered";
}
