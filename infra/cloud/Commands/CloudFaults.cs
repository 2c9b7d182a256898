using Amazon.Runtime;
using Pipeline.Aws.Catalogue;
using Pipeline.Cloud.Queries;
using Pipeline.Cloud.Tuning;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Commands;

/// <summary>Explains errors of AWS, in addition to the other faults that users can fix.</summary>
internal static class CloudFaults
{
    public static Fault? Explain(Exception exception) => exception switch
    {
        AmazonServiceException serviceException => new(ExitCodes.Failure, $"AWS returned an error: {serviceException.ErrorCode}: {serviceException.Message}"),
        // Missing credentials or region, or an endpoint that cannot be reached.
        AmazonClientException clientException => new(ExitCodes.Failure, clientException.Message),
        // The table is not there, must not be read, or has an item that the pipeline did not write. The messages say what to do.
        CatalogueNotFoundException or CatalogueAccessDeniedException or MalformedEntryException => new(ExitCodes.Failure, exception.Message),
        AthenaQueryException or TuningException => new(ExitCodes.Failure, exception.Message),
        HttpRequestException clientException => new(ExitCodes.Failure, clientException.Message),
        _ => Faults.Explain(exception),
    };
}
