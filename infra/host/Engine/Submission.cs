using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Engine;

/// <summary>An upload or deletion that is on disk, its execution recorded.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Execution">Name of the execution; null when no rule matched the event.</param>
/// <param name="Completion">What came of it, when the execution has ended.</param>
public sealed record Submission(string ImageId, string? Execution, Task<ImageOutcome> Completion)
{
    /// <summary>What an upload stored; null for a deletion, and for what goes on after a restart.</summary>
    public StoredObject? Original { get; init; }
}
