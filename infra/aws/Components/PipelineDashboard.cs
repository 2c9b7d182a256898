using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Infra.Dashboards;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Pipeline.Infra.Components;

internal sealed record PipelineDashboardArgs(
    PipelineContext Context, PipelineFunctions Functions, ImageStateMachine StateMachine, EventRouting Routing, Destinations Destinations);

/// <summary>How the pipeline does, on one page.</summary>
internal sealed class PipelineDashboard : ComponentResource
{
    private static readonly string[] Reasons =
    [
        ReasonCodes.EmptyObject, ReasonCodes.ObjectTooLarge, ReasonCodes.UnsupportedFormat,
        ReasonCodes.CorruptImage, ReasonCodes.TooManyPixels, ReasonCodes.TooManyFrames,
    ];

    private static readonly string[] Ends = ["Started", "Succeeded", "Failed", "TimedOut"];

    private static readonly string[] Times =
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
            DashboardBody = Output.Tuple(args.Context.Region, args.StateMachine.Arn, names).Apply(known =>
                Body(known.Item1, known.Item2, [.. queues.Zip(known.Item3, (queue, queueName) => (queue.GetResourceName(), queueName))])),
        }, new CustomResourceOptions { Parent = this });
        DashboardName = dashboard.DashboardName;
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = DashboardName });
    }

    public Output<string> DashboardName { get; }

    private string Body(string region, string stateMachine, IReadOnlyList<(string Label, string Name)> queues)
    {
        var body = new DashboardBody(region);
        body.AddRow(
            new Graph("Executions", [.. Ends.Select(end => Execution(stateMachine, $"Executions{end}", "Sum", end))]),
            new Graph("Duration of executions (ms)", [Execution(stateMachine, "ExecutionTime", "p50", "p50"), Execution(stateMachine, "ExecutionTime", "p99", "p99")]));
        body.AddRow(
            new Graph("Rejected images by reason",
                [.. Reasons.Select(reason => Pipeline(PipelineMetrics.RejectedImages, "Sum", reason, (PipelineMetrics.Reason, reason)))]),
            new Graph("Bytes in and out",
                [Pipeline(PipelineMetrics.OriginalBytes, "Sum", "originals"), Pipeline(PipelineMetrics.RenditionBytes, "Sum", "renditions")]),
            new Graph("Time of one rendition, p50 (ms)", [.. Times.Select(metric => Pipeline(metric, "p50", metric))]));
        foreach (var function in _args.Functions.All)
        {
            body.AddRow(
                new Graph($"{function.FunctionName}: calls", [Function(function, "Invocations", "Sum"), Function(function, "ConcurrentExecutions", "Maximum")]),
                new Graph($"{function.FunctionName}: duration (ms)", [Function(function, "Duration", "p50"), Function(function, "Duration", "p99")]),
                new Graph($"{function.FunctionName}: errors", [Function(function, "Errors", "Sum"), Function(function, "Throttles", "Sum")]));
        }

        body.AddRow(
            new Graph("Events that did not reach their target", [.. _args.Routing.RuleNames.Select(Rule)]),
            new Graph("Messages that wait for a person", [.. queues.Select(queue =>
                new Line("AWS/SQS", "ApproximateNumberOfMessagesVisible", [("QueueName", queue.Name)], "Maximum", queue.Label))]));
        return body.ToString();
    }

    private static Line Execution(string stateMachine, string metric, string statistic, string label) =>
        new("AWS/States", metric, [("StateMachineArn", stateMachine)], statistic, label);

    private static Line Function(PipelineFunction function, string metric, string statistic) =>
        new("AWS/Lambda", metric, [("FunctionName", function.FunctionName)], statistic, statistic.StartsWith('p') ? statistic : metric);

    private Line Pipeline(string metric, string statistic, string label, params IReadOnlyList<(string, string)> more) =>
        new(PipelineMetrics.Namespace, metric, [(PipelineMetrics.Pipeline, _args.Context.Name), .. more], statistic, label);

    private Line Rule(string rule, int i) => new("AWS/Events", "FailedInvocations",
        i == 0 ? [("RuleName", rule)] : [("EventBusName", _args.Routing.BusName!), ("RuleName", rule)], "Sum", rule);
}
