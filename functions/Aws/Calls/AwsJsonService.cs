using Amazon;

namespace Pipeline.Aws.Calls;

/// <summary>A service that speaks AWS's JSON protocol. Source: Smithy, "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol".</summary>
/// <param name="Name">Name in endpoints and signatures, such as <c>events</c>.</param>
/// <param name="Target">Prefix of operations in the header <c>X-Amz-Target</c>.</param>
/// <param name="Id">Last part of the environment variable that replaces the endpoint: <c>AWS_ENDPOINT_URL_{Id}</c>.</param>
public sealed record AwsJsonService(string Name, string Target, string Id)
{
    public static readonly AwsJsonService Athena = new("athena", "AmazonAthena", "ATHENA");

    public static readonly AwsJsonService EventBridge = new("events", "AWSEvents", "EVENTBRIDGE");

    public static readonly AwsJsonService Parameters = new("ssm", "AmazonSSM", "SSM");

    public static readonly AwsJsonService Secrets = new("secretsmanager", "secretsmanager", "SECRETS_MANAGER");

    public static readonly AwsJsonService Sqs = new("sqs", "AmazonSQS", "SQS") { MediaType = "application/x-amz-json-1.0" };

    /// <summary>The protocol's version.</summary>
    public string MediaType { get; init; } = "application/x-amz-json-1.1";

    /// <summary>Endpoint to use in place of that of the region; null for that of the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The endpoint in a region, or the one that the environment names, as for the SDK's clients.</summary>
    public Uri FindEndpoint(RegionEndpoint region) => Endpoint ?? ServiceEndpoint.Find(Name, Id, region);
}
