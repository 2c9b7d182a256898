using Microsoft.Data.Sqlite;
using Pipeline.Core.Events;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Uploads;

/// <summary>
/// Reads and writes the outbox as rows of the database. An event is recorded in the same transaction as its change, and marked as done in
/// the same transaction as its execution.
/// </summary>
internal static class EventRows
{
    private const string Columns = "number, id, detail_type, time, reason, key, size, etag";

    public static long Insert(SqlSession session, ImageEvent recorded) => session.QueryNumber(
        """
        INSERT INTO events(id, detail_type, time, reason, key, size, etag) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number
        """,
        recorded.Id, recorded.DetailType, SqlText.Format(recorded.Time), recorded.Detail.Reason,
        recorded.Detail.Object.Key, recorded.Detail.Object.Size, recorded.Detail.Object.ETag);

    public static List<PendingEvent> ReadPending(SqlSession session, long after, int limit) => session.QueryAll(
        $"SELECT {Columns} FROM events WHERE done = 0 AND number > $1 ORDER BY number LIMIT $2", Read, after, limit);

    public static void MarkDone(SqlSession session, string id) => session.Execute("UPDATE events SET done = 1 WHERE id = $1", id);

    /// <summary>Creates an event without its sequencer.</summary>
    public static ImageEvent CreateObjectCreated(DateTimeOffset time, string reason, StoredObject created) => new(
        Guid.NewGuid().ToString(),
        ImageEvent.ObjectCreated,
        "aws.s3",
        time,
        new(new(BucketNames.Uploads), new(created.Key, created.Size, created.ETag), reason));

    /// <summary>Creates an event without its sequencer.</summary>
    public static ImageEvent CreateObjectDeleted(DateTimeOffset time, string key) => new(
        Guid.NewGuid().ToString(),
        ImageEvent.ObjectDeleted,
        "aws.s3",
        time,
        new(new(BucketNames.Uploads), new(key), "DeleteObject", ImageEventDetail.PermanentlyDeleted));

    /// <summary>
    /// Adds the sequencer. Events are numbered in the order in which they became durable, and a number is never used again.
    /// </summary>
    public static ImageEvent WithSequencer(ImageEvent numbered, long number) =>
        numbered with { Detail = numbered.Detail with { Object = numbered.Detail.Object with { Sequencer = $"{number:X16}" } } };

    private static PendingEvent Read(SqliteDataReader row)
    {
        var (number, type) = (row.GetInt64(0), row.GetString(2));
        var subject = new ImageEventObject(row.GetString(5), row.IsDBNull(6) ? null : row.GetInt64(6), row.ReadTextOrNull(7));
        var deletion = type == ImageEvent.ObjectDeleted ? ImageEventDetail.PermanentlyDeleted : null;
        var detail = new ImageEventDetail(new(BucketNames.Uploads), subject, row.GetString(4), deletion);
        return new(number, WithSequencer(new(row.GetString(1), type, "aws.s3", row.ReadTime(3), detail), number));
    }
}
