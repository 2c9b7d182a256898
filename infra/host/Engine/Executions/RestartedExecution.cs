using Pipeline.Core.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>The result of trying an execution again.</summary>
/// <param name="Execution">The execution that runs now.</param>
/// <param name="RestartReason">Why a new execution was started; null if the same one continues.</param>
public sealed record RestartedExecution(ExecutionRecord Execution, string? RestartReason);
