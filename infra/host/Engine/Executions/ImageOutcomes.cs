using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Derives the outcome of an image from the end of its execution.</summary>
internal static class ImageOutcomes
{
    /// <summary>The outcome has the name of the state that ended the execution: <c>Succeeded</c>, <c>Rejected</c>…</summary>
    public static string DetermineName(ExecutionResult result, string? lastState) =>
        result.Status == ExecutionStatus.Succeeded && lastState is not null ? lastState.ToLowerInvariant() : ImageOutcome.Failed;

    /// <summary>The record's reason; if none could be recorded, the error that ended the execution.</summary>
    public static Reason? DetermineReason(string name, ExecutionResult result, ImageRecord? record, string execution) => name switch
    {
        "rejected" => record?.Reason,
        ImageOutcome.Failed when record?.Execution == execution && record.Reason is { } reason => reason,
        ImageOutcome.Failed => new(result.Error ?? result.Status.ToString(), LambdaCause.MessageOf(result.Cause)),
        _ => null,
    };
}
