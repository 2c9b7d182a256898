using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Outcomes;

/// <summary>What became of one upload or deletion that changed its image's record. It never changes.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Key">Key of the original.</param>
/// <param name="Outcome"><c>succeeded</c>, <c>rejected</c>, <c>failed</c>, <c>quarantined</c> or <c>removed</c>.</param>
/// <param name="Execution">Id of the execution.</param>
/// <param name="At">When the record changed.</param>
/// <param name="Reason">Why it was rejected, failed or is in quarantine; otherwise null.</param>
/// <param name="Bytes">Size of the original in bytes; null unless it succeeded.</param>
public sealed record RecordedOutcome(string ImageId, string Key, string Outcome, string Execution, DateTimeOffset At, Reason? Reason = null, long? Bytes = null)
{
    /// <summary>The day of the outcome, in UTC.</summary>
    public DateOnly Day => DateOnly.FromDateTime(At.UtcDateTime);

    /// <summary>The outcome that a record shows, just after an execution wrote it. A retry of the same execution gives the same.</summary>
    /// <exception cref="ArgumentException">The image is still being processed.</exception>
    public static RecordedOutcome From(ImageRecord record) => new(
        record.ImageId,
        record.Key,
        record.Status switch
        {
            ImageStatus.Ready => "succeeded",
            ImageStatus.Rejected => "rejected",
            ImageStatus.Failed => "failed",
            ImageStatus.Quarantined => "quarantined",
            ImageStatus.Deleted => "removed",
            _ => throw new ArgumentException($"{record.ImageId} has no outcome yet: it is {record.Status}.", nameof(record)),
        },
        record.Execution,
        record.UpdatedAt,
        record.Reason,
        record.Status == ImageStatus.Ready ? record.Current?.Bytes : null);
}
