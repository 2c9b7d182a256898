using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Executions;

/// <summary>The outcome of one upload or deletion.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Name"><c>succeeded</c>, <c>unchanged</c>, <c>superseded</c>, <c>rejected</c>, <c>quarantined</c>, <c>removed</c>, <c>failed</c>; <c>ignored</c> if no rule matched the event.</param>
/// <param name="Reason">Why it was rejected, failed or is in quarantine; otherwise null.</param>
/// <param name="Execution">Name of the execution; null if ignored.</param>
/// <param name="Duration">How long the execution ran, without its wait for a turn.</param>
/// <param name="Record">The catalogue's record; null if there is none.</param>
/// <param name="Waited">How long the execution waited for its turn.</param>
public sealed record ImageOutcome(
    string ImageId, string Name, Reason? Reason, string? Execution, TimeSpan Duration, ImageRecord? Record, TimeSpan Waited = default)
{
    public const string Ignored = "ignored";

    public const string Failed = "failed";

    public const string Rejected = "rejected";

    public const string Quarantined = "quarantined";

    /// <summary>The outcomes of an execution. A definition of your own can have others: the name of the state that ended it, in lower case.</summary>
    public static IReadOnlyList<string> Names { get; } = ["succeeded", Rejected, Quarantined, "unchanged", "superseded", "removed", Failed];

    /// <summary>Whether the user got what they asked for.</summary>
    public bool IsSuccessful => Name is not (Rejected or Quarantined or Failed);

    /// <summary>The outcome follows from the state that ended the execution: what it announced, or else its name, such as <c>Unchanged</c>.</summary>
    /// <param name="status">How the execution ended.</param>
    /// <param name="lastState">Name of the last state; null if there was none.</param>
    public static string NameOf(RecordedStatus status, string? lastState) => (status, lastState) switch
    {
        (not RecordedStatus.Succeeded, _) or (_, null) => Failed,
        (_, "AnnounceSuccess") => "succeeded",
        (_, "AnnounceRejection") => Rejected,
        (_, "AnnounceQuarantine") => Quarantined,
        (_, "AnnounceRemoval") => "removed",
        _ => lastState.ToLowerInvariant(),
    };
}
