using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <summary>The result of starting an execution.</summary>
/// <param name="Execution">The execution.</param>
/// <param name="IsNew">False if it was started before.</param>
public sealed record StartedExecution(ExecutionRecord Execution, bool IsNew);
