using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Derives the outcome of an image from the end of its execution.</summary>
internal static class ImageOutcomes
{
    /// <summary>The outcome follows from the state that ended the execution: what it announced, or else its name, such as <c>Unchanged</c>.</summary>
    /// <param name="result">How the execution ended.</param>
    /// <param name="lastState">Name of the last state; null if there was none.</param>
    public static string DetermineName(ExecutionResult result, string? lastState) => (result.Status, lastState) switch
    {
        (not ExecutionStatus.Succeeded, _) or (_, null) => ImageOutcome.Failed,
        (_, "AnnounceSuccess") => "succeeded",
        (_, "AnnounceRejection") => "rejected",
        (_, "AnnounceRemoval") => "removed",
        _ => lastState.ToLowerInvariant(),
    };

    /// <summary>The record's reason; if none could be recorded, the error that ended the execution.</summary>
    public static Reason? DetermineReason(string name, ExecutionResult result, ImageRecord? record, string execution) => name switch
    {
        "rejected" => record?.Reason,
        ImageOutcome.Failed when record?.Execution == execution && record.Reason is { } reason => reason,
        ImageOutcome.Failed => new(result.Error ?? result.Status.ToString(), LambdaCause.MessageOf(result.Cause)),
        _ => null,
    };
}
