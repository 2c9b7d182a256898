using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <summary>A page of executions.</summary>
/// <param name="Executions">Newest first, without input and output.</param>
/// <param name="Continuation">Token of the next page; null on the last.</param>
public sealed record ExecutionPage(IReadOnlyList<ExecutionRecord> Executions, string? Continuation);
