namespace Pipeline.Core.Deployment;

/// <summary>How long an execution of the state machine can run, by the type of the state machine.</summary>
public static class ExecutionTimeLimits
{
    /// <summary>The definition's <c>TimeoutSeconds</c>. Long enough for every state on the way to be throttled until its retrier gives up.</summary>
    public static readonly TimeSpan Standard = TimeSpan.FromHours(6);

    /// <summary>Step Functions ends an Express execution after this time, whatever its definition says.</summary>
    public static readonly TimeSpan Express = TimeSpan.FromMinutes(5);
}
