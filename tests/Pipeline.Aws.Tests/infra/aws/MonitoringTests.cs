using System.Text.Json.Nodes;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>Dashboard and alarms watch metrics and resources that exist.</summary>
public sealed class MonitoringTests
{
    /// <summary>Metrics that AWS documents, and metrics that the functions write.</summary>
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["AWS/States"] = ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", "ExecutionThrottled", "ExecutionTime"],
        ["AWS/Lambda"] = ["Invocations", "Duration", "Errors", "Throttles", "ConcurrentExecutions", "ClaimedAccountConcurrency"],
        ["AWS/Events"] = ["FailedInvocations", "InvocationsFailedToBeSentToDlq", "IngestionToInvocationStartLatency"],
        ["AWS/DynamoDB"] = ["ReadThrottleEvents", "WriteThrottleEvents"],
        ["AWS/ApiGateway"] = ["5xx"],
        ["AWS/CloudFront"] = ["Requests", "BytesDownloaded", "4xxErrorRate", "5xxErrorRate"],
        ["AWS/SQS"] = ["ApproximateNumberOfMessagesVisible"],
        [PipelineMetrics.Namespace] =
        [
            PipelineMetrics.RejectedImages, PipelineMetrics.OriginalBytes, PipelineMetrics.RenditionBytes, PipelineMetrics.DecodeTime,
            PipelineMetrics.ResampleTime, PipelineMetrics.EncodeTime, PipelineMetrics.StoreTime,
            PipelineMetrics.DescribedImages, PipelineMetrics.ModelInputTokens, PipelineMetrics.ModelOutputTokens, PipelineMetrics.ModelPrice,
        ],
    };

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task DashboardShowsOnlyExistingMetrics(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var metrics = Metrics(stack).ToArray();

        Assert.NotEmpty(metrics);
        Assert.All(metrics, metric => AssertExists(stack, (string)metric[0]!, (string)metric[1]!,
            metric.Skip(2).SkipLast(1).Chunk(2).Select(pair => ((string)pair[0]!, (string)pair[1]!))));
    }

    [Theory]
    [InlineData("AWS/States", "ExecutionsStarted", 1)]
    [InlineData("AWS/States", "ExecutionsSucceeded", 1)]
    [InlineData("AWS/States", "ExecutionsFailed", 1)]
    [InlineData("AWS/States", "ExecutionsTimedOut", 1)]
    [InlineData("AWS/States", "ExecutionsAborted", 1)]
    [InlineData("AWS/States", "ExecutionThrottled", 1)]
    [InlineData("AWS/States", "ExecutionTime", 2)]
    [InlineData("AWS/Lambda", "Invocations", 10)]
    [InlineData("AWS/Lambda", "Duration", 20)]
    [InlineData("AWS/Lambda", "Errors", 5)]
    [InlineData("AWS/Lambda", "Throttles", 5)]
    [InlineData("AWS/Lambda", "ConcurrentExecutions", 5)]
    [InlineData("AWS/Lambda", "ClaimedAccountConcurrency", 1)]
    [InlineData("AWS/DynamoDB", "ReadThrottleEvents", 1)]
    [InlineData("AWS/DynamoDB", "WriteThrottleEvents", 3)]
    [InlineData("AWS/Events", "FailedInvocations", 1)]
    [InlineData("AWS/Events", "IngestionToInvocationStartLatency", 2)]
    [InlineData("AWS/SQS", "ApproximateNumberOfMessagesVisible", 4)]
    [InlineData("ImagePipeline", "RejectedImages", 7)]
    [InlineData("ImagePipeline", "OriginalBytes", 1)]
    [InlineData("ImagePipeline", "RenditionBytes", 1)]
    public async Task DashboardShowsTheMetric(string metricNamespace, string metric, int lines) => Assert.Equal(
        lines, Metrics(await MockedStack.CreateAsync(MockedStack.Defaults)).Count(line => (string?)line[0] == metricNamespace && (string?)line[1] == metric));

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task EveryFunctionHasItsDurationsItsSuccessRateAndItsInitTime(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var widgets = Widgets(stack).ToArray();

        // The page shows the pipeline. A backfill calls its function once, and its command shows what became of it. Exports have alarms. The API has an access log, and webhooks have alarms.
        Assert.All(stack.OfType("aws:lambda/function:Function").Where(function => function.Name is not ($"{MockedStack.Name}-backfill" or $"{MockedStack.Name}-webhook" or $"{MockedStack.Name}-export") && !function.Name.StartsWith($"{MockedStack.Name}-api-", StringComparison.Ordinal)), function =>
        {
            var name = (string)function.Inputs["name"]!;
            var own = widgets.Select(widget => widget["properties"]!).Where(properties => ((string?)properties["title"])?.StartsWith($"{name}:", StringComparison.Ordinal) == true).ToArray();
            var lines = own.SelectMany(properties => properties["metrics"]?.AsArray() ?? []).Select(line => line!.AsArray()).ToArray();
            Assert.Equal(["Average", "Maximum", "Minimum", "p99"], lines.Where(line => line.Count > 1 && (string?)line[1] == "Duration").Select(line => (string)line[^1]!["stat"]!).Order(StringComparer.Ordinal));
            var rate = Assert.Single(lines, line => line.Count == 1)[0]!;
            Assert.Equal("100 - 100 * errors / MAX([errors, calls])", (string?)rate["expression"]);
            Assert.Equal(["calls", "errors"], lines.Select(line => (string?)line[^1]!["id"]).OfType<string>().Order(StringComparer.Ordinal));
            var query = (string)Assert.Single(own, properties => properties["query"] is not null)["query"]!;
            Assert.StartsWith($"SOURCE '{function.Inputs["loggingConfig"]!["logGroup"]}'\n| ", query, StringComparison.Ordinal);
            Assert.Contains("record.metrics.initDurationMs", query, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task DashboardLinksToTracesIfThereAreAny(string tracing, bool isLinked)
    {
        var text = Assert.Single(Widgets(await MockedStack.CreateAsync(new Dictionary<string, string> { ["tracing"] = tracing })), widget => (string?)widget["type"] == "text");

        Assert.Equal(isLinked, ((string)text["properties"]!["markdown"]!).Contains(
            $"](https://{MockedStack.Region}.console.aws.amazon.com/cloudwatch/home?region={MockedStack.Region}#xray:traces)", StringComparison.Ordinal));
    }

    /// <summary>A call that reaches its deadline has failed, so the alarm must come before it, also with a short timeout.</summary>
    [Theory]
    [InlineData("3", 1_800)]
    [InlineData("115", 90_400)]
    [InlineData("900", 718_400)]
    public async Task AlarmOfDurationComesBeforeTheDeadlineOfACall(string timeout, int threshold)
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["resizeTimeout"] = timeout });

        var alarm = stack.Single("aws:cloudwatch/metricAlarm:MetricAlarm", $"{MockedStack.Name}-resize-duration").Inputs;

        Assert.Equal(("Duration", "Maximum", threshold), ((string?)alarm["metricName"], (string?)alarm["statistic"], (int)(double)alarm["threshold"]!));
    }

    [Fact]
    public async Task AlarmOfConcurrencyIsThatOfTheWholeAccount()
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["alarmConcurrency"] = "8" });

        var alarm = stack.Single("aws:cloudwatch/metricAlarm:MetricAlarm", $"{MockedStack.Name}-concurrency").Inputs;

        Assert.Empty(alarm["dimensions"]?.AsObject() ?? []);
        Assert.Equal(8, (double)alarm["threshold"]!);
    }

    [Fact]
    public async Task EveryRejectionReasonHasALine()
    {
        // Images in quarantine are not rejected.
        var codes = typeof(ReasonCodes).GetFields().Select(field => (string)field.GetValue(null)!).Except([ReasonCodes.Moderated, ReasonCodes.NotDescribed]).Order(StringComparer.Ordinal);

        var shown = Metrics(await MockedStack.CreateAsync(MockedStack.Defaults))
            .Where(line => (string?)line[1] == PipelineMetrics.RejectedImages).Select(line => (string)line[5]!).Order(StringComparer.Ordinal);

        Assert.Equal(codes, shown);
    }

    [Fact]
    public async Task WidgetsFitTheGridAndDoNotOverlap()
    {
        var widgets = Widgets(await MockedStack.CreateAsync(MockedStack.Defaults)).ToArray();

        var cells = widgets.SelectMany(widget =>
            from x in Enumerable.Range((int)widget["x"]!, (int)widget["width"]!)
            from y in Enumerable.Range((int)widget["y"]!, (int)widget["height"]!)
            select (x, y)).ToArray();
        Assert.Equal(cells.Length, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task EveryAlarmWatchesAnExistingMetricAndNotifiesTheFailureTopic(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var alarms = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").ToArray();

        Assert.Equal(configuration switch { "everything-on" => 36, "exclusive" => 29, "lake" => 32, "described" => 33, _ => 30 }, alarms.Length);
        Assert.All(alarms, alarm =>
        {
            AssertExists(stack, (string)alarm.Inputs["namespace"]!, (string)alarm.Inputs["metricName"]!,
                (alarm.Inputs["dimensions"]?.AsObject() ?? []).Select(dimension => (dimension.Key, (string)dimension.Value!)));
            Assert.Equal(stack.Outputs[StackOutputs.FailureTopic], (string?)Assert.Single(alarm.Inputs["alarmActions"]!.AsArray()));
            Assert.NotEmpty((string)alarm.Inputs["alarmDescription"]!);
        });
    }

    /// <summary>CloudFront writes its metrics in one region only.</summary>
    [Fact]
    public async Task GraphsOfTheCdnReadTheRegionThatHasItsMetrics()
    {
        var widgets = Widgets(await MockedStack.CreateAsync(MockedStack.Defaults)).Where(widget => widget["properties"]!["metrics"] is not null)
            .ToLookup(widget => widget["properties"]!["metrics"]!.ToJsonString().Contains("AWS/CloudFront", StringComparison.Ordinal), widget => (string)widget["properties"]!["region"]!);

        Assert.Equal(["us-east-1"], widgets[true].Distinct());
        Assert.Equal([MockedStack.Region], widgets[false].Distinct());
    }

    /// <summary>The policies of topic and key both allow CloudWatch, and only on behalf of this account.</summary>
    [Fact]
    public async Task AlarmsMayPublishToTheEncryptedTopic()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Defaults);

        Assert.Equal(["sns:Publish"], ActionsOfCloudWatch(stack.Single("aws:sns/topicPolicy:TopicPolicy", "failure").ParseJson("policy")));
        Assert.Equal(["kms:Decrypt", "kms:GenerateDataKey"], ActionsOfCloudWatch(Assert.Single(stack.OfType("aws:kms/key:Key")).ParseJson("policy")));

        static IEnumerable<string> ActionsOfCloudWatch(JsonNode policy)
        {
            var statement = Assert.Single(policy["Statement"]!.AsArray(), statement => (string?)statement!["Principal"]!["Service"] == "cloudwatch.amazonaws.com")!;
            Assert.Equal(MockedStack.Account, (string?)statement["Condition"]!["StringEquals"]!["aws:SourceAccount"]);
            return statement["Action"]!.AsArray().Select(action => (string)action!);
        }
    }

    private static IEnumerable<JsonNode> Widgets(MockedStack stack) =>
        Assert.Single(stack.OfType("aws:cloudwatch/dashboard:Dashboard")).ParseJson("dashboardBody")["widgets"]!.AsArray().Select(widget => widget!);

    private static IEnumerable<JsonArray> Metrics(MockedStack stack) =>
        Widgets(stack).SelectMany(widget => widget["properties"]!["metrics"]?.AsArray() ?? []).Select(line => line!.AsArray()).Where(line => line.Count > 1);

    private static void AssertExists(MockedStack stack, string metricNamespace, string metric, IEnumerable<(string Name, string Value)> dimensions)
    {
        Assert.Contains(metric, Known[metricNamespace]);
        Assert.All(dimensions, dimension => Assert.True(dimension.Name switch
        {
            "StateMachineArn" => dimension.Value == stack.Outputs[StackOutputs.StateMachine]
                || dimension.Value == stack.Outputs[StackOutputs.LakeStateMachine] && dimension.Value.Length > 0,
            "ApiId" => stack.OfType("aws:apigatewayv2/api:Api").Any(api => $"{api.Name}-id" == dimension.Value),
            "DistributionId" => dimension.Value == stack.Outputs[StackOutputs.CdnDistribution] && dimension.Value.Length > 0,
            "Region" => dimension.Value == "Global",
            "FunctionName" => stack.OfType("aws:lambda/function:Function").Any(function => (string?)function.Inputs["name"] == dimension.Value),
            "QueueName" => stack.OfType("aws:sqs/queue:Queue").Any(queue => $"{queue.Name}-0a1b2c3" == dimension.Value),
            "RuleName" => stack.OfType("aws:cloudwatch/eventRule:EventRule").Any(rule => (string?)rule.Inputs["name"] == dimension.Value),
            "EventBusName" => stack.OfType("aws:cloudwatch/eventBus:EventBus").Any(bus => (string?)bus.Inputs["name"] == dimension.Value),
            "TableName" => stack.OfType("aws:dynamodb/table:Table").Any(table => $"{table.Name}-0a1b2c3" == dimension.Value),
            "GlobalSecondaryIndexName" => stack.OfType("aws:dynamodb/table:Table")
                .Any(table => table.Inputs["globalSecondaryIndexes"]!.AsArray().Any(index => (string?)index!["name"] == dimension.Value)),
            PipelineMetrics.Pipeline => dimension.Value == MockedStack.Name,
            PipelineMetrics.Reason => typeof(ReasonCodes).GetFields().Any(field => (string?)field.GetValue(null) == dimension.Value),
            _ => false,
        }, $"{metric} {dimension.Name}={dimension.Value}"));
    }
}
