using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Interpreter.Executions;

/// <summary>An attempt of a Task: its events, its call and its time limits.</summary>
internal sealed class TaskRunner(TaskState state, Visit visit) : IStateAttempt
{
    private readonly TaskEvents _events = new(state.Resource, visit.Execution.Region);

    public long? ExitPreviousEventId => null;

    public async ValueTask<Outcome> RunAsync()
    {
        var effectiveInput = visit.EvaluateInputPath();
        var scope = visit.CreateScope(effectiveInput);
        var input = new Payload(state.Parameters is null ? effectiveInput : state.Parameters.Evaluate(scope));
        visit.Inspection?.Record("afterParameters", input.Node);
        visit.Execution.CheckSize(input, state.Name);
        var (timeout, heartbeat) = (EvaluateTimeLimit(state.Timeout, scope), EvaluateTimeLimit(state.Heartbeat, scope));

        visit.Write(_events.Scheduled, _events.CreateScheduledDetails(input, timeout, heartbeat, state.Credentials?.Evaluate(scope)));
        visit.Write(_events.Started, _events.CreateStartedDetails());
        if (state.Resource.IsSubmitted)
        {
            visit.Write(_events.Submitted, _events.AddResource([]));
        }

        if (visit.NextRecordedEvent is not { } recorded || recorded.Type.EndsWith("Scheduled", StringComparison.Ordinal))
        {
            return await CallAsync(input, timeout, heartbeat);
        }

        // An earlier run recorded the result, so the task is not called again.
        visit.Write(recorded.Type, null);
        return recorded.Type == _events.Succeeded
            ? new Outcome(EventDetails.ReadOutput(recorded), null)
            : new Outcome(null, new Failure(EventDetails.ReadError(recorded), EventDetails.ReadCause(recorded), recorded.Id));
    }

    public void RecordFailure(Failure failure)
    {
    }

    private async ValueTask<Outcome> CallAsync(Payload input, TimeSpan? timeout, TimeSpan? heartbeat)
    {
        var execution = visit.Execution;
        await execution.Loop.WaitForFlushAsync();
        visit.Frame.Token.ThrowIfCancellationRequested();
        var invocation = new TaskInvocation(
            state.Resource.Arn,
            JsonText.Parse(input.Text),
            state.Name,
            visit.Frame.Start.ExecutionArn,
            visit.IdempotencyToken,
            visit.RetryCount,
            timeout,
            heartbeat)
        {
            Iterations = visit.Frame.Iterations,
        };
        Payload output;
        try
        {
            // Input and output pass through text: a handler exchanges JSON, as it would over the network, and shares no objects with us.
            output = Payload.Parse(JsonText.Write(await TaskCall.RunAsync(execution, invocation, visit.Frame.Token)));
        }
        catch (Exception exception) when (exception is not (NoResponseException or StateFailedException))
        {
            // If the branch is being aborted, it no longer matters how its handler ended.
            visit.Frame.Token.ThrowIfCancellationRequested();
            return Fail(exception);
        }

        if (output.Exceeds(execution.Limits.MaxPayloadBytes))
        {
            return Fail(_events.Failed, ErrorNames.DataLimitExceeded, DescribeOversizedResult(state.Resource.ServiceType ?? state.Resource.Arn));
        }

        visit.Write(_events.Succeeded, _events.AddResource(EventDetails.CreateOutput(output)));
        return new Outcome(output, null);
    }

    public static string DescribeOversizedResult(string name) =>
        $"The state/task '{name}' returned a result with a size exceeding the maximum number of bytes service limit.";

    private Outcome Fail(Exception exception) => exception switch
    {
        TaskCallTimedOutException timedOut => Fail(_events.TimedOut, timedOut.Error, null),
        TaskFailedException { Error: ErrorNames.Timeout or ErrorNames.HeartbeatTimeout } timedOut => Fail(_events.TimedOut, timedOut.Error, timedOut.Cause),
        TaskFailedException failed => Fail(_events.Failed, failed.Error, failed.Cause),
        _ => Fail(_events.Failed, LambdaError.GetErrorName(exception), LambdaError.WriteCause(exception)),
    };

    private Outcome Fail(string type, string? error, string? cause)
    {
        var failed = visit.Write(type, _events.AddResource(EventDetails.CreateError(error, cause)));
        return new Outcome(null, new Failure(error, cause, failed.Id));
    }

    private static TimeSpan? EvaluateTimeLimit(NumberOrPath? limit, EvaluationScope scope)
    {
        if (limit is null)
        {
            return null;
        }

        var fieldName = $"{limit.Name}Path";
        var seconds = limit.Path is null ? limit.Value : JsonNumbers.ToInteger(new PathExpression(limit.Path, fieldName).Evaluate(scope));
        return seconds is > 0 and <= 99_999_999
            ? TimeSpan.FromSeconds(seconds.Value)
            : throw new StateFailedException(
                ErrorNames.Runtime, $"The {fieldName} parameter does not reference a positive integer: {limit.Path!.Text}");
    }
}
