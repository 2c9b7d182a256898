using Amazon.Runtime;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Commands;

/// <summary>Adds what AWS can say no to, to the faults that users can do something about.</summary>
internal static class CloudFaults
{
    public static Fault? Explain(Exception exception) => exception switch
    {
        AmazonServiceException serviceException => new(ExitCodes.Failure, $"AWS refused: {serviceException.ErrorCode}: {serviceException.Message}"),
        // No credentials, no region, no way to the endpoint.
        AmazonClientException clientException => new(ExitCodes.Failure, clientException.Message),
        HttpRequestException clientException => new(ExitCodes.Failure, clientException.Message),
        _ => Faults.Explain(exception),
    };
}
