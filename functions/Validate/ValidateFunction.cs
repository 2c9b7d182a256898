using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Validation;
using Pipeline.Lambda;

namespace Pipeline.Validate;

/// <summary>The state Validate: finds out what an upload is, whether to accept it, and which renditions to make.</summary>
public sealed class ValidateFunction(ImageValidator validator, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<ValidateResponse> Validate(ValidateRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, validator.ValidateAsync, DescribeRequest, DescribeResponse);

    private static void DescribeRequest(CallLogEntry entry, ValidateRequest request) => entry.SetEvent(request.Execution, request.Event);

    private static void DescribeResponse(CallLogEntry entry, ValidateResponse response)
    {
        entry.Outcome = CallLogEntry.NameOf(response.Outcome);
        entry.Reason = response.Reason?.Code;
        entry.Warning = response.Warning;
        if (response.Original is { } original)
        {
            entry.Version = original.Sha256;
            entry.Bytes = original.Bytes;
            entry.AddMetric(PipelineMetrics.OriginalBytes, MetricUnit.Bytes, original.Bytes);
        }
    }
}
