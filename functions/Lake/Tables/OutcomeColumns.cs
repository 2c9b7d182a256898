using Pipeline.Core.Outcomes;
using static Pipeline.Lake.Tables.ColumnType;

namespace Pipeline.Lake.Tables;

/// <summary>The table <c>outcomes</c>: what became of uploads and deletions, by day.</summary>
internal static class OutcomeColumns
{
    public static LakeTable<RecordedOutcome> Table { get; } = new("outcomes", "an upload or deletion that changed an image's record",
    [
        (new("image_id", Text, "bucket/key"), row => row.ImageId),
        (new("key", Text, "key of the original"), row => row.Key),
        (new("outcome", Text, "succeeded, rejected, failed, quarantined or removed"), row => row.Outcome),
        (new("reason_code", Text, "why it was rejected, failed or is in quarantine: a code, or the name of the fault"), row => row.Reason?.Code),
        (new("reason", Text, "the same in words"), row => row.Reason?.Message),
        (new("execution", Text, "the execution"), row => row.Execution),
        (new("occurred_at", Time, "when the record changed"), row => LakeTables.Utc(row.At)),
        (new("bytes", Number, "size of the original in bytes, if it succeeded"), row => row.Bytes),
    ]);
}
