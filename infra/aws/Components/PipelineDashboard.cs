using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Dashboards;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Pipeline.Infra.Components;

internal sealed record PipelineDashboardArgs(
    PipelineContext Context, PipelineSettings Settings, PipelineFunctions Functions, Reconciliation Reconciliation, ImageCatalogue Catalogue, ImageStateMachine StateMachine,
    EventRouting Routing, Destinations Destinations, Delivery? Delivery);

/// <summary>The state of the pipeline on one page. It has no graph of a metric that nothing writes.</summary>
internal sealed class PipelineDashboard : ComponentResource
{
    private static readonly string[] RejectionReasons =
    [
        ReasonCodes.EmptyObject, ReasonCodes.ObjectTooLarge, ReasonCodes.UnsupportedFormat,
        ReasonCodes.CorruptImage, ReasonCodes.TooManyPixels, ReasonCodes.TooManyFrames, ReasonCodes.NeedsTooMuchMemory,
    ];

    private const string Latency = "IngestionToInvocationStartLatency";

    /// <summary>CloudFront writes its metrics here, wherever the stack is.</summary>
    private const string CdnRegion = "us-east-1";

    private static readonly string[] ExecutionEvents = ["Started", "Succeeded", "Failed", "TimedOut", "Aborted"];

    private static readonly string[] TimeMetrics =
        [PipelineMetrics.DecodeTime, PipelineMetrics.ResampleTime, PipelineMetrics.EncodeTime, PipelineMetrics.StoreTime];

    private readonly PipelineDashboardArgs _args;

    public PipelineDashboard(string name, PipelineDashboardArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:PipelineDashboard", name, options)
    {
        _args = args;
        FailureQueue[] queues = [args.Routing.DeadLetters, args.Destinations.Failures, args.Destinations.FailuresDeadLetters, args.Destinations.Undelivered];
        var names = Output.All(queues.Select(queue => queue.Name));
        var dashboard = new Dashboard(args.Context.Name, new DashboardArgs
        {
            DashboardName = args.Context.Name,
            DashboardBody = Output.Tuple(args.Context.Region, args.StateMachine.Arn, args.Catalogue.Table, names, args.Delivery?.DistributionId ?? Output.Create("")).Apply(values =>
                BuildBody(values.Item1, values.Item2, values.Item3, [.. queues.Zip(values.Item4, (queue, queueName) => (queue.GetResourceName(), queueName))], values.Item5)),
        }, new CustomResourceOptions { Parent = this });
        DashboardName = dashboard.DashboardName;
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = DashboardName });
    }

    public Output<string> DashboardName { get; }

    private string BuildBody(string region, string stateMachine, string table, IReadOnlyList<(string Label, string Name)> queues, string distribution)
    {
        var body = new DashboardBody(region);
        body.AddText(BuildLinks(region, stateMachine));
        body.AddRow(
            new Graph("Executions", [.. ExecutionEvents.Select(end => ExecutionMetric(stateMachine, $"Executions{end}", "Sum", end))]),
            new Graph("Duration of executions (ms)", [ExecutionMetric(stateMachine, "ExecutionTime", "p50", "p50"), ExecutionMetric(stateMachine, "ExecutionTime", "p99", "p99")]),
            new Graph("From an event to its execution (ms)", [.. _args.Routing.RuleNames.SelectMany((rule, i) => (GraphMetric[])
                [RuleMetric(rule, i, Latency, "p50", $"p50 {rule}"), RuleMetric(rule, i, Latency, "p99", $"p99 {rule}")])]));
        body.AddRow(
            new Graph("Rejected images by reason",
                [.. RejectionReasons.Select(reason => PipelineMetric(PipelineMetrics.RejectedImages, "Sum", reason, (PipelineMetrics.Reason, reason)))]),
            new Graph("Bytes in and out",
                [PipelineMetric(PipelineMetrics.OriginalBytes, "Sum", "originals"), PipelineMetric(PipelineMetrics.RenditionBytes, "Sum", "renditions")]),
            new Graph("Time of one rendition, p50 (ms)", [.. TimeMetrics.Select(metric => PipelineMetric(metric, "p50", metric))]));
        if (_args.Settings.Describe is not null)
        {
            body.AddRow(
                new Graph("Images described", [PipelineMetric(PipelineMetrics.DescribedImages, "Sum", "described")]),
                new Graph("Tokens of the model", [PipelineMetric(PipelineMetrics.ModelInputTokens, "Sum", "read"), PipelineMetric(PipelineMetrics.ModelOutputTokens, "Sum", "written")]),
                new Graph("Price of the model ($)", [PipelineMetric(PipelineMetrics.ModelPrice, "Sum", "price")]));
        }

        foreach (var function in _args.Functions.All.Append(_args.Reconciliation.Function))
        {
            FunctionGraphs.Add(body, function);
        }

        body.AddRow(
            new Graph("Concurrent calls of the account", [new GraphMetric("AWS/Lambda", "ClaimedAccountConcurrency", [], "Maximum", "claimed")])
            {
                Threshold = ("alarm", _args.Settings.Alarms.Concurrency),
            },
            new Graph("Throttled transitions, reads and writes",
            [
                ExecutionMetric(stateMachine, "ExecutionThrottled", "Sum", "transitions"),
                .. TableThrottling.Metrics.Select(metric => new GraphMetric("AWS/DynamoDB", metric.Name, metric.GetDimensions(table), "Sum", metric.Label)),
            ]));
        body.AddRow(
            new Graph("Events that did not reach their target", [.. _args.Routing.RuleNames.Select((rule, i) => RuleMetric(rule, i, "FailedInvocations", "Sum", rule))]),
            new Graph("Messages that need attention", [.. queues.Select(queue =>
                new GraphMetric("AWS/SQS", "ApproximateNumberOfMessagesVisible", [("QueueName", queue.Name)], "Maximum", queue.Label))]));
        if (_args.Delivery is not null)
        {
            body.AddRow(
                new Graph("CDN: requests", [CdnMetric(distribution, "Requests", "Sum", "requests")]) { Region = CdnRegion },
                new Graph("CDN: bytes", [CdnMetric(distribution, "BytesDownloaded", "Sum", "downloaded")]) { Region = CdnRegion },
                new Graph("CDN: requests that fail (%)", [CdnMetric(distribution, "4xxErrorRate", "Average", "4xx"), CdnMetric(distribution, "5xxErrorRate", "Average", "5xx")]) { Region = CdnRegion });
        }

        return body.ToString();
    }

    private string BuildLinks(string region, string stateMachine)
    {
        var console = $"https://{region}.console.aws.amazon.com";
        var executions = $"[Executions]({console}/states/home?region={region}#/statemachines/view/{stateMachine})";
        return _args.Settings.Logs.Tracing ? $"{executions} · [Traces in X-Ray]({console}/cloudwatch/home?region={region}#xray:traces)" : executions;
    }

    private static GraphMetric CdnMetric(string distribution, string metric, string statistic, string label) =>
        new("AWS/CloudFront", metric, [("DistributionId", distribution), ("Region", "Global")], statistic, label);

    private static GraphMetric ExecutionMetric(string stateMachine, string metric, string statistic, string label) =>
        new("AWS/States", metric, [("StateMachineArn", stateMachine)], statistic, label);

    private GraphMetric PipelineMetric(string metric, string statistic, string label, params IReadOnlyList<(string, string)> additionalDimensions) =>
        new(PipelineMetrics.Namespace, metric, [(PipelineMetrics.Pipeline, _args.Context.Name), .. additionalDimensions], statistic, label);

    private GraphMetric RuleMetric(string rule, int i, string metric, string statistic, string label) => new("AWS/Events", metric,
        i == 0 ? [("RuleName", rule)] : [("EventBusName", _args.Routing.BusName!), ("RuleName", rule)], statistic, label);
}
