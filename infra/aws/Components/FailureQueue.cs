using System.Text.Json.Nodes;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.Sqs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Purpose">Last part of the queue's name.</param>
/// <param name="Service">Service that sends to the queue, such as <c>events.amazonaws.com</c>; null for a dead-letter queue, to which SQS itself sends.</param>
/// <param name="Sources">ARNs of the rules or topics on whose behalf the service may send.</param>
/// <param name="DeadLetters">Queue for messages that were received five times and never deleted; null for none.</param>
internal sealed record FailureQueueArgs(
    PipelineContext Context, string Purpose, string? Service, IReadOnlyList<Input<string>> Sources, FailureQueue? DeadLetters = null);

/// <summary>A queue of messages that somebody must look at: encrypted, TLS only, with the longest retention that SQS offers.</summary>
internal sealed class FailureQueue : ComponentResource
{
    private const int RetentionSeconds = 14 * 24 * 60 * 60;

    private const int MaxReceives = 5;

    public FailureQueue(string name, FailureQueueArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:FailureQueue", name, options)
    {
        var queue = new Queue(args.Context.NameOf(args.Purpose), new QueueArgs
        {
            MessageRetentionSeconds = RetentionSeconds,
            // With a KMS key, every service that sends here would need the right to use it.
            SqsManagedSseEnabled = true,
            RedrivePolicy = args.DeadLetters is { } deadLetters ? (Input<string>)deadLetters.CreateRedrivePolicy(MaxReceives) : null,
            Tags = args.Context.Tags,
        }, new CustomResourceOptions { Parent = this });
        (Arn, Url, Name) = (queue.Arn, queue.Url, queue.Name);

        List<PolicyStatement> statements = [PolicyStatement.Deny(["sqs:*"], Arn).ForEveryone().WithoutTls()];
        if (args.Service is { } service)
        {
            statements.Add(PolicyStatement.Allow(["sqs:SendMessage"], Arn).ForService(service).When("ArnEquals", "aws:SourceArn", args.Sources));
        }

        Permissions = new QueuePolicy(name, new QueuePolicyArgs { QueueUrl = Url, Policy = Policy.CreateDocument(statements) },
            new CustomResourceOptions { Parent = this });
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url });
    }

    public Output<string> Arn { get; }

    public Output<string> Url { get; }

    public Output<string> Name { get; }

    /// <summary>The queue's policy. What sends to the queue must depend on it.</summary>
    public QueuePolicy Permissions { get; }

    /// <summary>The redrive policy of a queue or a subscription whose dead-letter queue this is.</summary>
    /// <param name="maxReceives">How often a message of the queue may be received; null for a subscription, whose protocol decides when it gives up.</param>
    public Output<string> CreateRedrivePolicy(int? maxReceives = null) => Arn.Apply(arn =>
    {
        var policy = new JsonObject { ["deadLetterTargetArn"] = arn };
        if (maxReceives is { } count)
        {
            policy["maxReceiveCount"] = count;
        }

        return policy.ToJsonString();
    });
}
