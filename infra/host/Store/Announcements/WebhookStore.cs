using System.Globalization;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Announcements;

/// <param name="Url">Where announcements are posted to; null: nowhere.</param>
/// <param name="DeliveredId">The last announcement that was delivered there, or that had been made before the address was set.</param>
public sealed record WebhookSetting(string? Url, long DeliveredId);

/// <summary>The address that gets every announcement, and how far it got: both survive the host.</summary>
public sealed class WebhookStore
{
    private const string UrlSetting = "webhook url";
    private const string DeliveredSetting = "webhook delivered";

    private readonly Database _database;

    internal WebhookStore(Database database) => _database = database;

    public Task<WebhookSetting> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(Read));
    }

    /// <summary>Sets the address, durable when it completes. A new one gets what is announced from now on.</summary>
    /// <param name="url">Where to; null: nowhere.</param>
    /// <param name="cancellationToken">Ends the wait for a place in the queue.</param>
    public Task<WebhookSetting> SetAsync(string? url, CancellationToken cancellationToken) => _database.WriteAsync(
        session =>
        {
            if (Read(session).Url != url)
            {
                var newest = session.QueryNumber("SELECT coalesce(max(id), 0) FROM announcements");
                WriteSetting(session, DeliveredSetting, newest.ToString(CultureInfo.InvariantCulture));
                WriteSetting(session, UrlSetting, url);
            }

            return Read(session);
        },
        cancellationToken);

    /// <summary>Notes how far the address got; nothing when it is another one by now.</summary>
    public Task<bool> MarkDeliveredAsync(string url, long id, CancellationToken cancellationToken) => _database.WriteAsync(
        session =>
        {
            var isCurrent = Read(session).Url == url;
            if (isCurrent)
            {
                WriteSetting(session, DeliveredSetting, id.ToString(CultureInfo.InvariantCulture));
            }

            return isCurrent;
        },
        cancellationToken);

    /// <summary>How many announcements it has not got yet.</summary>
    public Task<long> CountPendingAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => Read(session) is { Url: not null } setting
            ? session.QueryNumber("SELECT count(*) FROM announcements WHERE id > $1", setting.DeliveredId)
            : 0));
    }

    private static WebhookSetting Read(SqlSession session) => new(
        ReadSetting(session, UrlSetting), long.Parse(ReadSetting(session, DeliveredSetting) ?? "0", CultureInfo.InvariantCulture));

    private static string? ReadSetting(SqlSession session, string name) =>
        session.QueryFirst("SELECT value FROM settings WHERE name = $1", row => row.GetString(0), name);

    private static void WriteSetting(SqlSession session, string name, string? value)
    {
        if (value is null)
        {
            session.Execute("DELETE FROM settings WHERE name = $1", name);
        }
        else
        {
            session.Execute("INSERT INTO settings(name, value) VALUES ($1, $2) ON CONFLICT(name) DO UPDATE SET value = $2", name, value);
        }
    }
}
