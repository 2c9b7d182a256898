using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;

namespace Pipeline.Aws.Calls;

/// <summary>What the JSON protocols of AWS share: signed calls, their errors, and another attempt for those that may pass.</summary>
/// <param name="http">Client; the caller disposes it.</param>
/// <param name="service">Name of the service in signatures, which messages have, too.</param>
/// <param name="region">Region of the call.</param>
/// <param name="credentials">Credentials that sign the call.</param>
/// <param name="time">Clock of signatures, and of the waits between attempts.</param>
internal sealed class SignedCalls(HttpClient http, string service, RegionEndpoint region, AWSCredentials credentials, TimeProvider time)
{
    private const int MaxAttempts = 4;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    private readonly SignatureV4 _signature = new(service, region.SystemName);

    /// <summary>Posts JSON. Throttled calls and faults of the service are retried.</summary>
    /// <param name="operation">Name of the operation, for messages.</param>
    /// <param name="address">Address of the operation.</param>
    /// <param name="mediaType">Media type of the body.</param>
    /// <param name="target">Header <c>X-Amz-Target</c>; null for none.</param>
    /// <param name="request">Body.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AmazonServiceException">The service returned an error.</exception>
    public async Task<JsonObject> PostAsync(string operation, Uri address, string mediaType, string? target, JsonObject request, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(request.ToJsonString());
        for (var attempt = 1; ; attempt++)
        {
            using var message = await SignAsync(address, mediaType, target, body);
            using var response = await http.SendAsync(message, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
            }

            var exception = CreateException(operation, response, text);
            if (attempt == MaxAttempts || !IsTransient(exception))
            {
                throw exception;
            }

            await Task.Delay(FirstDelay * Math.Pow(2, attempt - 1), time, cancellationToken);
        }
    }

    private async Task<HttpRequestMessage> SignAsync(Uri address, string mediaType, string? target, byte[] body)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        if (target is not null)
        {
            message.Headers.Add("x-amz-target", target);
        }

        _signature.Sign(message, body, await credentials.GetCredentialsAsync(), time.GetUtcNow());
        return message;
    }

    private AmazonServiceException CreateException(string operation, HttpResponseMessage response, string text)
    {
        // ThrottlingException:http://internal.amazon.com/coral/com.amazon.coral.service/
        var named = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First().Split(':')[0] : null;
        var (code, reason) = (named ?? response.StatusCode.ToString(), text);
        try
        {
            var error = JsonNode.Parse(text) as JsonObject;
            // com.amazonaws.events#ResourceNotFoundException
            code = (string?)error?["__type"] is { } type ? type[(type.LastIndexOf('#') + 1)..] : code;
            reason = (string?)error?["message"] ?? (string?)error?["Message"] ?? reason;
        }
        catch (JsonException)
        {
            // A proxy's answer. The status and the text say what there is to know.
        }

        var requestId = response.Headers.TryGetValues("x-amzn-RequestId", out var ids) ? ids.First() : "";
        var kind = (int)response.StatusCode < 500 ? ErrorType.Sender : ErrorType.Receiver;
        return new($"{service}:{operation}: {reason}", kind, code, requestId, response.StatusCode);
    }

    private static bool IsTransient(AmazonServiceException exception) =>
        exception.ErrorType == ErrorType.Receiver || exception.StatusCode == HttpStatusCode.TooManyRequests
        || exception.ErrorCode is "ThrottlingException" or "TooManyRequestsException";
}
