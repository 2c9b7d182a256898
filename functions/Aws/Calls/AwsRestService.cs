using Amazon;

namespace Pipeline.Aws.Calls;

/// <summary>A service that speaks AWS's REST-JSON protocol.</summary>
/// <param name="Name">Name in endpoints, such as <c>bedrock-runtime</c>.</param>
/// <param name="SigningName">Name in signatures, such as <c>bedrock</c>.</param>
/// <param name="Id">Last part of the environment variable that replaces the endpoint: <c>AWS_ENDPOINT_URL_{Id}</c>.</param>
public sealed record AwsRestService(string Name, string SigningName, string Id)
{
    public static readonly AwsRestService BedrockRuntime = new("bedrock-runtime", "bedrock", "BEDROCK_RUNTIME");

    /// <summary>Endpoint to use in place of that of the region; null for that of the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The endpoint in a region, or the one that the environment names, as for the SDK's clients.</summary>
    public Uri FindEndpoint(RegionEndpoint region) => Endpoint ?? ServiceEndpoint.Find(Name, Id, region);
}
