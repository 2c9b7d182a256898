using System.Globalization;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Announcements;

/// <summary>The webhook's address and its progress.</summary>
/// <param name="Url">Address that announcements are posted to; null if there is none.</param>
/// <param name="DeliveredId">Id of the last announcement that was delivered to it, or that was made before the address was set.</param>
public sealed record WebhookSetting(string? Url, long DeliveredId);

/// <summary>The address that gets every announcement, and the last announcement that it got. Both survive a restart.</summary>
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

    /// <summary>Sets the address; durable when it completes. A new address gets the announcements made from now on.</summary>
    /// <param name="url">The address; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue.</param>
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

    /// <summary>Records that an announcement was delivered, unless the address has changed since.</summary>
    /// <returns>False if the address has changed.</returns>
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

    /// <summary>Counts the announcements that are not delivered yet.</summary>
    public Task<long> CountPendingAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => Read(session) is { Url: not null } setting
            ? session.QueryNumber("SELECT count(*) FROM announcements WHERE id > $1", setting.DeliveredId)
            : 0));
    }

    /// <summary>Id of the last announcement that no webhook waits for.</summary>
    internal static long ReadDeliveredId(SqlSession session) => Read(session) is { Url: not null } setting ? setting.DeliveredId : long.MaxValue;

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
