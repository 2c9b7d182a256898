using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.CloudWatch;

namespace Pipeline.Infra.Components;

internal sealed record PipelineAlarmsArgs(
    PipelineContext Context, AlarmSettings Thresholds, PipelineFunctions Functions, Reconciliation Reconciliation, ImageCatalogue Catalogue, ImageStateMachine StateMachine,
    EventRouting Routing, Destinations Destinations, HttpApi? Api, Webhooks? Webhooks, DataLake? Lake);

/// <summary>Alarms for what needs a person. Each goes to the failure topic when it starts and when it ends.</summary>
internal sealed class PipelineAlarms : ComponentResource
{
    private const int PeriodSeconds = 300;

    /// <summary>Share of the time that a call may work. A call that reaches all of it fails.</summary>
    private const double DurationShare = 0.8;

    private readonly PipelineAlarmsArgs _args;

    public PipelineAlarms(string name, PipelineAlarmsArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:PipelineAlarms", name, options)
    {
        _args = args;
        var (thresholds, destinations) = (args.Thresholds, args.Destinations);

        CreateAlarm("executions-failed", "Images failed after all retries. The failures queue lists them, and the Step Functions console shows why. Fix the cause, then start them again.",
            "AWS/States", "ExecutionsFailed", thresholds.FailedExecutions, CreateExecutionDimensions());
        CreateAlarm("executions-timed-out", "Executions timed out. Reconciliation records and announces their images. Start them again when the cause is gone.",
            "AWS/States", "ExecutionsTimedOut", 1, CreateExecutionDimensions());
        CreateAlarm("executions-aborted", "Executions were stopped. Reconciliation records and announces their images. Start them again if nobody meant to stop them.",
            "AWS/States", "ExecutionsAborted", 1, CreateExecutionDimensions());
        CreateAlarm("executions-throttled", "The account's quota of state transitions is used up, so executions wait. Raise the quota, or see \"Before you go live\" in infra/aws/README.md.",
            "AWS/States", "ExecutionThrottled", thresholds.Throttles, CreateExecutionDimensions());
        foreach (var function in (PipelineFunction[])[.. args.Functions.All, args.Reconciliation.Function, .. args.Webhooks is { } called ? [called.Function] : Array.Empty<PipelineFunction>()])
        {
            InputMap<string> dimensions = new() { ["FunctionName"] = function.FunctionName };
            CreateAlarm($"{function.GetResourceName()}-errors", "Calls of the function fail. Retries may hide this from users for now. The function's log shows why.",
                "AWS/Lambda", "Errors", thresholds.FunctionErrors, dimensions);
            CreateAlarm($"{function.GetResourceName()}-throttles", "Calls of the function are throttled. Raise its reserved concurrency or the account's concurrency quota.",
                "AWS/Lambda", "Throttles", thresholds.Throttles, dimensions);
            CreateAlarm($"{function.GetResourceName()}-duration", "A call of the function took nearly as long as its timeout allows. Raise its timeout or its memory before calls fail.",
                "AWS/Lambda", "Duration", GetDurationThreshold(function), dimensions, "Maximum");
        }

        CreateAlarm("concurrency", "The account's concurrent Lambda calls are near the number in alarmConcurrency. Raise the quota, or lower what is reserved, before calls are throttled.",
            "AWS/Lambda", "ClaimedAccountConcurrency", thresholds.Concurrency, [], "Maximum");
        foreach (var throttling in TableThrottling.Metrics)
        {
            InputMap<string> dimensions = [];
            foreach (var (dimension, value) in throttling.GetDimensions(""))
            {
                dimensions.Add(dimension, dimension == "TableName" ? args.Catalogue.Table : value);
            }

            CreateAlarm(throttling.Label, "DynamoDB throttles the catalogue. Calls are retried, so images take longer. It adapts within minutes; if the alarm stays, ask AWS.",
                "AWS/DynamoDB", throttling.Name, thresholds.Throttles, dimensions);
        }

        foreach (var (rule, i) in args.Routing.RuleNames.Select((rule, i) => (rule, i)))
        {
            InputMap<string> dimensions = new() { ["RuleName"] = rule };
            if (i > 0)
            {
                dimensions.Add("EventBusName", args.Routing.BusName!);
            }

            CreateAlarm($"{rule[(args.Context.Name.Length + 1)..]}-failed-invocations", "Upload events do not reach their target. Check that the target exists and that the rule's role may call it.",
                "AWS/Events", "FailedInvocations", 1, dimensions);
            CreateAlarm($"{rule[(args.Context.Name.Length + 1)..]}-lost-events", "Upload events could not be sent to the dead-letter queue and are lost. Upload the objects again.",
                "AWS/Events", "InvocationsFailedToBeSentToDlq", 1, dimensions);
        }

        if (args.Api is { } api)
        {
            CreateAlarm("api-errors", "Requests to the HTTP API fail. The access log shows which, and the logs of its functions why.",
                "AWS/ApiGateway", "5xx", thresholds.FunctionErrors, new() { ["ApiId"] = api.Id });
        }

        if (args.Lake is { } lake)
        {
            InputMap<string> dimensions = new() { ["StateMachineArn"] = lake.StateMachineArn };
            CreateAlarm("exports-failed", "An export of the catalogue failed. Queries show the one before. The Step Functions console shows why. Fix the cause, then start it again.",
                "AWS/States", "ExecutionsFailed", 1, dimensions);
            CreateAlarm("exports-timed-out", "An export of the catalogue took too long. Queries show the one before. Raise lakeSegments, then start it again.",
                "AWS/States", "ExecutionsTimedOut", 1, dimensions);
        }

        CreateQueueAlarm("events-dead-letters", "Upload events started no execution. Fix the cause, then start them with `events redrive` (infra/cloud).", args.Routing.DeadLetters);
        CreateQueueAlarm("failures-dead-letters", "A consumer of the failures queue keeps failing on the same message.", destinations.FailuresDeadLetters);
        CreateQueueAlarm("undelivered", "A subscriber does not accept announcements.", destinations.Undelivered);
        if (args.Webhooks is { } webhooks)
        {
            CreateQueueAlarm("webhooks-dead-letters", "A webhook refused announcements in every attempt for a day. The log of the function webhook shows why. Fix its receiver, then send them again: see \"Webhooks\" in infra/aws/README.md.", webhooks.DeadLetters);
        }

        RegisterOutputs(new Dictionary<string, object?>());
    }

    /// <summary>Milliseconds of a call that are too near to its time limit.</summary>
    public static double GetDurationThreshold(PipelineFunction function) =>
        Math.Round(CallTimeLimits.GetDeadline(TimeSpan.FromSeconds(function.Timeout)).TotalMilliseconds * DurationShare);

    /// <summary>Number of alarms.</summary>
    public int Count { get; private set; }

    private InputMap<string> CreateExecutionDimensions() => new() { ["StateMachineArn"] = _args.StateMachine.Arn };

    private void CreateQueueAlarm(string name, string description, FailureQueue queue) =>
        CreateAlarm(name, description, "AWS/SQS", "ApproximateNumberOfMessagesVisible", 1, new() { ["QueueName"] = queue.Name }, "Maximum");

    private void CreateAlarm(
        string name, string description, string metricNamespace, string metric, double threshold, InputMap<string> dimensions, string statistic = "Sum")
    {
        Count++;
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
            // These metrics have no data while nothing happens.
            TreatMissingData = "notBreaching",
            AlarmActions = { _args.Destinations.FailureTopicArn },
            OkActions = { _args.Destinations.FailureTopicArn },
            Tags = _args.Context.Tags,
        }, new CustomResourceOptions { Parent = this });
    }
}
