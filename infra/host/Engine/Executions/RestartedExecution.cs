using Pipeline.Core.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>What was done to try an execution again.</summary>
/// <param name="Execution">The execution that now runs.</param>
/// <param name="RestartReason">Why it is a new one; null: the same one goes on.</param>
public sealed record RestartedExecution(ExecutionRecord Execution, string? RestartReason);
