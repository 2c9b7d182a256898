using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Pipeline.Infra.Components;

internal sealed record PipelineAlarmsArgs(
    PipelineContext Context, AlarmSettings Thresholds, PipelineFunctions Functions, ImageStateMachine StateMachine, EventRouting Routing,
    Destinations Destinations);

/// <summary>What needs a person: each alarm goes to the failure topic, and so does its end.</summary>
internal sealed class PipelineAlarms : ComponentResource
{
    private const int PeriodSeconds = 300;

    private readonly PipelineAlarmsArgs _args;

    public PipelineAlarms(string name, PipelineAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:PipelineAlarms", name, options)
    {
        _args = args;
        var (thresholds, destinations) = (args.Thresholds, args.Destinations);

        CreateAlarm("executions-failed", "Images failed for good. The failures queue has them, the Step Functions console why; start them again once it is mended.",
            "AWS/States", "ExecutionsFailed", thresholds.FailedExecutions, CreateExecutionDimensions());
        CreateAlarm("executions-timed-out", "Executions ran out of time, and announced nothing.",
            "AWS/States", "ExecutionsTimedOut", 1, CreateExecutionDimensions());
        foreach (var function in args.Functions.All)
        {
            InputMap<string> dimensions = new() { ["FunctionName"] = function.FunctionName };
            CreateAlarm($"{function.GetResourceName()}-errors", "Calls of the function fail; retries may hide it from users for now. Its log says why.",
                "AWS/Lambda", "Errors", thresholds.FunctionErrors, dimensions);
            CreateAlarm($"{function.GetResourceName()}-throttles", "Calls of the function wait for concurrency: raise its reserved concurrency, or the account's quota.",
                "AWS/Lambda", "Throttles", thresholds.Throttles, dimensions);
        }

        foreach (var (rule, i) in args.Routing.RuleNames.Select((rule, i) => (rule, i)))
        {
            InputMap<string> dimensions = new() { ["RuleName"] = rule };
            if (i > 0)
            {
                dimensions.Add("EventBusName", args.Routing.BusName!);
            }

            CreateAlarm($"{rule[(args.Context.Name.Length + 1)..]}-failed-invocations", "Events of uploads reach their target no more: permissions, or the target is gone.",
                "AWS/Events", "FailedInvocations", 1, dimensions);
            CreateAlarm($"{rule[(args.Context.Name.Length + 1)..]}-lost-events", "Events could not even be put into the dead-letter queue, and are lost. Put the objects up again.",
                "AWS/Events", "InvocationsFailedToBeSentToDlq", 1, dimensions);
        }

        CreateQueueAlarm("events-dead-letters", "Events of uploads started no execution. Mend the cause, then send them again.", args.Routing.DeadLetters);
        CreateQueueAlarm("failures-dead-letters", "A consumer of the failures queue fails on the same message again and again.", destinations.FailuresDeadLetters);
        CreateQueueAlarm("undelivered", "A subscriber does not take announcements.", destinations.Undelivered);
        RegisterOutputs(new Dictionary<string, object?>());
    }

    private InputMap<string> CreateExecutionDimensions() => new() { ["StateMachineArn"] = _args.StateMachine.Arn };

    private void CreateQueueAlarm(string name, string description, FailureQueue queue) =>
        CreateAlarm(name, description, "AWS/SQS", "ApproximateNumberOfMessagesVisible", 1, new() { ["QueueName"] = queue.Name }, "Maximum");

    private void CreateAlarm(
        string name, string description, string metricNamespace, string metric, int threshold, InputMap<string> dimensions, string statistic = "Sum") =>
        _ = new MetricAlarm(_args.Context.NameOf(name), new MetricAlarmArgs
        {
            Name = _args.Context.NameOf(name),
            AlarmDescription = description,
            Namespace = metricNamespace,
            MetricName = metric,
            Dimensions = dimensions,
            Statistic = statistic,
            Period = PeriodSeconds,
            EvaluationPeriods = 1,
            ComparisonOperator = "GreaterThanOrEqualToThreshold",
            Threshold = threshold,
            // These metrics have no data where nothing happens.
            TreatMissingData = "notBreaching",
            AlarmActions = { _args.Destinations.FailureTopicArn },
            OkActions = { _args.Destinations.FailureTopicArn },
            Tags = _args.Context.Tags,
        }, new CustomResourceOptions { Parent = this });
}
