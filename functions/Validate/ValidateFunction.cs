using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Validation;
using Pipeline.Lambda;

namespace Pipeline.Validate;

/// <summary>The state Validate: what an upload is, whether it may pass, and what to make of it.</summary>
public sealed class ValidateFunction(ImageValidator validator, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<ValidateResponse> Validate(ValidateRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, validator.ValidateAsync, Ask, Answer);

    private static void Ask(CallLine line, ValidateRequest request) => line.About(request.Execution, request.Event);

    private static void Answer(CallLine line, ValidateResponse response)
    {
        line.Outcome = CallLine.Word(response.Outcome);
        line.Reason = response.Reason?.Code;
        if (response.Original is { } original)
        {
            line.Version = original.Sha256;
            line.Bytes = original.Bytes;
            line.Metric(PipelineMetrics.OriginalBytes, MetricUnit.Bytes, original.Bytes);
        }
    }
}
