using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Executions;

/// <summary>The outcome of one upload or deletion.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Name"><c>succeeded</c>, <c>unchanged</c>, <c>superseded</c>, <c>rejected</c>, <c>removed</c>, <c>failed</c>; <c>ignored</c> if no rule matched the event.</param>
/// <param name="Reason">Why it was rejected or failed; otherwise null.</param>
/// <param name="Execution">Name of the execution; null if ignored.</param>
/// <param name="Duration">From the event to the end of the execution.</param>
/// <param name="Record">The catalogue's record; null if there is none.</param>
public sealed record ImageOutcome(string ImageId, string Name, Reason? Reason, string? Execution, TimeSpan Duration, ImageRecord? Record)
{
    public const string Ignored = "ignored";

    public const string Failed = "failed";

    /// <summary>Whether the user got what they asked for.</summary>
    public bool IsSuccessful => Name is not ("rejected" or Failed);
}
