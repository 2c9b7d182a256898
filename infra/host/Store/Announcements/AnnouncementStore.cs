using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Announcements;

/// <summary>All announcements, in order. An announcement never changes, and nothing is announced twice.</summary>
public sealed class AnnouncementStore
{
    private const string Columns = "id, topic, time, execution, attributes, message, packed_message";

    private readonly Database _database;
    private readonly TimeProvider _time;

    internal AnnouncementStore(Database database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>Appends an announcement; durable when it completes. If its token was used before, nothing is appended.</summary>
    /// <returns>The announcement, or the earlier one with the same token.</returns>
    public Task<AnnouncementRecord> AppendAsync(NewAnnouncement announcement, CancellationToken cancellationToken)
    {
        var now = SqlText.Format(_time.GetUtcNow());
        var attributes = JsonSerializer.Serialize(announcement.Attributes, StoreJson.Default.IReadOnlyDictionaryStringString);
        return _database.WriteAsync(
            session =>
            {
                session.Execute(
                    """
                    INSERT INTO announcements(topic, time, token, execution, attributes, message) VALUES ($1, $2, $3, $4, $5, $6)
                    ON CONFLICT(token) DO NOTHING
                    """,
                    announcement.Topic.ToString(), now, announcement.Token, announcement.ExecutionArn, attributes, announcement.Message);
                return session.QueryFirst($"SELECT {Columns} FROM announcements WHERE token = $1", Read, announcement.Token)!;
            },
            cancellationToken);
    }

    /// <param name="topic">Only this topic; null for all topics.</param>
    /// <param name="afterId">The last id of the previous page, in either direction; null for the first page.</param>
    /// <param name="newestFirst">True for descending ids, false for ascending ids.</param>
    /// <param name="limit">Maximum number of announcements, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<AnnouncementRecord>> ListAsync(
        AnnouncementTopic? topic, long? afterId, bool newestFirst, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var condition = newestFirst ? "id < $1 ORDER BY id DESC LIMIT $2" : "id > $1 ORDER BY id LIMIT $2";
        var from = afterId ?? (newestFirst ? long.MaxValue : 0);
        IReadOnlyList<AnnouncementRecord> page = _database.Read(session => topic is { } wantedTopic
            ? session.QueryAll($"SELECT {Columns} FROM announcements WHERE topic = $3 AND {condition}", Read, from, limit, wantedTopic.ToString())
            : session.QueryAll($"SELECT {Columns} FROM announcements WHERE {condition}", Read, from, limit));
        return Task.FromResult(page);
    }

    /// <summary>The announcements of one execution, in order. There are few, because every state announces once.</summary>
    public Task<IReadOnlyList<AnnouncementRecord>> ListByExecutionAsync(string executionArn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<AnnouncementRecord>>(_database.Read(session => ReadByExecution(session, executionArn)));
    }

    internal static List<AnnouncementRecord> ReadByExecution(SqlSession session, string executionArn) =>
        session.QueryAll($"SELECT {Columns} FROM announcements WHERE execution = $1 ORDER BY id", Read, executionArn);

    /// <summary>Compresses the long messages of an execution.</summary>
    /// <param name="session">Session, in a transaction.</param>
    /// <param name="execution">Number of the execution.</param>
    internal static void PackMessages(SqlSession session, long execution)
    {
        var messages = session.QueryAll(
            "SELECT id, message FROM announcements WHERE execution = (SELECT arn FROM executions WHERE number = $1) AND packed_message IS NULL",
            row => (Id: row.GetInt64(0), Text: row.GetString(1)), execution);
        foreach (var (id, text) in messages.Where(message => message.Text.Length >= PackedText.MinLength))
        {
            session.Execute("UPDATE announcements SET message = '', packed_message = $2 WHERE id = $1", id, PackedText.Pack(text));
        }
    }

    private static AnnouncementRecord Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        Enum.Parse<AnnouncementTopic>(row.GetString(1)),
        row.IsDBNull(6) ? row.GetString(5) : PackedText.Unpack(row.GetFieldValue<byte[]>(6)),
        JsonSerializer.Deserialize(row.GetString(4), StoreJson.Default.IReadOnlyDictionaryStringString)!,
        row.ReadTime(2),
        row.GetString(3));
}
