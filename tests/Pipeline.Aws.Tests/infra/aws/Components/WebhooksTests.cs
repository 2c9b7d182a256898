using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pulumi;

namespace Pipeline.Aws.Tests.Infra.Components;

/// <summary>What posts announcements to URLs.</summary>
public sealed class WebhooksTests
{
    private const string Secret = "hunter2";
    private const string Failures = $"https://example.com/{Secret}/failures";
    private const string Successes = $"https://example.com/{Secret}/successes";

    private static readonly Dictionary<string, string> Configured = new()
    {
        ["failureEndpoints"] = $"""["{Failures}","{Successes}"]""",
        ["successEndpoints"] = $"""["{Successes}"]""",
        ["webhookSecret"] = MockedStack.WebhookSecret,
    };

    [Fact]
    public async Task StackWithoutUrlsHasNone()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Defaults);

        Assert.DoesNotContain(stack.Resources, resource => resource.Name.Contains("webhook", StringComparison.Ordinal));
        Assert.Equal("", stack.Outputs[StackOutputs.WebhookDeadLetters]);
    }

    [Fact]
    public async Task EveryUrlOfATopicHasItsOwnQueueThatTheFunctionReads()
    {
        var stack = await MockedStack.CreateAsync(Configured);
        string[] names = [$"failure-{WebhookQueueNames.HashOf(Failures)}", $"failure-{WebhookQueueNames.HashOf(Successes)}", $"success-{WebhookQueueNames.HashOf(Successes)}"];

        Assert.All(names, name =>
        {
            var queueArn = $"arn:aws:sqs:{MockedStack.Region}:{MockedStack.Account}:{MockedStack.Name}-webhook-{name}-0a1b2c3";
            var subscription = stack.Single("aws:sns/topicSubscription:TopicSubscription", $"webhook-{name}").Inputs;
            Assert.Equal(
                (stack.Outputs[name.StartsWith("failure", StringComparison.Ordinal) ? StackOutputs.FailureTopic : StackOutputs.SuccessTopic], "sqs", queueArn, true),
                ((string?)subscription["topic"], (string?)subscription["protocol"], (string?)subscription["endpoint"], (bool)subscription["rawMessageDelivery"]!));
            var mapping = stack.Single("aws:lambda/eventSourceMapping:EventSourceMapping", $"webhook-{name}").Inputs;
            Assert.Equal((queueArn, $"arn:aws:lambda:{MockedStack.Region}:{MockedStack.Account}:function:{MockedStack.Name}-webhook"), ((string?)mapping["eventSourceArn"], (string?)mapping["functionName"]));
            Assert.Equal("ReportBatchItemFailures", (string?)Assert.Single(mapping["functionResponseTypes"]!.AsArray()));
            Assert.Equal(2, (double)mapping["scalingConfig"]!["maximumConcurrency"]!);
        });
        Assert.Equal(names.Length, stack.OfType("aws:lambda/eventSourceMapping:EventSourceMapping").Count());
        Assert.Equal([Failures, Successes], JsonNode.Parse(Variable(stack, FunctionEnvironment.WebhookUrls)!)!.AsArray().Select(url => (string)url!));
    }

    /// <summary>SQS takes a hidden message for received, and a dead letter keeps the age that it had.</summary>
    [Fact]
    public async Task QueuesOutlastAllAttemptsAndTheDeadLettersOutlastThem()
    {
        var stack = await MockedStack.CreateAsync(Configured);
        var function = stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-webhook").Inputs;
        var queues = stack.OfType("aws:sqs/queue:Queue").Where(queue => queue.Name.Contains("-webhook-", StringComparison.Ordinal)).ToArray();
        var deadLetters = stack.Single("aws:sqs/queue:Queue", $"{MockedStack.Name}-webhooks-dead-letters").Inputs;

        Assert.Equal(3, queues.Length);
        Assert.All(queues, queue =>
        {
            Assert.True((double)queue.Inputs["visibilityTimeoutSeconds"]! >= 6 * (double)function["timeout"]!);
            Assert.InRange((double)queue.Inputs["messageRetentionSeconds"]!, 2 * 24 * 60 * 60, (double)deadLetters["messageRetentionSeconds"]! - (24 * 60 * 60));
            var redrive = queue.ParseJson("redrivePolicy");
            Assert.Equal(11, (int)redrive["maxReceiveCount"]!);
            Assert.EndsWith($":{MockedStack.Name}-webhooks-dead-letters-0a1b2c3", (string?)redrive["deadLetterTargetArn"], StringComparison.Ordinal);
        });
        var alarm = stack.Single("aws:cloudwatch/metricAlarm:MetricAlarm", $"{MockedStack.Name}-webhooks-dead-letters").Inputs;
        Assert.Equal(("ApproximateNumberOfMessagesVisible", $"{MockedStack.Name}-webhooks-dead-letters-0a1b2c3"), ((string?)alarm["metricName"], (string?)alarm["dimensions"]!["QueueName"]));
    }

    [Fact]
    public async Task UrlsAreInNoNameOfAResource()
    {
        var stack = await MockedStack.CreateAsync(Configured);

        Assert.All(stack.Children, child => Assert.DoesNotContain(Secret, child.Resource.GetResourceName(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555")]
    public async Task SecretIsAnEncryptedParameterOfTheStack(string? key)
    {
        var settings = new Dictionary<string, string>(Configured);
        if (key is not null)
        {
            settings["kmsKeyArn"] = key;
        }

        var stack = await MockedStack.CreateAsync(settings);

        var parameter = Assert.Single(stack.OfType("aws:ssm/parameter:Parameter")).Inputs;
        Assert.Equal(($"/{MockedStack.Name}/webhook-secret", "SecureString", key), ((string?)parameter["name"], (string?)parameter["type"], (string?)parameter["keyId"]));
        Assert.Equal($"arn:aws:ssm:{MockedStack.Region}:{MockedStack.Account}:parameter/{MockedStack.Name}/webhook-secret", Variable(stack, FunctionEnvironment.WebhookSecretArn));
        Assert.Equal(key is null ? 0 : 1, Statements(stack).Count(statement => (string?)statement["Action"]![0] == "kms:Decrypt"));
    }

    [Theory]
    [InlineData("arn:aws:secretsmanager:eu-central-1:123456789012:secret:hooks-a1b2c3", "secretsmanager:GetSecretValue", "secretsmanager")]
    [InlineData("arn:aws:ssm:eu-central-1:123456789012:parameter/hooks", "ssm:GetParameter", "ssm")]
    public async Task SecretMayBeOneThatExists(string arn, string action, string service)
    {
        var settings = new Dictionary<string, string>(Configured)
        {
            ["webhookSecretArn"] = arn, ["webhookSecretKmsKeyArn"] = "arn:aws:kms:eu-central-1:123456789012:key/22222222-2222-3333-4444-555555555555",
        };
        settings.Remove("webhookSecret");

        var stack = await MockedStack.CreateAsync(settings);

        Assert.Empty(stack.OfType("aws:ssm/parameter:Parameter"));
        Assert.Equal(arn, Variable(stack, FunctionEnvironment.WebhookSecretArn));
        var read = Assert.Single(Statements(stack), statement => (string?)statement["Action"]![0] == action);
        Assert.Equal(arn, (string?)Assert.Single(read["Resource"]!.AsArray()));
        var decrypt = Assert.Single(Statements(stack), statement => (string?)statement["Action"]![0] == "kms:Decrypt");
        Assert.Equal(settings["webhookSecretKmsKeyArn"], (string?)Assert.Single(decrypt["Resource"]!.AsArray()));
        Assert.Equal($"{service}.eu-central-1.amazonaws.com", (string?)decrypt["Condition"]!["StringEquals"]!["kms:ViaService"]);
    }

    private static string? Variable(MockedStack stack, string name) =>
        (string?)stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-webhook").Inputs["environment"]!["variables"]![name];

    private static IEnumerable<JsonNode> Statements(MockedStack stack) =>
        stack.Single("aws:iam/rolePolicy:RolePolicy", $"{MockedStack.Name}-webhook").ParseJson("policy")["Statement"]!.AsArray().Select(statement => statement!);
}
