using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Pipeline.Core.Webhooks;

/// <summary>
/// Posts announcements to webhooks: signed, only to addresses that the rules allow, without following redirects. The same in Lambda and on the
/// local host. Keep it, because it pools connections.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    /// <summary>How long a receiver may take to respond.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>The longest time for which a receiver can ask to be left alone.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>After this time, the name of a receiver is looked up again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Kilobytes of a response's headers. Its body is not read.</summary>
    private const int MaxHeaderKilobytes = 16;

    /// <summary>Bytes of a response's body that are read over so that its connection can be used again.</summary>
    private const int MaxDrainedBytes = 64 * 1024;

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <param name="rules">Where deliveries may go.</param>
    /// <param name="time">Clock of timestamps.</param>
    public WebhookSender(AddressRules rules, TimeProvider time)
    {
        _time = time;
        _client = new(new SocketsHttpHandler
        {
            ConnectCallback = new CheckedConnections(rules).ConnectAsync,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would connect to any address.
            UseProxy = false,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = MaxDrainedBytes,
        })
        { Timeout = Timeout };
    }

    /// <summary>Makes one attempt. Faults of the receiver and of the network are outcomes.</summary>
    /// <param name="url">Address of the receiver, with scheme http or https.</param>
    /// <param name="message">The announcement.</param>
    /// <param name="secrets">Secrets that sign it.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public async Task<WebhookResult> SendAsync(Uri url, WebhookMessage message, WebhookSecrets secrets, CancellationToken cancellationToken)
    {
        using var request = CreateRequest(url, message, secrets);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Read(response);
        }
        catch (HttpRequestException exception)
        {
            return new(WebhookOutcome.Failed, exception.InnerException is AddressRefusedException refused
                ? $"was refused: {refused.Message}"
                : $"could not be reached: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(WebhookOutcome.Failed, $"did not respond within {Timeout.TotalSeconds:0} seconds");
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage CreateRequest(Uri url, WebhookMessage message, WebhookSecrets secrets)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(message.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("image-pipeline", null));
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.Add(WebhookHeaders.Id, message.Id);
        request.Headers.Add(WebhookHeaders.Timestamp, timestamp.ToString(CultureInfo.InvariantCulture));
        if (secrets.Sign(message.Id, timestamp, message.Body.Span) is { } signature)
        {
            request.Headers.Add(WebhookHeaders.Signature, signature);
        }

        return request;
    }

    private WebhookResult Read(HttpResponseMessage response)
    {
        var status = $"responded with {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        return response.StatusCode switch
        {
            HttpStatusCode.Gone => new(WebhookOutcome.Gone, status),
            _ when response.IsSuccessStatusCode => new(WebhookOutcome.Delivered),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new(WebhookOutcome.Failed, status, ReadRetryAfter(response.Headers.RetryAfter)),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(WebhookOutcome.Failed, $"{status}; redirects are not followed"),
            _ => new(WebhookOutcome.Failed, status),
        };
    }

    private TimeSpan? ReadRetryAfter(RetryConditionHeaderValue? header)
    {
        var delay = header?.Delta ?? (header?.Date - _time.GetUtcNow());
        return delay is not { } asked ? null
            : asked < TimeSpan.Zero ? TimeSpan.Zero
            : asked > MaxRetryAfter ? MaxRetryAfter
            : asked;
    }
}
