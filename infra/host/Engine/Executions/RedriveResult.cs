using Pipeline.Core.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>The result of a redrive.</summary>
/// <param name="Execution">The execution as it is now.</param>
/// <param name="Refusal">Why it was not redriven; null if it runs again.</param>
public sealed record RedriveResult(ExecutionRecord Execution, string? Refusal);
