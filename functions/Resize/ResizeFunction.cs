using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Resizing;
using Pipeline.Lambda;

namespace Pipeline.Resize;

/// <summary>The state Resize: one rendition of one original.</summary>
public sealed class ResizeFunction(ImageResizer resizer, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<ResizeResponse> Resize(ResizeRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, resizer.ResizeAsync, Ask, Answer);

    private static void Ask(CallLine line, ResizeRequest request)
    {
        line.Execution = request.Execution;
        line.ImageId = ImageIds.Of(request.Original.Bucket, request.Original.Key);
        line.Version = request.Original.Sha256;
        line.Rendition = request.Plan.Rendition.Name;
    }

    private static void Answer(CallLine line, ResizeResponse response)
    {
        line.Outcome = CallLine.Word(response.Outcome);
        if (response.Rendition is { } rendition)
        {
            line.Bytes = rendition.Bytes;
            line.Metric(PipelineMetrics.RenditionBytes, MetricUnit.Bytes, rendition.Bytes);
        }

        if (response.Timings is { } timings)
        {
            line.Metric(PipelineMetrics.DecodeTime, MetricUnit.Milliseconds, timings.Decode)
                .Metric(PipelineMetrics.ResampleTime, MetricUnit.Milliseconds, timings.Resample)
                .Metric(PipelineMetrics.EncodeTime, MetricUnit.Milliseconds, timings.Encode)
                .Metric(PipelineMetrics.StoreTime, MetricUnit.Milliseconds, timings.Write);
        }
    }
}
