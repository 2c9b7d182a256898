using Amazon.StepFunctions;
using Amazon.StepFunctions.Model;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Terminal.Commands;
using ExecutionNotRedrivableException = Amazon.StepFunctions.Model.ExecutionNotRedrivableException;
using ExecutionStatus = Amazon.StepFunctions.ExecutionStatus;
using HistoryEvent = Pipeline.Interpreter.History.HistoryEvent;

namespace Pipeline.Cloud.Executions;

/// <summary>Executions of a deployed state machine, as the records that the local host uses.</summary>
internal sealed class CloudExecutions(IAmazonStepFunctions stepFunctions, DeployedStack stack)
{
    // The maximum that one call of Step Functions returns.
    private const int PageSize = 1_000;

    // The image of an execution is only in its input, which takes one call per execution. This is how many run at once.
    private const int Concurrency = 8;

    /// <summary>Lists executions, newest first.</summary>
    /// <param name="status">Only executions of this status; null for all.</param>
    /// <param name="outcome">Only executions with this outcome; null for all.</param>
    /// <param name="image">Only executions of this image, as a key or <c>bucket/key</c>; null for all.</param>
    /// <param name="limit">Maximum number of executions.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<ExecutionRecord>> ListAsync(
        RecordedStatus? status, string? outcome, string? image, int limit, CancellationToken cancellationToken)
    {
        var matches = new List<ExecutionRecord>();
        var request = new ListExecutionsRequest
        {
            StateMachineArn = stack.StateMachine,
            StatusFilter = status is { } statusValue ? ExecutionStatus.FindValue(statusValue.ToText()) : null,
            MaxResults = image is null && outcome is null ? Math.Min(limit, PageSize) : PageSize,
        };
        do
        {
            var page = await stepFunctions.ListExecutionsAsync(request, cancellationToken);
            foreach (var batch in (page.Executions ?? []).Chunk(Concurrency))
            {
                var executions = await Task.WhenAll(batch.Select(execution => GetAsync(execution.ExecutionArn, cancellationToken)));
                matches.AddRange(executions.Where(execution => (outcome is null || execution.Outcome == outcome)
                    && (image is null || execution.ImageId == image || execution.ImageId == ImageIds.Create(stack.UploadsBucket, image))));
                if (matches.Count >= limit)
                {
                    return matches[..limit];
                }
            }

            request.NextToken = page.NextToken;
        }
        while (request.NextToken is not null);

        return matches;
    }

    /// <exception cref="UsageException">There is no such execution.</exception>
    public async Task<ExecutionRecord> GetAsync(string nameOrArn, CancellationToken cancellationToken)
    {
        try
        {
            var arn = stack.ToExecutionArn(nameOrArn);
            return Read(await stepFunctions.DescribeExecutionAsync(new() { ExecutionArn = arn }, cancellationToken));
        }
        catch (ExecutionDoesNotExistException)
        {
            throw CreateNotFoundException(nameOrArn);
        }
    }

    /// <summary>The whole history, oldest first.</summary>
    /// <exception cref="UsageException">There is no such execution.</exception>
    public async Task<IReadOnlyList<HistoryEvent>> GetHistoryAsync(string nameOrArn, CancellationToken cancellationToken)
    {
        var events = new List<HistoryEvent>();
        var request = new GetExecutionHistoryRequest
        {
            ExecutionArn = stack.ToExecutionArn(nameOrArn), MaxResults = PageSize, IncludeExecutionData = true,
        };
        try
        {
            do
            {
                var page = await stepFunctions.GetExecutionHistoryAsync(request, cancellationToken);
                events.AddRange((page.Events ?? []).Select(SdkHistoryReader.Read));
                request.NextToken = page.NextToken;
            }
            while (request.NextToken is not null);
        }
        catch (ExecutionDoesNotExistException)
        {
            throw CreateNotFoundException(nameOrArn);
        }

        return events;
    }

    /// <summary>
    /// Retries an execution that did not succeed. Redrives it if that continues its work, and otherwise starts a new execution with the
    /// same input. <see cref="RedriveRule"/> decides.
    /// </summary>
    /// <exception cref="UsageException">There is no such execution, or it is running or succeeded.</exception>
    public async Task<RedriveOutcome> RedriveAsync(string nameOrArn, CancellationToken cancellationToken)
    {
        var execution = await GetAsync(nameOrArn, cancellationToken);
        if (RedriveRule.StatusRefusalReason(execution) is { } refusal)
        {
            throw new UsageException(refusal);
        }

        if (RedriveRule.RestartReason((await GetHistoryAsync(execution.Arn, cancellationToken)).Select(@event => @event.Type)) is { } reason)
        {
            return await RestartAsync(execution, reason, cancellationToken);
        }

        try
        {
            await stepFunctions.RedriveExecutionAsync(new() { ExecutionArn = execution.Arn }, cancellationToken);
            return new(execution.Name, RestartReason: null);
        }
        catch (ExecutionNotRedrivableException exception)
        {
            return await RestartAsync(execution, exception.Message.TrimEnd('.'), cancellationToken);
        }
    }

    private async Task<RedriveOutcome> RestartAsync(ExecutionRecord execution, string reason, CancellationToken cancellationToken)
    {
        var started = await stepFunctions.StartExecutionAsync(
            new() { StateMachineArn = execution.StateMachineArn, Input = execution.Input }, cancellationToken);
        return new(started.ExecutionArn[(started.ExecutionArn.LastIndexOf(':') + 1)..], reason);
    }

    private UsageException CreateNotFoundException(string nameOrArn) =>
        new($"{stack.StateMachine} has no execution {nameOrArn}. Run `executions list` to see its executions; they are kept for 90 days.");

    private static ExecutionRecord Read(DescribeExecutionResponse execution)
    {
        var status = ReadStatus(execution.Status.Value);
        var (start, stop) = (ToDateTimeOffset(execution.StartDate) ?? default, ToDateTimeOffset(execution.StopDate));
        var (outcome, reason) = ExecutionOutput.ReadOutcome(status, execution.Output, execution.Error, execution.Cause);
        var isRedriven = execution.RedriveCount > 0;
        // In AWS nothing waits for a turn. How long an execution ran before a redrive is only in its history.
        return new(
            execution.ExecutionArn,
            execution.Name,
            execution.StateMachineArn,
            ExecutionInput.ReadImageId(execution.Input),
            status,
            start,
            stop,
            execution.RedriveCount ?? 0,
            ToDateTimeOffset(execution.RedriveDate),
            execution.Error,
            execution.Cause,
            execution.Input,
            execution.Output,
            outcome,
            reason,
            FirstRunTime: start,
            RunTime: ToDateTimeOffset(execution.RedriveDate) ?? start,
            Waited: isRedriven ? null : TimeSpan.Zero,
            Ran: isRedriven ? null : stop - start);
    }

    // An execution in PENDING_REDRIVE continues as soon as Step Functions gets to it.
    private static RecordedStatus ReadStatus(string status) => status == "PENDING_REDRIVE" ? RecordedStatus.Running : RecordedStatuses.Parse(status);

    private static DateTimeOffset? ToDateTimeOffset(DateTime? time) => time is { } value ? new(value.ToUniversalTime()) : null;
}

/// <param name="Execution">Name of the execution that is now running.</param>
/// <param name="RestartReason">Reason for starting a new execution; null if the same execution continues.</param>
internal sealed record RedriveOutcome(string Execution, string? RestartReason);
