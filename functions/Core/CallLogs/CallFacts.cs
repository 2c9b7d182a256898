using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Grouping;

namespace Pipeline.Core.CallLogs;

/// <summary>What the log line of a call says of its request and its response, for each function that the state machine calls.</summary>
public static class CallFacts
{
    public static void AddRequest(CallLogEntry entry, ValidateRequest request) => entry.SetEvent(request.Execution, request.Event);

    public static void AddResponse(CallLogEntry entry, ValidateRequest request, ValidateResponse response)
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

    public static void AddRequest(CallLogEntry entry, ResizeRequest request)
    {
        entry.Execution = request.Execution;
        entry.ImageId = ImageIds.Create(request.Original.Bucket, request.Original.Key);
        entry.Version = request.Original.Sha256;
        entry.Rendition = RenditionGroup.NameOf(request.ListPlans());
    }

    public static void AddResponse(CallLogEntry entry, ResizeRequest request, ResizeResponse response)
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

    public static void AddRequest(CallLogEntry entry, DescribeRequest request)
    {
        entry.Execution = request.Execution;
        entry.ImageId = ImageIds.Create(request.Original.Bucket, request.Original.Key);
        entry.Version = request.Original.Sha256;
    }

    public static void AddResponse(CallLogEntry entry, DescribeRequest request, DescribeResponse response)
    {
        entry.Outcome = CallLogEntry.NameOf(response.Outcome);
        entry.Warning = response.Message;
        if (response.Outcome == DescribeOutcome.Described)
        {
            entry.AddMetric(PipelineMetrics.DescribedImages, MetricUnit.Count, 1);
        }

        if (response.Usage is { } usage)
        {
            entry.AddMetric(PipelineMetrics.ModelInputTokens, MetricUnit.Count, usage.InputTokens)
                .AddMetric(PipelineMetrics.ModelOutputTokens, MetricUnit.Count, usage.OutputTokens);
            if (usage.Price is { } price)
            {
                entry.AddMetric(PipelineMetrics.ModelPrice, MetricUnit.None, (double)price);
            }
        }
    }

    public static void AddRequest(CallLogEntry entry, PersistRequest request) =>
        entry.SetEvent(request.Execution, request.Event).Version = request.Original?.Sha256;

    public static void AddResponse(CallLogEntry entry, PersistRequest request, PersistResponse response)
    {
        entry.Outcome = CallLogEntry.NameOf(response.Outcome);
        if (response.Outcome is not (PersistOutcome.Recorded or PersistOutcome.Quarantined))
        {
            return;
        }

        entry.Reason = response.Record.Reason?.Code;
        if (request.Result == PersistResult.Rejected)
        {
            entry.IsCountedByReason = true;
            entry.AddMetric(PipelineMetrics.RejectedImages, MetricUnit.Count, 1);
        }
    }

    public static void AddRequest(CallLogEntry entry, RemoveRequest request) => entry.SetEvent(request.Execution, request.Event);

    public static void AddResponse(CallLogEntry entry, RemoveRequest request, RemoveResponse response) =>
        entry.Outcome = CallLogEntry.NameOf(response.Outcome);

    public static void AddRequest(CallLogEntry entry, SummariseRequest request) => entry.Execution = request.Execution;

    public static void AddResponse(CallLogEntry entry, SummariseRequest request, SummariseResponse response) =>
        entry.Outcome = response.Counts.Failed > 0 ? "some failed" : "none failed";
}
