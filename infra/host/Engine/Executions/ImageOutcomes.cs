using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Reads the outcome of an image from how its execution ended.</summary>
internal static class ImageOutcomes
{
    /// <summary>The state that ended the execution names the outcome: <c>Succeeded</c>, <c>Rejected</c>…</summary>
    public static string DetermineName(ExecutionResult result, string? lastState) =>
        result.Status == ExecutionStatus.Succeeded && lastState is not null ? lastState.ToLowerInvariant() : ImageOutcome.Failed;

    /// <summary>The record's reason, or what ended the execution where nothing could be recorded.</summary>
    public static Reason? DetermineReason(string name, ExecutionResult result, ImageRecord? record, string execution) => name switch
    {
        "rejected" => record?.Reason,
        ImageOutcome.Failed when record?.Execution == execution && record.Reason is { } reason => reason,
        ImageOutcome.Failed => new(result.Error ?? result.Status.ToString(), LambdaCause.MessageOf(result.Cause)),
        _ => null,
    };
}
