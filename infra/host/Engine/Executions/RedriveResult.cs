using Pipeline.Core.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>What came of asking for a redrive.</summary>
/// <param name="Execution">The execution as it now stands.</param>
/// <param name="Refusal">Why it was not redriven; null: it runs again.</param>
public sealed record RedriveResult(ExecutionRecord Execution, string? Refusal);
