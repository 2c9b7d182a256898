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
    private readonly SignedCalls _calls = new(http, service.Name, region, credentials, time);
    private readonly Uri _endpoint = service.FindEndpoint(region);

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
    public Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellationToken) =>
        _calls.PostAsync(operation, _endpoint, service.MediaType, $"{service.Target}.{operation}", request, cancellationToken);
}
