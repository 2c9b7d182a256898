using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Pipeline.Aws.Calls;

namespace Pipeline.Cloud.Functions;

/// <summary>An answer of Lambda.</summary>
/// <param name="Body">Its body; empty if it has none.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record LambdaResponse(string Body, HttpResponseHeaders Headers)
{
    public JsonObject ReadObject() => Body.Length == 0 ? [] : JsonNode.Parse(Body)!.AsObject();

    public string? FindHeader(string name) => Headers.TryGetValues(name, out var values) ? values.First() : null;
}

/// <summary>Calls Lambda's REST API. The project has no client package for Lambda.</summary>
/// <param name="http">Client; the caller disposes it.</param>
/// <param name="endpoint">Lambda's address in the region.</param>
/// <param name="region">Name of the region.</param>
/// <param name="credentials">Credentials that sign the calls.</param>
/// <param name="time">Clock of signatures and waits.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html"/>
internal sealed class LambdaClient(HttpClient http, Uri endpoint, string region, AWSCredentials credentials, TimeProvider time)
{
    private const string Functions = "/2015-03-31/functions";

    private const int MaxAttempts = 6;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    private readonly SignatureV4 _signature = new("lambda", region);

    /// <summary>Creates a client with the endpoint and the credentials that the SDK's clients find, too.</summary>
    public static LambdaClient Create(HttpClient http, string region) =>
        new(http, ServiceEndpoint.Find("lambda", "LAMBDA", RegionEndpoint.GetBySystemName(region)), region, DefaultAWSCredentialsIdentityResolver.GetCredentials(), TimeProvider.System);

    /// <summary>Calls an operation. Throttled calls and faults of the service are retried.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path and query below the functions: <c>/NAME/configuration</c>.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="headers">Headers beginning with <c>x-amz-</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AmazonServiceException">Lambda returned an error.</exception>
    public async Task<LambdaResponse> CallAsync(
        HttpMethod method, string path, string? body, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = await SignAsync(method, path, body, headers);
            using var response = await http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return new(text, response.Headers);
            }

            if (attempt == MaxAttempts || !(response.StatusCode >= HttpStatusCode.InternalServerError || response.StatusCode == HttpStatusCode.TooManyRequests))
            {
                throw CreateException(method, path, response, text);
            }

            await Task.Delay(FirstDelay * Math.Pow(2, attempt - 1), time, cancellationToken);
        }
    }

    /// <inheritdoc cref="CallAsync(HttpMethod, string, string?, IReadOnlyDictionary{string, string}, CancellationToken)"/>
    public async Task<JsonObject> CallAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        (await CallAsync(method, path, body?.ToJsonString(), new Dictionary<string, string>(), cancellationToken)).ReadObject();

    private async Task<HttpRequestMessage> SignAsync(HttpMethod method, string path, string? body, IReadOnlyDictionary<string, string> headers)
    {
        var request = new HttpRequestMessage(method, new Uri(endpoint, Functions + path));
        var content = Encoding.UTF8.GetBytes(body ?? "");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(content);
            request.Content.Headers.ContentType = new("application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        _signature.Sign(request, content, await credentials.GetCredentialsAsync(), time.GetUtcNow());
        return request;
    }

    private static AmazonServiceException CreateException(HttpMethod method, string path, HttpResponseMessage response, string text)
    {
        var code = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First().Split(':')[0] : response.StatusCode.ToString();
        var kind = response.StatusCode < HttpStatusCode.InternalServerError ? ErrorType.Sender : ErrorType.Receiver;
        return new($"{method} {Functions}{path}: {text}", kind, code, "", response.StatusCode);
    }
}
