using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Host.Engine.Executions;

/// <summary>Derives the outcome of an image from the end of its execution.</summary>
internal static class ImageOutcomes
{
    /// <summary>The record's reason; if none could be recorded, the error that ended the execution.</summary>
    public static Reason? DetermineReason(string name, ExecutionResult result, ImageRecord? record, string execution) => name switch
    {
        ImageOutcome.Rejected or ImageOutcome.Quarantined => record?.Reason,
        ImageOutcome.Failed when record?.Execution == execution && record.Reason is { } reason => reason,
        ImageOutcome.Failed => new(result.Error ?? result.Status.ToString(), LambdaCause.MessageOf(result.Cause)),
        _ => null,
    };
}
