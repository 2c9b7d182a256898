using Pipeline.Infra.Components;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Sns;
using Pulumi.Aws.Sqs;
using Pulumi.Utilities;

namespace Pipeline.Aws.Tests.Infra.Components;

/// <summary>Subscribers of the topics.</summary>
public sealed class DestinationsTests
{
    private const string Secret = "hunter2";

    private static readonly Dictionary<string, string> Subscribers = new()
    {
        ["failureEmails"] = """["ops@example.com"]""",
        ["failureEndpoints"] = $"""["https://example.com/{Secret}","https://other.example.com/{Secret}"]""",
        ["successEndpoints"] = $"""["https://example.com/{Secret}"]""",
        ["webhookSecret"] = MockedStack.WebhookSecret,
    };

    [Theory]
    [InlineData(null, """{"outcome":["failed",{"exists":false}]}""")]
    [InlineData("false", """{"outcome":["failed",{"exists":false}]}""")]
    [InlineData("true", null)]
    public async Task MailsAreOfFailuresAndAlarmsAndIfAskedForOfRejections(string? mailRejections, string? filter)
    {
        var settings = new Dictionary<string, string>(Subscribers);
        if (mailRejections is not null)
        {
            settings["mailRejections"] = mailRejections;
        }

        var subscriptions = (await MockedStack.CreateAsync(settings)).OfType("aws:sns/topicSubscription:TopicSubscription").ToArray();

        Assert.Equal(filter, (string?)Assert.Single(subscriptions, subscription => (string?)subscription.Inputs["protocol"] == "email").Inputs["filterPolicy"]);
        // Programs get everything.
        Assert.Equal(3, subscriptions.Count(subscription => subscription.Name.StartsWith("webhook-", StringComparison.Ordinal) && subscription.Inputs["filterPolicy"] is null));
        Assert.Equal("""{"outcome":["failed","rejected"]}""",
            (string?)Assert.Single(subscriptions, subscription => subscription.Name == "failures-queue").Inputs["filterPolicy"]);
    }

    [Theory]
    [InlineData("quarantine", """{"outcome":["failed","rejected","quarantined"]}""")]
    [InlineData("record", """{"outcome":["failed","rejected"]}""")]
    public async Task ImagesInQuarantineAreInTheQueueOfFailures(string action, string filter)
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["describe"] = "true", ["moderationAction"] = action });

        Assert.Equal(filter, (string?)stack.Single("aws:sns/topicSubscription:TopicSubscription", "failures-queue").Inputs["filterPolicy"]);
    }

    /// <summary>What arrives before the policy allows it is lost, without a trace.</summary>
    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task SendersToAQueueDependOnItsPolicy(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);
        var senders = stack.Children.Where(child => child.Resource is TopicSubscription || (child.Resource is EventTarget && child.Parent is EventRouting)).ToArray();

        Assert.Equal(configuration == "everything-on" ? 6 : 2, senders.Length);
        foreach (var sender in senders)
        {
            var before = await OutputUtilities.GetValueAsync(sender.Options.DependsOn.ToOutput());
            var policies = before.OfType<QueuePolicy>().Select(policy => policy.GetResourceName()).Order(StringComparer.Ordinal);
            Assert.Equal(
                sender.Resource is EventTarget ? ["events-dead-letters"]
                    : sender.Resource.GetResourceName() is var name && name == "failures-queue" ? ["failures", "undelivered"]
                    : name.StartsWith("webhook-", StringComparison.Ordinal) ? ["undelivered", name]
                    : ["undelivered"],
                policies);
        }
    }
}
