using Amazon.Runtime;
using Pipeline.Local.Commands;

namespace Pipeline.Cloud.Commands;

/// <summary>Adds what AWS can say no to, to the faults that users can do something about.</summary>
internal static class CloudFaults
{
    public static Fault? Explain(Exception exception) => exception switch
    {
        AmazonServiceException refused => new(ExitCodes.Refused, $"AWS refused: {refused.ErrorCode}: {refused.Message}"),
        // No credentials, no region, no way to the endpoint.
        AmazonClientException unreachable => new(ExitCodes.Refused, unreachable.Message),
        HttpRequestException unreachable => new(ExitCodes.Refused, unreachable.Message),
        _ => Faults.Explain(exception),
    };
}
