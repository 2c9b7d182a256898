using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Pipeline.Aws.Calls;

/// <summary>
/// Calls a service that speaks AWS's JSON protocol and for which the project has no client package. The SDK finds the credentials.
/// </summary>
/// <param name="http">Client; the caller disposes it.</param>
/// <param name="service">The service.</param>
/// <param name="region">Region of the call.</param>
/// <param name="credentials">Credentials that sign the call.</param>
/// <param name="time">Clock of signatures, and of the waits between attempts.</param>
public sealed class AwsJsonClient(HttpClient http, AwsJsonService service, RegionEndpoint region, AWSCredentials credentials, TimeProvider time)
{
    private const int MaxAttempts = 4;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    private readonly Uri _endpoint = service.FindEndpoint(region);
    private readonly SignatureV4 _signature = new(service.Name, region.SystemName);

    /// <summary>Creates a client with the credentials that the SDK's clients find, too.</summary>
    /// <param name="http">Client; the caller disposes it.</param>
    /// <param name="service">The service.</param>
    /// <param name="region">Name of the region.</param>
    /// <exception cref="AmazonClientException">There are no credentials.</exception>
    public static AwsJsonClient Create(HttpClient http, AwsJsonService service, string region) =>
        new(http, service, RegionEndpoint.GetBySystemName(region), DefaultAWSCredentialsIdentityResolver.GetCredentials(), TimeProvider.System);

    /// <summary>Calls an operation. Throttled calls and faults of the service are retried.</summary>
    /// <param name="operation">Name of the operation, such as <c>StartReplay</c>.</param>
    /// <param name="request">Its input.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AmazonServiceException">The service returned an error.</exception>
    public async Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(request.ToJsonString());
        for (var attempt = 1; ; attempt++)
        {
            using var message = await SignAsync(operation, body);
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

    private async Task<HttpRequestMessage> SignAsync(string operation, byte[] body)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(service.MediaType);
        message.Headers.Add("x-amz-target", $"{service.Target}.{operation}");
        _signature.Sign(message, body, await credentials.GetCredentialsAsync(), time.GetUtcNow());
        return message;
    }

    private AmazonServiceException CreateException(string operation, HttpResponseMessage response, string text)
    {
        var (code, reason) = (response.StatusCode.ToString(), text);
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
        return new($"{service.Name}:{operation}: {reason}", kind, code, requestId, response.StatusCode);
    }

    private static bool IsTransient(AmazonServiceException exception) =>
        exception.ErrorType == ErrorType.Receiver || exception.StatusCode == HttpStatusCode.TooManyRequests
        || exception.ErrorCode is "ThrottlingException" or "TooManyRequestsException";
}
