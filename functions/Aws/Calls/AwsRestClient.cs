using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;

namespace Pipeline.Aws.Calls;

/// <summary>
/// Calls a service that speaks AWS's REST-JSON protocol, in which the path names the operation, and for which the project has no client package.
/// Source: Smithy, "AWS REST JSON 1.0 protocol".
/// </summary>
/// <param name="http">Client; the caller disposes it.</param>
/// <param name="service">The service.</param>
/// <param name="region">Region of the call.</param>
/// <param name="credentials">Credentials that sign the call.</param>
/// <param name="time">Clock of signatures, and of the waits between attempts.</param>
public sealed class AwsRestClient(HttpClient http, AwsRestService service, RegionEndpoint region, AWSCredentials credentials, TimeProvider time)
{
    private const string MediaType = "application/json";

    private readonly SignedCalls _calls = new(http, service.SigningName, region, credentials, time);
    private readonly Uri _endpoint = service.FindEndpoint(region);

    /// <summary>Posts an operation's input. Throttled calls and faults of the service are retried.</summary>
    /// <param name="operation">Name of the operation, for messages.</param>
    /// <param name="path">Its path, each segment encoded for URLs.</param>
    /// <param name="request">Its input.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AmazonServiceException">The service returned an error.</exception>
    public Task<JsonObject> PostAsync(string operation, string path, JsonObject request, CancellationToken cancellationToken) =>
        _calls.PostAsync(operation, new(_endpoint, path), MediaType, target: null, request, cancellationToken);
}
