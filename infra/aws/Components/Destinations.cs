using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.Kms;
using Pulumi.Aws.Sns;
using KeyAlias = Pulumi.Aws.Kms.Alias;
using KeyAliasArgs = Pulumi.Aws.Kms.AliasArgs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Subscriptions">Subscribers of each topic.</param>
/// <param name="Quarantines">Whether images may be quarantined.</param>
internal sealed record DestinationsArgs(PipelineContext Context, SubscriptionSettings Subscriptions, bool Quarantines);

/// <summary>
/// Where outcomes are announced: a topic for successes, a topic for failures and alarms, and a queue that keeps failures until
/// somebody handles them. Another queue takes what SNS cannot deliver.
/// </summary>
internal sealed class Destinations : ComponentResource
{
    public Destinations(string name, DestinationsArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:Destinations", name, options)
    {
        var (context, subscriptions, quarantines) = args;
        var child = new ComponentResourceOptions { Parent = this };
        TopicKeyArn = CreateTopicKey(context).Arn;
        var success = CreateTopic(context, "success");
        var failure = CreateTopic(context, "failure");
        (SuccessTopicArn, FailureTopicArn) = (success.Arn, failure.Arn);
        CreateTopicPolicy("success", SuccessTopicArn);
        CreateTopicPolicy("failure", FailureTopicArn, PolicyStatement.Allow(["sns:Publish"], FailureTopicArn)
            .ForService("cloudwatch.amazonaws.com").FromAccount(context.Account));

        Undelivered = new FailureQueue("undelivered", new(context, "undelivered", "sns.amazonaws.com", [SuccessTopicArn, FailureTopicArn]), child);
        FailuresDeadLetters = new FailureQueue("failures-dead-letters", new(context, "failures-dead-letters", null, []), child);
        Failures = new FailureQueue("failures", new(context, "failures", "sns.amazonaws.com", [FailureTopicArn], FailuresDeadLetters), child);

        Subscribe("failures-queue", FailureTopicArn, "sqs", Failures.Arn, new TopicSubscriptionArgs
        {
            RawMessageDelivery = true,
            // Keeps alarms out: this queue holds images only.
            FilterPolicy = CreateImageFilter(quarantines),
        }, endpointPolicy: Failures.Permissions);
        foreach (var email in subscriptions.FailureEmails)
        {
            Subscribe($"failure-email-{email}", FailureTopicArn, "email", email, new TopicSubscriptionArgs { FilterPolicy = subscriptions.MailsRejections ? null! : WithoutRejections });
        }

        RegisterOutputs(new Dictionary<string, object?> { ["successTopic"] = SuccessTopicArn, ["failureTopic"] = FailureTopicArn });
    }

    public Output<string> SuccessTopicArn { get; }

    public Output<string> FailureTopicArn { get; }

    /// <summary>Key that encrypts both topics. Publishers need the right to use it.</summary>
    public Output<string> TopicKeyArn { get; }

    /// <summary>Failed and rejected images.</summary>
    public FailureQueue Failures { get; }

    public FailureQueue FailuresDeadLetters { get; }

    /// <summary>Announcements that a subscriber did not accept.</summary>
    public FailureQueue Undelivered { get; }

    /// <summary>
    /// The stack has its own key because CloudWatch alarms cannot publish to a topic under the default key (alias/aws/sns), and the
    /// policy of that key cannot be changed. Source: AWS Knowledge Center, "CloudWatch alarm with encrypted SNS topic".
    /// </summary>
    private Key CreateTopicKey(PipelineContext context)
    {
        // In a key policy, the resource * means the key itself.
        var owner = PolicyStatement.Allow(["kms:*"], "*").ForPrincipal(Output.Format($"arn:{context.Partition}:iam::{context.Account}:root"));
        var alarms = PolicyStatement.Allow(["kms:Decrypt", "kms:GenerateDataKey"], "*")
            .ForService("cloudwatch.amazonaws.com").FromAccount(context.Account);
        var key = new Key(context.NameOf("topics"), new KeyArgs
        {
            Description = $"Announcements and alarms of {context.Name}",
            EnableKeyRotation = true,
            DeletionWindowInDays = 7,
            Policy = Policy.CreateDocument(owner, alarms),
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        _ = new KeyAlias("topics", new KeyAliasArgs { Name = $"alias/{context.NameOf("topics")}", TargetKeyId = key.KeyId },
            new CustomResourceOptions { Parent = this });
        return key;
    }

    private Topic CreateTopic(PipelineContext context, string purpose) => new(context.NameOf(purpose), new TopicArgs
    {
        KmsMasterKeyId = TopicKeyArn,
        Tags = context.Tags,
    }, new CustomResourceOptions { Parent = this });

    private void CreateTopicPolicy(string name, Output<string> topic, params ImmutableArray<PolicyStatement> additionalStatements) => _ = new TopicPolicy(name, new TopicPolicyArgs
    {
        Arn = topic,
        Policy = Policy.CreateDocument([PolicyStatement.Deny(["sns:Publish"], topic).ForEveryone().WithoutTls(), .. additionalStatements]),
    }, new CustomResourceOptions { Parent = this });

    private static string CreateImageFilter(bool quarantines)
    {
        var outcomes = new JsonArray("failed", "rejected");
        if (quarantines)
        {
            outcomes.Add((JsonNode)"quarantined");
        }

        return new JsonObject { ["outcome"] = outcomes }.ToJsonString();
    }

    /// <summary>Alarms have no outcome, so what lacks one passes.</summary>
    private static string WithoutRejections =>
        new JsonObject { ["outcome"] = new JsonArray("failed", new JsonObject { ["exists"] = false }) }.ToJsonString();

    /// <param name="name">Logical name.</param>
    /// <param name="topic">Topic to subscribe to.</param>
    /// <param name="protocol">Protocol of the endpoint.</param>
    /// <param name="endpoint">Where messages go.</param>
    /// <param name="args">What else the subscription has.</param>
    /// <param name="endpointPolicy">Policy that lets the topic send to the endpoint; null if it needs none.</param>
    private void Subscribe(string name, Output<string> topic, string protocol, Input<string> endpoint, TopicSubscriptionArgs args, Resource? endpointPolicy = null)
    {
        (args.Topic, args.Protocol, args.Endpoint) = (topic, protocol, endpoint);
        args.RedrivePolicy = Undelivered.CreateRedrivePolicy();
        // A message that arrives before the queue's policy allows it would be lost.
        var options = new CustomResourceOptions { Parent = this, DependsOn = { Undelivered.Permissions } };
        if (endpointPolicy is not null)
        {
            options.DependsOn.Add(endpointPolicy);
        }

        _ = new TopicSubscription(name, args, options);
    }
}
