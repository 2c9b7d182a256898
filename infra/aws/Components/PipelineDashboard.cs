using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Infra.Context;
using Pipeline.Infra.Dashboards;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Pipeline.Infra.Components;

internal sealed record PipelineDashboardArgs(
    PipelineContext Context, PipelineFunctions Functions, ImageStateMachine StateMachine, EventRouting Routing, Destinations Destinations);

/// <summary>The state of the pipeline on one page.</summary>
internal sealed class PipelineDashboard : ComponentResource
{
    private static readonly string[] RejectionReasons =
    [
        ReasonCodes.EmptyObject, ReasonCodes.ObjectTooLarge, ReasonCodes.UnsupportedFormat,
        ReasonCodes.CorruptImage, ReasonCodes.TooManyPixels, ReasonCodes.TooManyFrames, ReasonCodes.NeedsTooMuchMemory,
    ];

    private static readonly string[] ExecutionEvents = ["Started", "Succeeded", "Failed", "TimedOut"];

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
            DashboardBody = Output.Tuple(args.Context.Region, args.StateMachine.Arn, names).Apply(values =>
                BuildBody(values.Item1, values.Item2, [.. queues.Zip(values.Item3, (queue, queueName) => (queue.GetResourceName(), queueName))])),
        }, new CustomResourceOptions { Parent = this });
        DashboardName = dashboard.DashboardName;
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = DashboardName });
    }

    public Output<string> DashboardName { get; }

    private string BuildBody(string region, string stateMachine, IReadOnlyList<(string Label, string Name)> queues)
    {
        var body = new DashboardBody(region);
        body.AddRow(
            new Graph("Executions", [.. ExecutionEvents.Select(end => ExecutionMetric(stateMachine, $"Executions{end}", "Sum", end))]),
            new Graph("Duration of executions (ms)", [ExecutionMetric(stateMachine, "ExecutionTime", "p50", "p50"), ExecutionMetric(stateMachine, "ExecutionTime", "p99", "p99")]));
        body.AddRow(
            new Graph("Rejected images by reason",
                [.. RejectionReasons.Select(reason => PipelineMetric(PipelineMetrics.RejectedImages, "Sum", reason, (PipelineMetrics.Reason, reason)))]),
            new Graph("Bytes in and out",
                [PipelineMetric(PipelineMetrics.OriginalBytes, "Sum", "originals"), PipelineMetric(PipelineMetrics.RenditionBytes, "Sum", "renditions")]),
            new Graph("Time of one rendition, p50 (ms)", [.. TimeMetrics.Select(metric => PipelineMetric(metric, "p50", metric))]));
        foreach (var function in _args.Functions.All)
        {
            body.AddRow(
                new Graph($"{function.FunctionName}: calls", [FunctionMetric(function, "Invocations", "Sum"), FunctionMetric(function, "ConcurrentExecutions", "Maximum")]),
                new Graph($"{function.FunctionName}: duration (ms)", [FunctionMetric(function, "Duration", "p50"), FunctionMetric(function, "Duration", "p99")]),
                new Graph($"{function.FunctionName}: errors", [FunctionMetric(function, "Errors", "Sum"), FunctionMetric(function, "Throttles", "Sum")]));
        }

        body.AddRow(
            new Graph("Events that did not reach their target", [.. _args.Routing.RuleNames.Select(RuleMetric)]),
            new Graph("Messages that need attention", [.. queues.Select(queue =>
                new GraphMetric("AWS/SQS", "ApproximateNumberOfMessagesVisible", [("QueueName", queue.Name)], "Maximum", queue.Label))]));
        return body.ToString();
    }

    private static GraphMetric ExecutionMetric(string stateMachine, string metric, string statistic, string label) =>
        new("AWS/States", metric, [("StateMachineArn", stateMachine)], statistic, label);

    private static GraphMetric FunctionMetric(PipelineFunction function, string metric, string statistic) =>
        new("AWS/Lambda", metric, [("FunctionName", function.FunctionName)], statistic, statistic.StartsWith('p') ? statistic : metric);

    private GraphMetric PipelineMetric(string metric, string statistic, string label, params IReadOnlyList<(string, string)> additionalDimensions) =>
        new(PipelineMetrics.Namespace, metric, [(PipelineMetrics.Pipeline, _args.Context.Name), .. additionalDimensions], statistic, label);

    private GraphMetric RuleMetric(string rule, int i) => new("AWS/Events", "FailedInvocations",
        i == 0 ? [("RuleName", rule)] : [("EventBusName", _args.Routing.BusName!), ("RuleName", rule)], "Sum", rule);
}
