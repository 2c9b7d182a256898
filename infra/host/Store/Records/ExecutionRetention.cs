namespace Pipeline.Host.Store.Records;

/// <summary>Which ended executions are kept, with their histories, events and announcements: those that both limits allow.</summary>
/// <param name="Age">Time since their end.</param>
/// <param name="Count">Number of executions, the last ones to end; null for any number.</param>
public sealed record ExecutionRetention(TimeSpan Age, long? Count = null)
{
    /// <summary>90 days, as Step Functions keeps them. Source: AWS Step Functions Developer Guide, "Quotas".</summary>
    public static ExecutionRetention Default { get; } = new(TimeSpan.FromDays(90));
}
