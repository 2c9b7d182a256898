using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Grouping;
using Pipeline.Core.Resizing;
using Pipeline.Lambda;

namespace Pipeline.Resize;

/// <summary>The state Resize: makes the renditions of a group from one decode of the original.</summary>
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
        entry.Rendition = RenditionGroup.NameOf(request.ListPlans());
    }

    private static void DescribeResponse(CallLogEntry entry, ResizeResponse response)
    {
        entry.Outcome = CallLogEntry.NameOf(response.Outcome);
        var made = response.ListRenditions();
        if (made.Count == 0)
        {
            return;
        }

        var bytes = made.Sum(file => file.Rendition.Bytes);
        entry.Bytes = bytes;
        entry.AddMetric(PipelineMetrics.RenditionBytes, MetricUnit.Bytes, bytes)
            .AddMetric(PipelineMetrics.DecodeTime, MetricUnit.Milliseconds, Sum(timings => timings.Decode))
            .AddMetric(PipelineMetrics.ResampleTime, MetricUnit.Milliseconds, Sum(timings => timings.Resample))
            .AddMetric(PipelineMetrics.EncodeTime, MetricUnit.Milliseconds, Sum(timings => timings.Encode))
            .AddMetric(PipelineMetrics.StoreTime, MetricUnit.Milliseconds, Sum(timings => timings.Write));

        double Sum(Func<ResizeTimings, double> part) => Math.Round(made.Sum(file => file.Timings is { } timings ? part(timings) : 0), 1);
    }
}
