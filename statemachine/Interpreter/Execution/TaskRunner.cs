namespace Pipeline.Interpreter;

/// <summary>One attempt at a Task: its events, its call, its time limits.</summary>
internal sealed class TaskRunner(TaskState state, Visit visit) : IAttempt
{
    private readonly TaskEvents _events = new(state.Resource, visit.Execution.Region);

    public long? ExitFollows => null;

    public async ValueTask<Outcome> RunAsync()
    {
        var effective = visit.EffectiveInput();
        var scope = visit.Scope(effective);
        var input = new Payload(state.Parameters is null ? effective : state.Parameters.Evaluate(scope));
        visit.Execution.CheckSize(input, state.Name);
        var (timeout, heartbeat) = (Limit(state.Timeout, scope), Limit(state.Heartbeat, scope));

        visit.Write(_events.Scheduled, _events.ScheduledDetails(input, timeout, heartbeat, state.Credentials?.Evaluate(scope)));
        visit.Write(_events.Started, _events.StartedDetails());
        if (state.Resource.IsSubmitted)
        {
            visit.Write(_events.Submitted, _events.Describe([]));
        }

        if (visit.Recorded is not { } recorded || recorded.Type.EndsWith("Scheduled", StringComparison.Ordinal))
        {
            return await CallAsync(input, timeout, heartbeat);
        }

        // An earlier run has the answer: it is not asked for again.
        visit.Write(recorded.Type, null);
        return recorded.Type == _events.Succeeded
            ? new Outcome(EventDetails.OutputOf(recorded), null)
            : new Outcome(null, new Failure(EventDetails.ErrorOf(recorded), EventDetails.CauseOf(recorded), recorded.Id));
    }

    public void GiveUp(Failure failure)
    {
    }

    private async ValueTask<Outcome> CallAsync(Payload input, TimeSpan? timeout, TimeSpan? heartbeat)
    {
        var execution = visit.Execution;
        await execution.Loop.FlushedAsync();
        visit.Frame.Token.ThrowIfCancellationRequested();
        var invocation = new TaskInvocation(
            state.Resource.Arn,
            JsonText.Parse(input.Text),
            state.Name,
            visit.Frame.Start.ExecutionArn,
            visit.IdempotencyToken,
            visit.RetryCount,
            timeout,
            heartbeat);
        Payload output;
        try
        {
            // Through text, both ways: a handler gets and gives JSON, as it would over the wire, and shares no objects with us.
            output = Payload.Parse(JsonText.Write(await TaskCall.RunAsync(execution, invocation, visit.Frame.Token)));
        }
        catch (Exception fault)
        {
            // Of a branch that is being aborted it no longer matters how its handlers end.
            visit.Frame.Token.ThrowIfCancellationRequested();
            return Fail(fault);
        }

        if (output.Exceeds(execution.Limits.PayloadBytes))
        {
            return Fail(_events.Failed, ErrorNames.DataLimitExceeded, TooLarge(state.Resource.ServiceType ?? state.Resource.Arn));
        }

        visit.Write(_events.Succeeded, _events.Describe(EventDetails.Output(output)));
        return new Outcome(output, null);
    }

    public static string TooLarge(string name) =>
        $"The state/task '{name}' returned a result with a size exceeding the maximum number of bytes service limit.";

    private Outcome Fail(Exception fault) => fault switch
    {
        TaskCallTimedOutException late => Fail(_events.TimedOut, late.Error, null),
        TaskFailedException { Error: ErrorNames.Timeout or ErrorNames.HeartbeatTimeout } late => Fail(_events.TimedOut, late.Error, late.Cause),
        TaskFailedException failed => Fail(_events.Failed, failed.Error, failed.Cause),
        _ => Fail(_events.Failed, LambdaFault.ErrorOf(fault), LambdaFault.CauseOf(fault)),
    };

    private Outcome Fail(string type, string error, string? cause)
    {
        var failed = visit.Write(type, _events.Describe(EventDetails.Error(error, cause)));
        return new Outcome(null, new Failure(error, cause, failed.Id));
    }

    private static TimeSpan? Limit(Setting? setting, EvaluationScope scope)
    {
        if (setting is null)
        {
            return null;
        }

        var field = $"{setting.Field}Path";
        var seconds = setting.Path is null ? setting.Value : Numbers.Whole(new PathExpression(setting.Path, field).Evaluate(scope));
        return seconds is > 0 and <= 99_999_999
            ? TimeSpan.FromSeconds(seconds.Value)
            : throw new StateFailedException(
                ErrorNames.Runtime, $"The {field} parameter does not reference a positive integer: {setting.Path!.Text}");
    }
}
