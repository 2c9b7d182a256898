using System.Globalization;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Announcements;

/// <summary>The webhook's address and its progress.</summary>
/// <param name="Url">Address that announcements are posted to; null if there is none.</param>
/// <param name="DeliveredId">Id of the last announcement that was delivered to it, or that was made before the address was set.</param>
public sealed record WebhookSetting(string? Url, long DeliveredId);

/// <summary>What became of announcements for one address.</summary>
/// <param name="Url">The address.</param>
/// <param name="Delivered">Attempts that delivered an announcement.</param>
/// <param name="Failed">Attempts that failed.</param>
/// <param name="Retried">Attempts after the first of an announcement.</param>
/// <param name="LastError">Error of the last attempt; null if it succeeded, or if another address was set since.</param>
/// <param name="LastAttempt">When the last attempt ended.</param>
public sealed record WebhookDeliveries(string Url, long Delivered, long Failed, long Retried, string? LastError, DateTimeOffset LastAttempt);

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
                // The error of an address that is not set any more is no concern.
                session.Execute("UPDATE webhook_deliveries SET last_error = NULL, failing_id = NULL");
            }

            return Read(session);
        },
        cancellationToken);

    /// <summary>Counts a delivery, and records that an announcement was delivered, unless the address has changed since.</summary>
    /// <param name="url">Address that it was delivered to.</param>
    /// <param name="id">Id of the announcement.</param>
    /// <param name="time">When it was delivered.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue.</param>
    /// <returns>False if the address has changed.</returns>
    public Task<bool> MarkDeliveredAsync(string url, long id, DateTimeOffset time, CancellationToken cancellationToken) => _database.WriteAsync(
        session =>
        {
            var isCurrent = Read(session).Url == url;
            CountAttempt(session, url, id, time, error: null, isCurrent);
            if (isCurrent)
            {
                WriteSetting(session, DeliveredSetting, id.ToString(CultureInfo.InvariantCulture));
            }

            return isCurrent;
        },
        cancellationToken);

    /// <summary>Counts an attempt that failed. Its error is kept if the address is still set.</summary>
    /// <param name="url">Address that the announcement was posted to.</param>
    /// <param name="id">Id of the announcement.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="time">When the attempt ended.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue.</param>
    public Task MarkFailedAsync(string url, long id, string error, DateTimeOffset time, CancellationToken cancellationToken) => _database.WriteAsync(
        session =>
        {
            CountAttempt(session, url, id, time, error, Read(session).Url == url);
            return true;
        },
        cancellationToken);

    /// <summary>Counts an attempt after which the receiver wants no more, and removes the address unless it has changed since. The error is kept.</summary>
    /// <inheritdoc cref="MarkFailedAsync"/>
    public Task StopAsync(string url, long id, string error, DateTimeOffset time, CancellationToken cancellationToken) => _database.WriteAsync(
        session =>
        {
            var isCurrent = Read(session).Url == url;
            CountAttempt(session, url, id, time, error, isCurrent);
            if (isCurrent)
            {
                WriteSetting(session, UrlSetting, null);
            }

            return true;
        },
        cancellationToken);

    /// <summary>The deliveries to each address, the one with the latest attempt first.</summary>
    public Task<IReadOnlyList<WebhookDeliveries>> ListDeliveriesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ListDeliveries());
    }

    /// <inheritdoc cref="ListDeliveriesAsync"/>
    public IReadOnlyList<WebhookDeliveries> ListDeliveries() => _database.Read(session => session.QueryAll(
        "SELECT url, delivered, failed, retried, last_error, last_attempt FROM webhook_deliveries ORDER BY last_attempt DESC, url",
        row => new WebhookDeliveries(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.ReadTextOrNull(4), row.ReadTime(5))));

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

    /// <summary>An attempt for the announcement whose last attempt failed is a retry.</summary>
    private static void CountAttempt(SqlSession session, string url, long id, DateTimeOffset time, string? error, bool isCurrent) => session.Execute(
        """
        INSERT INTO webhook_deliveries(url, delivered, failed, failing_id, last_error, last_attempt) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO UPDATE SET
            delivered = delivered + $2, failed = failed + $3, retried = retried + ifnull(failing_id = $7, 0),
            failing_id = $4, last_error = $5, last_attempt = $6
        """,
        url, error is null ? 1 : 0, error is null ? 0 : 1, error is not null && isCurrent ? id : null, isCurrent ? error : null, SqlText.Format(time), id);

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
