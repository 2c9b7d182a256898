using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Starts, redrives and stops executions on a user's request. Each call is durable when it completes.</summary>
public sealed class ExecutionCommands
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly LocalStore _store;
    private readonly ExecutionRunner _runner;
    private readonly CurrentStateMachine _machine;
    private readonly PipelineEvents _events;
    private readonly TimeProvider _time;

    internal ExecutionCommands(
        LocalStore store, ExecutionRunner runner, CurrentStateMachine machine, PipelineEvents events, TimeProvider time)
    {
        _store = store;
        _runner = runner;
        _machine = machine;
        _events = events;
        _time = time;
    }

    /// <summary>Starts an execution. A second call with the same name and input, while it runs, returns the same execution.</summary>
    /// <param name="name">Name of the execution. Null creates a unique name.</param>
    /// <param name="input">JSON. The input of an image's execution is an S3 event.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the store's queue.</param>
    /// <exception cref="InvalidExecutionNameException">The name is not valid.</exception>
    /// <exception cref="InvalidExecutionInputException">The input is not JSON, or is too large.</exception>
    /// <exception cref="ExecutionAlreadyExistsException">The name is taken.</exception>
    public Task<ExecutionRecord> StartAsync(string? name, string input, CancellationToken cancellationToken) =>
        StartAsync(PipelineDefinition.Name, name, input, cancellationToken);

    /// <summary>Starts an execution of any state machine, by its name, such as <c>backfill</c>.</summary>
    /// <inheritdoc cref="StartAsync(string?, string, CancellationToken)" path="/exception"/>
    /// <exception cref="StateMachineNotFoundException">There is no such state machine.</exception>
    public async Task<ExecutionRecord> StartAsync(string stateMachine, string? name, string input, CancellationToken cancellationToken)
    {
        if (!_machine.Has(stateMachine))
        {
            throw new StateMachineNotFoundException(stateMachine);
        }

        ExecutionInputValidator.Validate(input);
        if (name is not null)
        {
            ExecutionNames.Validate(name);
        }

        name ??= ExecutionNames.Create();
        var imageId = ExecutionInput.ReadImageId(input);
        var execution = new NewExecution(
            PipelineDefinition.ExecutionArnOf(stateMachine, name), name, PipelineDefinition.StateMachineArnOf(stateMachine), imageId, _time.GetUtcNow(), input,
            _machine.GetRecorded(PipelineDefinition.StateMachineArnOf(stateMachine)).Definition);
        var (record, started) = await _store.Executions.StartAsync(execution, null, cancellationToken);
        if (started)
        {
            _events.Publish(new ExecutionStarted(record));
        }
        else if (record.Status != RecordedStatus.Running || record.Input != input)
        {
            throw new ExecutionAlreadyExistsException(record.Arn);
        }

        _ = _runner.EnqueueAsync(record, imageId ?? "");
        return record;
    }

    /// <summary>
    /// Continues an execution that failed, timed out or was aborted, from the state that did not succeed, as AWS does. If that state is
    /// a Fail state of the definition, <see cref="RedriveOrRestartAsync"/> is more useful.
    /// </summary>
    /// <param name="name">Name of the execution.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ExecutionNotFoundException">There is no such execution.</exception>
    public async Task<RedriveResult> RedriveAsync(string name, CancellationToken cancellationToken)
    {
        var execution = await GetAsync(name, cancellationToken);
        return await RedriveAsync(execution, await GetHistoryAsync(execution.Arn, cancellationToken), cancellationToken);
    }

    /// <summary>The same for an execution of any state machine, by its ARN.</summary>
    /// <exception cref="ExecutionNotFoundException">There is no such execution.</exception>
    public async Task<RedriveResult> RedriveByArnAsync(string arn, CancellationToken cancellationToken)
    {
        var execution = await GetByArnAsync(arn, cancellationToken);
        return await RedriveAsync(execution, await GetHistoryAsync(execution.Arn, cancellationToken), cancellationToken);
    }

    /// <summary>Tries an execution again: redrives it if that continues its work; otherwise starts a new one with the same input.</summary>
    /// <inheritdoc cref="RedriveAsync(string, CancellationToken)" path="/param"/>
    /// <exception cref="ExecutionNotFoundException">There is no such execution.</exception>
    /// <exception cref="ExecutionNotRedrivableException">The execution is running, or succeeded.</exception>
    public async Task<RestartedExecution> RedriveOrRestartAsync(string name, CancellationToken cancellationToken)
    {
        var execution = await GetAsync(name, cancellationToken);
        if (RedriveRule.StatusRefusalReason(execution) is { } refusal)
        {
            throw new ExecutionNotRedrivableException(refusal);
        }

        var history = await GetHistoryAsync(execution.Arn, cancellationToken);
        var restartReason = RedriveRule.RestartReason(history.Select(@event => @event.Type));
        if (restartReason is null)
        {
            var result = await RedriveAsync(execution, history, cancellationToken);
            if (result.Refusal is null)
            {
                return new(result.Execution, RestartReason: null);
            }

            restartReason = result.Refusal.TrimEnd('.');
        }

        return new(await StartAsync(StateMachineOf(execution), null, execution.Input ?? "{}", cancellationToken), restartReason);
    }

    /// <summary>Stops an execution. It has ended when this completes, unless it takes longer than 5 seconds to stop.</summary>
    /// <param name="name">Name of the execution.</param>
    /// <param name="error">Error name to record, or null.</param>
    /// <param name="cause">Explanation to record, or null.</param>
    /// <param name="cancellationToken">Cancels the wait. The execution still stops.</param>
    /// <returns>False if the execution was not running.</returns>
    /// <exception cref="ExecutionNotFoundException">There is no such execution.</exception>
    public async Task<bool> StopAsync(string name, string? error, string? cause, CancellationToken cancellationToken)
    {
        return await StopAsync(await GetAsync(name, cancellationToken), error, cause, cancellationToken);
    }

    /// <summary>The same for an execution of any state machine, by its ARN.</summary>
    /// <exception cref="ExecutionNotFoundException">There is no such execution.</exception>
    public async Task<bool> StopByArnAsync(string arn, string? error, string? cause, CancellationToken cancellationToken) =>
        await StopAsync(await GetByArnAsync(arn, cancellationToken), error, cause, cancellationToken);

    private async Task<bool> StopAsync(ExecutionRecord execution, string? error, string? cause, CancellationToken cancellationToken)
    {
        if (execution.Status != RecordedStatus.Running)
        {
            return false;
        }

        try
        {
            await _runner.StopAsync(execution, execution.ImageId ?? "", error, cause).WaitAsync(StopTimeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The stop is requested and will take effect; the caller does not have to wait longer.
        }

        return true;
    }

    private async Task<RedriveResult> RedriveAsync(
        ExecutionRecord execution, IReadOnlyList<HistoryEvent> history, CancellationToken cancellationToken)
    {
        if (RedriveRule.RefusalReason(execution, history.Count, _time.GetUtcNow()) is { } refusal)
        {
            return new(execution, refusal);
        }

        try
        {
            _machine.Get(execution.StateMachineArn).EnsureHistoryFits(history);
        }
        catch (HistoryMismatchException mismatch)
        {
            return new(execution, $"Execution {execution.Name} cannot be redriven: the definition has changed since it ran. {mismatch.Message}");
        }

        // The execution's end may be recorded while its runner has not finished yet.
        await _runner.WaitForExitAsync(execution, cancellationToken);
        var redriven = await _store.Executions.RedriveAsync(execution.Arn, cancellationToken);
        var record = await GetByArnAsync(execution.Arn, cancellationToken);
        if (!redriven)
        {
            // Another caller redrove it first.
            return new(record, RedriveRule.StatusRefusalReason(record) ?? $"Execution {record.Name} cannot be redriven.");
        }

        _events.Publish(new ExecutionRedriven(record));
        _ = _runner.EnqueueAsync(record, record.ImageId ?? "");
        return new(record, Refusal: null);
    }

    private Task<ExecutionRecord> GetAsync(string name, CancellationToken cancellationToken) =>
        GetByArnAsync(PipelineDefinition.ExecutionArn(name), cancellationToken);

    private static string StateMachineOf(ExecutionRecord execution) => execution.StateMachineArn[(execution.StateMachineArn.LastIndexOf(':') + 1)..];

    private async Task<ExecutionRecord> GetByArnAsync(string arn, CancellationToken cancellationToken)
    {
        return await _store.Executions.GetAsync(arn, cancellationToken) ?? throw new ExecutionNotFoundException(arn);
    }

    private async Task<IReadOnlyList<HistoryEvent>> GetHistoryAsync(string arn, CancellationToken cancellationToken) =>
        [.. (await _store.Executions.GetHistoryAsync(arn, 0, int.MaxValue, cancellationToken)).Select(RecordedHistory.ToHistoryEvent)];
}
