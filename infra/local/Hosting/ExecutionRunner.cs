using System.Threading.Channels;
using Pipeline.Interpreter;
using Pipeline.Local.Store;

namespace Pipeline.Local.Hosting;

/// <summary>
/// Runs recorded executions, a bounded number at a time. Each starts from its history: an empty one is a new execution,
/// any other one was cut off by a crash and goes on where it was.
/// </summary>
internal sealed class ExecutionRunner : IAsyncDisposable
{
    private readonly LocalStore _store;
    private readonly StateMachine _machine;
    private readonly Action<string, HistoryEvent> _observe;
    private readonly TimeProvider _time;
    private readonly Channel<Work> _queue = Channel.CreateUnbounded<Work>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task[] _runners;

    /// <param name="store">Where executions and their histories lie.</param>
    /// <param name="machine">What runs.</param>
    /// <param name="concurrency">Executions at a time.</param>
    /// <param name="observe">Told every event as it is written, with the execution's name.</param>
    /// <param name="time">Clock.</param>
    public ExecutionRunner(LocalStore store, StateMachine machine, int concurrency, Action<string, HistoryEvent> observe, TimeProvider time)
    {
        (_store, _machine, _observe, _time) = (store, machine, observe, time);
        _runners = [.. Enumerable.Range(0, concurrency).Select(_ => Task.Run(RunQueueAsync))];
    }

    /// <summary>Queues an execution that is recorded as running.</summary>
    /// <returns>Completes when it has ended; cancelled when the host stops first; faulted when the store fails.</returns>
    public Task<ImageOutcome> Enqueue(ExecutionRecord execution, string imageId)
    {
        var work = new Work(execution, imageId, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_queue.Writer.TryWrite(work))
        {
            work.Completion.SetCanceled();
        }

        return work.Completion.Task;
    }

    /// <summary>Stops between two states; what is unfinished goes on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _stopping.CancelAsync();
        await Task.WhenAll(_runners);
        _stopping.Dispose();
    }

    private async Task RunQueueAsync()
    {
        await foreach (var work in _queue.Reader.ReadAllAsync())
        {
            try
            {
                work.Completion.SetResult(await RunAsync(work, _stopping.Token));
            }
            catch (OperationCanceledException)
            {
                work.Completion.SetCanceled();
            }
            catch (Exception exception)
            {
                // Not the pipeline's fault but the host's (a full disk, say). The execution stays recorded as running, and goes on
                // at the next start; whoever waits for it is told.
                work.Completion.SetException(exception);
            }
        }
    }

    private async Task<ImageOutcome> RunAsync(Work work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var execution = work.Execution;
        var recorded = await _store.Executions.HistoryAsync(execution.Arn, 0, int.MaxValue, cancellationToken);
        var history = recorded.Select(StoreJournal.FromRecorded).ToArray();
        var lastState = history.LastOrDefault(IsSuccess);
        var journal = new StoreJournal(
            _store.Executions,
            execution.Arn,
            @event =>
            {
                lastState = IsSuccess(@event) ? @event : lastState;
                _observe(execution.Name, @event);
            },
            _time);

        var input = System.Text.Json.Nodes.JsonNode.Parse(execution.Input ?? "null");
        var start = new Interpreter.ExecutionStart(
            execution.Arn, execution.Name, execution.StateMachineArn, PipelineDefinition.RoleArn, input, execution.StartTime);
        var result = await _machine.ResumeAsync(start, history, journal, null, cancellationToken);
        await journal.FinishAsync(result, cancellationToken);

        var record = (await _store.Catalog.GetAsync(work.ImageId, cancellationToken))?.Record;
        var name = ImageOutcome.NameOf(result, lastState?.Details?["name"]?.GetValue<string>());
        var reason = ImageOutcome.ReasonOf(name, result, record, execution.Arn);
        return new(work.ImageId, name, reason, execution.Name, _time.GetUtcNow() - execution.StartTime, record);
    }

    private static bool IsSuccess(HistoryEvent @event) => @event.Type == "SucceedStateEntered";

    private sealed record Work(ExecutionRecord Execution, string ImageId, TaskCompletionSource<ImageOutcome> Completion);
}
