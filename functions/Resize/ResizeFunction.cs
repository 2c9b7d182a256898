using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Resizing;
using Pipeline.Lambda;

namespace Pipeline.Resize;

/// <summary>The state Resize: makes one rendition of one original.</summary>
public sealed class ResizeFunction(ImageResizer resizer, FunctionCalls calls)
{
    [LambdaFunction]
    public Task<ResizeResponse> Resize(ResizeRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, resizer.ResizeAsync, DescribeRequest, DescribeResponse);

    private static void DescribeRequest(CallLogEntry entry, ResizeRequest request)
    {
        entry.Execution = request.Execution;
        entry.ImageId = ImageIds.Create(request.Original.Bucket, request.Original.Key);
        entry.Version = request.Original.Sha256;
        entry.Rendition = request.Plan.Rendition.Name;
    }

    private static void DescribeResponse(CallLogEntry entry, ResizeResponse response)
    {
        entry.Outcome = CallLogEntry.NameOf(response.Outcome);
        if (response.Rendition is { } rendition)
        {
            entry.Bytes = rendition.Bytes;
            entry.AddMetric(PipelineMetrics.RenditionBytes, MetricUnit.Bytes, rendition.Bytes);
        }

        if (response.Timings is { } timings)
        {
            entry.AddMetric(PipelineMetrics.DecodeTime, MetricUnit.Milliseconds, timings.Decode)
                .AddMetric(PipelineMetrics.ResampleTime, MetricUnit.Milliseconds, timings.Resample)
                .AddMetric(PipelineMetrics.EncodeTime, MetricUnit.Milliseconds, timings.Encode)
                .AddMetric(PipelineMetrics.StoreTime, MetricUnit.Milliseconds, timings.Write);
        }
    }
}
