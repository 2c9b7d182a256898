using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Engine;

/// <summary>An upload or deletion that is on disk, with its execution recorded.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Execution">Name of the execution; null if no rule matches the event.</param>
/// <param name="Completion">The outcome, once the execution has ended.</param>
public sealed record Submission(string ImageId, string? Execution, Task<ImageOutcome> Completion)
{
    /// <summary>The stored original; null for a deletion, and for an execution that continues after a restart.</summary>
    public StoredObject? Original { get; init; }
}
