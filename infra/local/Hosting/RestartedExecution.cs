using Pipeline.Core.Executions;

namespace Pipeline.Local.Hosting;

/// <summary>What was done to try an execution again.</summary>
/// <param name="Execution">The execution that now runs.</param>
/// <param name="RestartReason">Why it is a new one; null: the same one goes on.</param>
internal sealed record RestartedExecution(ExecutionRecord Execution, string? RestartReason);
