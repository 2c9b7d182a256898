using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <param name="Execution">The execution that runs for the event.</param>
/// <param name="IsNew">False: it had been started before.</param>
public sealed record StartedExecution(ExecutionRecord Execution, bool IsNew);
