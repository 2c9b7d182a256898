using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Contracts;

/// <summary>
/// The message to the success or failure topic. The state machine's definition composes it; this record is its
/// contract, for subscribers and tests.
/// </summary>
/// <param name="Outcome"><c>succeeded</c> or <c>removed</c> on the success topic, <c>rejected</c>, <c>failed</c> or <c>quarantined</c> on the failure topic.</param>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Execution">Id of the execution.</param>
/// <param name="Record">The current record; absent if a fault prevented it from being written.</param>
/// <param name="Error">Name of the fault, if there was one.</param>
/// <param name="Cause">Cause of the fault, if there was one.</param>
public sealed record Announcement(
    string Outcome,
    string ImageId,
    string Execution,
    ImageRecord? Record = null,
    string? Error = null,
    string? Cause = null)
{
    /// <summary>The outcome of an image whose processing ended with a fault.</summary>
    public const string Failed = "failed";

    /// <summary>The outcome of an image whose record points to new renditions.</summary>
    public const string Succeeded = "succeeded";
}
