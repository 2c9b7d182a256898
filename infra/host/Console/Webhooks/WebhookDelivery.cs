using Microsoft.Extensions.Hosting;
using Pipeline.Core.Webhooks;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Webhooks;

/// <summary>
/// Posts every announcement to the configured URL, in order, one at a time and at least once, as a deployed stack does. Retries an announcement
/// until the response has status 2xx; later ones wait for it. A response with status 410 removes the URL.
/// </summary>
internal sealed class WebhookDelivery : BackgroundService
{
    private static readonly TimeSpan MinRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromMinutes(1);

    private readonly LocalStore _store;
    private readonly WebhookSender _sender;
    private readonly WebhookSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _signal = new(0);

    /// <param name="store">The store with the announcements and the URL.</param>
    /// <param name="options">Where deliveries may go, and what signs them.</param>
    /// <param name="time">Clock.</param>
    public WebhookDelivery(LocalStore store, WebhookOptions options, TimeProvider time) =>
        (_store, _sender, _secrets, _time) = (store, new(options.Addresses, time), options.Secrets, time);

    /// <summary>Call this when there is a new announcement or a new URL.</summary>
    public void Wake() => _signal.Release();

    public override void Dispose()
    {
        _signal.Dispose();
        _sender.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var retryDelay = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DeliverAsync(stoppingToken) is { } failure)
                {
                    retryDelay = retryDelay == TimeSpan.Zero ? MinRetryDelay : retryDelay * 2 < MaxRetryDelay ? retryDelay * 2 : MaxRetryDelay;
                    await WaitAsync(failure.RetryAfter > retryDelay ? failure.RetryAfter.Value : retryDelay, stoppingToken);
                }
                else
                {
                    retryDelay = TimeSpan.Zero;
                    await _signal.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>The attempt that failed; null if everything is delivered.</returns>
    private async Task<WebhookResult?> DeliverAsync(CancellationToken cancellationToken)
    {
        while (await _store.Webhook.GetAsync(cancellationToken) is { Url: { } url } setting)
        {
            var pending = await _store.Announcements.ListAsync(null, setting.DeliveredId, newestFirst: false, 100, cancellationToken);
            if (pending.Count == 0)
            {
                return null;
            }

            foreach (var announcement in pending)
            {
                var result = await _sender.SendAsync(new(url), WebhookMessage.Create(announcement.Message), _secrets, cancellationToken);
                if (result.Outcome == WebhookOutcome.Failed)
                {
                    await _store.Webhook.MarkFailedAsync(url, announcement.Id, Describe(url, announcement, result), _time.GetUtcNow(), cancellationToken);
                    return result;
                }

                if (result.Outcome == WebhookOutcome.Gone)
                {
                    await _store.Webhook.StopAsync(url, announcement.Id, Describe(url, announcement, result), _time.GetUtcNow(), cancellationToken);
                    break;
                }

                if (!await _store.Webhook.MarkDeliveredAsync(url, announcement.Id, _time.GetUtcNow(), cancellationToken))
                {
                    break;
                }
            }
        }

        return null;
    }

    private static string Describe(string url, AnnouncementRecord announcement, WebhookResult result) => $"Announcement {announcement.Id}: {url} {result.Error}.";

    /// <summary>Waits before the next attempt. A new URL ends the wait; a new announcement does not.</summary>
    private async Task WaitAsync(TimeSpan retryDelay, CancellationToken cancellationToken)
    {
        var url = (await _store.Webhook.GetAsync(cancellationToken)).Url;
        var until = _time.GetUtcNow() + retryDelay;
        for (var remaining = retryDelay; remaining > TimeSpan.Zero; remaining = until - _time.GetUtcNow())
        {
            if (await _signal.WaitAsync(remaining, cancellationToken) && (await _store.Webhook.GetAsync(cancellationToken)).Url != url)
            {
                return;
            }
        }
    }
}
