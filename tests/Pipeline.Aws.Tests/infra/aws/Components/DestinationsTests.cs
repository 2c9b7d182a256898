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
        // Programs get everything, and so does the queue that people work through.
        Assert.All(subscriptions.Where(subscription => (string?)subscription.Inputs["protocol"] == "https"), subscription => Assert.Null(subscription.Inputs["filterPolicy"]));
        Assert.Equal("""{"outcome":["failed","rejected"]}""",
            (string?)Assert.Single(subscriptions, subscription => (string?)subscription.Inputs["protocol"] == "sqs").Inputs["filterPolicy"]);
    }

    [Fact]
    public async Task UrlsAreInNoNameOfAResource()
    {
        var stack = await MockedStack.CreateAsync(Subscribers);
        var https = stack.OfType("aws:sns/topicSubscription:TopicSubscription").Where(subscription => (string?)subscription.Inputs["protocol"] == "https").ToArray();

        Assert.Equal(3, https.Length);
        Assert.Equal(3, https.Select(subscription => subscription.Name).Distinct().Count());
        Assert.All(https, subscription => Assert.Matches("^(failure|success)-https-[0-9a-f]{12}$", subscription.Name));
        Assert.All(stack.Children, child => Assert.DoesNotContain(Secret, child.Resource.GetResourceName(), StringComparison.Ordinal));
    }

    /// <summary>SNS takes a second subscription of the same endpoint for the first one, so that a new name must not make a new subscription.</summary>
    [Fact]
    public async Task SubscriptionsOfStacksThatNamedThemByTheirUrlAreKept()
    {
        var stack = await MockedStack.CreateAsync(Subscribers);
        var subscriptions = stack.Children.Where(child => child.Resource is TopicSubscription).ToDictionary(child => child.Resource.GetResourceName());

        foreach (var (name, child) in subscriptions.Where(entry => entry.Key.Contains("-https-", StringComparison.Ordinal)))
        {
            var aliases = await OutputUtilities.GetValueAsync(Output.All(child.Options.Aliases.Select(alias => alias.ToOutput())));
            var url = (string)stack.Single("aws:sns/topicSubscription:TopicSubscription", name).Inputs["endpoint"]!;
            Assert.Equal($"{name[..^13]}-{url}", await OutputUtilities.GetValueAsync(Assert.Single(aliases).Name!.ToOutput()));
        }

        Assert.Empty(subscriptions["failure-email-ops@example.com"].Options.Aliases);
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
                sender.Resource is EventTarget ? ["events-dead-letters"] : sender.Resource.GetResourceName() == "failures-queue" ? ["failures", "undelivered"] : ["undelivered"],
                policies);
        }
    }
}
