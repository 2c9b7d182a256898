using System.Net;
using System.Net.Http.Headers;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Pipeline.Aws.Calls;

namespace Pipeline.Aws.Delivery;

/// <summary>Takes renditions out of the edges of a CloudFront distribution. Its API has no client package here, and one region.</summary>
/// <param name="http">Client; the caller disposes it.</param>
/// <param name="credentials">Credentials of the function's role.</param>
/// <param name="distribution">Id of the distribution.</param>
/// <param name="time">Clock of signatures, and of the waits between attempts.</param>
/// <param name="endpoint">Address of CloudFront; null for AWS's.</param>
/// <seealso href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html"/>
public sealed partial class DistributionCache(HttpClient http, AWSCredentials credentials, string distribution, TimeProvider time, Uri? endpoint = null)
{
    private const string Version = "2020-05-31";

    private const string MediaType = "text/xml";

    /// <summary>Seconds of the first wait; each is twice the one before.</summary>
    private const double FirstDelay = 0.5;

    private const double MaxDelay = 15;

    /// <summary>Share of a call that may pass before the CDN is given up.</summary>
    private const double PatienceShare = 0.8;

    /// <summary>A rush of calls waits for the CDN. It must not keep the account's calls for itself.</summary>
    private static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(60);

    private readonly SignatureV4 _signature = new("cloudfront", "us-east-1");
    private readonly Uri _address = new(endpoint ?? new("https://cloudfront.amazonaws.com"), $"/{Version}/distribution/{distribution}/invalidation");

    /// <summary>
    /// Invalidates everything below <c>/{folder}/</c>. CloudFront works on at most 15 such paths at a time and refuses more, so throttled calls and faults are retried
    /// until the token is cancelled.
    /// </summary>
    /// <param name="folder">Folder of the image's renditions, without a slash at its end.</param>
    /// <param name="reference">Identifies the request: CloudFront takes a second one with the same reference and path for the first, and bills it once.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="InvalidationException">CloudFront refused, or had not accepted when the token was cancelled.</exception>
    public async Task InvalidateAsync(string folder, string reference, CancellationToken cancellationToken)
    {
        var paths = InvalidationPaths.Of(folder);
        var body = Encoding.UTF8.GetBytes(CreateBody(paths, reference));
        var problem = "there was no time left.";
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await SendAsync(paths, body, cancellationToken) is not { } transient)
                {
                    return;
                }

                problem = $"{transient} ({attempt} {(attempt == 1 ? "attempt" : "attempts")})";
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(MaxDelay, FirstDelay * Math.Pow(2, attempt - 1))), time, cancellationToken);
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new InvalidationException(distribution, paths, problem, exception);
        }
    }

    /// <summary>How long a call that has other work to do may wait for CloudFront, from now on: long enough to help, and short enough that it still returns.</summary>
    /// <param name="allowed">How long the call may take.</param>
    public CancellationTokenSource StartPatience(TimeSpan allowed) =>
        new(TimeSpan.FromSeconds(Math.Clamp(allowed.TotalSeconds * PatienceShare, 0, MaxPatience.TotalSeconds)), time);

    /// <summary>Invalidates as <see cref="InvalidateAsync"/> does, until the patience is over.</summary>
    /// <param name="folder">Folder of the image's renditions, without a slash at its end.</param>
    /// <param name="reference">Identifies the request.</param>
    /// <param name="patience">From <see cref="StartPatience"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Why renditions are still in the CDN; null if they are not.</returns>
    public async Task<string?> TryInvalidateAsync(string folder, string reference, CancellationToken patience, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(patience, cancellationToken);
        try
        {
            await InvalidateAsync(folder, reference, ended.Token);
            return null;
        }
        catch (InvalidationException exception)
        {
            return exception.Message;
        }
    }

    /// <returns>Null if CloudFront accepted; otherwise the problem, if another attempt may help.</returns>
    private async Task<string?> SendAsync(IReadOnlyList<string> paths, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        _signature.Sign(request, body, await credentials.GetCredentialsAsync(), time.GetUtcNow());
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return null;
            }

            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var code = ErrorCode().Match(text) is { Success: true } match ? match.Groups[1].Value : "";
            var problem = $"{(int)response.StatusCode} {(code.Length > 0 ? code : text)}";
            return IsTransient(response.StatusCode, code) ? problem : throw new InvalidationException(distribution, paths, problem);
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The client's own time limit.
            return exception.Message;
        }
    }

    private static string CreateBody(IReadOnlyList<string> paths, string reference)
    {
        var items = string.Concat(paths.Select(path => $"<Path>{SecurityElement.Escape(path)}</Path>"));
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/{Version}/"><Paths><Quantity>{paths.Count}</Quantity><Items>{items}</Items></Paths><CallerReference>{SecurityElement.Escape(reference)}</CallerReference></InvalidationBatch>
            """;
    }

    private static bool IsTransient(HttpStatusCode status, string code) =>
        status >= HttpStatusCode.InternalServerError || status == HttpStatusCode.TooManyRequests || code == "TooManyInvalidationsInProgress" || code.StartsWith("Throttling", StringComparison.Ordinal);

    [GeneratedRegex("<Code>([A-Za-z]+)</Code>")]
    private static partial Regex ErrorCode();
}
