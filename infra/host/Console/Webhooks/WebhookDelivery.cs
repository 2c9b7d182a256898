using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Hosting;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Webhooks;

/// <summary>
/// Posts every announcement to the configured URL, in order, one at a time and at least once, in the form in which SNS delivers to an
/// HTTP subscription with raw message delivery. Retries an announcement until the response has status 2xx; later ones wait for it.
/// </summary>
internal sealed class WebhookDelivery : BackgroundService
{
    private static readonly TimeSpan MinRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromMinutes(1);

    private readonly LocalStore _store;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _signal = new(0);

    /// <param name="store">The store with the announcements and the URL.</param>
    /// <param name="client">Must not follow redirects, so that announcements go only to the configured URL.</param>
    /// <param name="time">Clock.</param>
    public WebhookDelivery(LocalStore store, HttpClient client, TimeProvider time) => (_store, _client, _time) = (store, client, time);

    /// <summary>Call this when there is a new announcement or a new URL.</summary>
    public void Wake() => _signal.Release();

    public override void Dispose()
    {
        _signal.Dispose();
        _client.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var retryDelay = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DeliverAsync(stoppingToken))
                {
                    retryDelay = TimeSpan.Zero;
                    await _signal.WaitAsync(stoppingToken);
                }
                else
                {
                    retryDelay = retryDelay == TimeSpan.Zero ? MinRetryDelay : retryDelay * 2 < MaxRetryDelay ? retryDelay * 2 : MaxRetryDelay;
                    await WaitAsync(retryDelay, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>True if everything is delivered; false if an attempt failed.</returns>
    private async Task<bool> DeliverAsync(CancellationToken cancellationToken)
    {
        while (await _store.Webhook.GetAsync(cancellationToken) is { Url: { } url } setting)
        {
            var pending = await _store.Announcements.ListAsync(null, setting.DeliveredId, newestFirst: false, 100, cancellationToken);
            if (pending.Count == 0)
            {
                return true;
            }

            foreach (var announcement in pending)
            {
                if (await PostAsync(url, announcement, cancellationToken) is { } error)
                {
                    await _store.Webhook.MarkFailedAsync(url, announcement.Id, error, _time.GetUtcNow(), cancellationToken);
                    return false;
                }

                if (!await _store.Webhook.MarkDeliveredAsync(url, announcement.Id, _time.GetUtcNow(), cancellationToken))
                {
                    break;
                }
            }
        }

        return true;
    }

    /// <returns>What went wrong; null if the announcement was delivered.</returns>
    private async Task<string?> PostAsync(string url, AnnouncementRecord announcement, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(announcement.Message));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("x-amz-sns-message-type", "Notification");
        request.Headers.Add("x-amz-sns-message-id", announcement.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add("x-amz-sns-topic-arn", $"arn:aws:sns:local:000000000000:{announcement.Topic.ToString().ToLowerInvariant()}");
        request.Headers.Add("x-amz-sns-rawdelivery", "true");
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"{url} responded to announcement {announcement.Id} with {(int)response.StatusCode} {response.ReasonPhrase}.";
        }
        catch (HttpRequestException exception)
        {
            return $"{url} could not be reached: {exception.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{url} did not respond within {_client.Timeout.TotalSeconds:0} seconds.";
        }
    }

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
