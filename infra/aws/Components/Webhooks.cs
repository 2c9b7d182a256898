using Pipeline.Core.Deployment;
using Pipeline.Core.Webhooks;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using Pulumi.Aws.Sns;
using Pulumi.Aws.Sqs;
using Pulumi.Aws.Ssm;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Settings">URLs and their secrets.</param>
/// <param name="Stack">Architecture, logs, encryption.</param>
/// <param name="Archive">Zip of the function.</param>
/// <param name="Destinations">The topics.</param>
internal sealed record WebhooksArgs(PipelineContext Context, WebhookSettings Settings, PipelineSettings Stack, Archive Archive, Destinations Destinations);

/// <summary>
/// Posts announcements to URLs, signed. SNS could post them itself, but cannot sign with a secret of ours. Each URL of each topic has a queue of its
/// own, so that a receiver that is down delays no other, and one function serves all queues. A last queue takes what no receiver accepted.
/// </summary>
internal sealed class Webhooks : ComponentResource
{
    /// <summary>MB. It waits for receivers.</summary>
    private const int Memory = 512;

    /// <summary>Seconds: for the secrets, one attempt of each message of the call at the same time, and hiding those that failed.</summary>
    private const int Timeout = 30;

    /// <summary>Seconds that a message stays hidden if the function does not say: six times its timeout. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".</summary>
    private const int VisibilitySeconds = 6 * Timeout;

    /// <summary>Seconds: longer than all attempts take. Dead letters keep their age, so their queue keeps them longer.</summary>
    private const int RetentionSeconds = 4 * 24 * 60 * 60;

    private const int BatchSize = 10;

    /// <summary>Calls at once for one queue, the fewest that Lambda allows: a slow receiver must not take the calls that images need.</summary>
    private const int MaxConcurrency = 2;

    private readonly WebhooksArgs _args;

    public Webhooks(string name, WebhooksArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:Webhooks", name, options)
    {
        _args = args;
        var (context, destinations) = (args.Context, args.Destinations);
        DeadLetters = new("webhooks-dead-letters", new(context, "webhooks-dead-letters", null, []), new() { Parent = this });
        (string Name, Queue Queue)[] queues =
        [
            .. args.Settings.FailureEndpoints.Select(url => CreateQueue("failure", url, destinations.FailureTopicArn)),
            .. args.Settings.SuccessEndpoints.Select(url => CreateQueue("success", url, destinations.SuccessTopicArn)),
        ];
        var secret = args.Settings.SecretArn is { } arn ? Output.Create(arn) : CreateParameter(args.Settings.Secret!).Arn;
        Function = new("webhook", new(
            context, "Webhook", args.Archive,
            new Dictionary<string, Input<string>>
            {
                [FunctionEnvironment.PipelineName] = context.Name,
                [FunctionEnvironment.WebhookUrls] = args.Settings.UrlsJson,
                [FunctionEnvironment.WebhookSecretArn] = secret,
                [FunctionEnvironment.WebhookAllowPrivate] = args.Settings.AllowsPrivate ? "true" : "false",
            },
            [.. ReadSecret(secret), ReceiveMessages(queues.Select(queue => queue.Queue))],
            new(Memory, Timeout, null, null), args.Stack.Functions.Architecture, SnapStart: false, HasAlias: false, args.Stack.Logs), new() { Parent = this });
        foreach (var (queueName, queue) in queues)
        {
            _ = new EventSourceMapping(queueName, new EventSourceMappingArgs
            {
                EventSourceArn = queue.Arn,
                FunctionName = Function.InvokeArn,
                BatchSize = BatchSize,
                FunctionResponseTypes = { "ReportBatchItemFailures" },
                ScalingConfig = new EventSourceMappingScalingConfigArgs { MaximumConcurrency = MaxConcurrency },
                Tags = context.Tags,
            }, new CustomResourceOptions { Parent = this });
        }

        RegisterOutputs(new Dictionary<string, object?> { ["deadLetters"] = DeadLetters.Url });
    }

    public PipelineFunction Function { get; }

    /// <summary>Announcements that a webhook did not take.</summary>
    public FailureQueue DeadLetters { get; }

    /// <param name="topicName"><c>success</c> or <c>failure</c>.</param>
    /// <param name="url">The webhook.</param>
    /// <param name="topic">ARN of the topic.</param>
    private (string Name, Queue Queue) CreateQueue(string topicName, string url, Output<string> topic)
    {
        var (context, name) = (_args.Context, $"webhook-{topicName}-{WebhookQueueNames.HashOf(url)}");
        var queue = new Queue(context.NameOf(name), new QueueArgs
        {
            VisibilityTimeoutSeconds = VisibilitySeconds,
            MessageRetentionSeconds = RetentionSeconds,
            SqsManagedSseEnabled = true,
            RedrivePolicy = DeadLetters.CreateRedrivePolicy(WebhookRetries.MaxAttempts),
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        var policy = new QueuePolicy(name, new QueuePolicyArgs
        {
            QueueUrl = queue.Url,
            Policy = Policy.CreateDocument(
                PolicyStatement.Deny(["sqs:*"], queue.Arn).ForEveryone().WithoutTls(),
                PolicyStatement.Allow(["sqs:SendMessage"], queue.Arn).ForService("sns.amazonaws.com").When("ArnEquals", "aws:SourceArn", topic)),
        }, new CustomResourceOptions { Parent = this });
        _ = new TopicSubscription(name, new TopicSubscriptionArgs
        {
            Topic = topic,
            Protocol = "sqs",
            Endpoint = queue.Arn,
            RawMessageDelivery = true,
            RedrivePolicy = _args.Destinations.Undelivered.CreateRedrivePolicy(),
        }, new CustomResourceOptions { Parent = this, DependsOn = { policy, _args.Destinations.Undelivered.Permissions } });
        return (name, queue);
    }

    private Parameter CreateParameter(string secret)
    {
        var context = _args.Context;
        var args = new ParameterArgs
        {
            Name = $"/{context.Name}/webhook-secret",
            Description = $"Secrets that sign the webhooks of {context.Name}",
            Type = ParameterType.SecureString,
            // Encrypted in the state of the stack, too.
            Value = Output.CreateSecret(secret),
            Tags = context.Tags,
        };
        if (_args.Stack.Storage.KmsKeyArn is { } key)
        {
            args.KeyId = key;
        }

        return new(context.NameOf("webhook-secret"), args, new CustomResourceOptions { Parent = this });
    }

    /// <summary>Keys of AWS need no permission: their policies allow everybody in the account who may read what they encrypt.</summary>
    private IEnumerable<PolicyStatement> ReadSecret(Output<string> arn)
    {
        var (own, context) = (_args.Settings.SecretArn, _args.Context);
        var isParameter = own is null || own.Split(':')[2] == "ssm";
        yield return PolicyStatement.Allow([isParameter ? "ssm:GetParameter" : "secretsmanager:GetSecretValue"], arn);
        if ((own is null ? _args.Stack.Storage.KmsKeyArn : _args.Settings.SecretKmsKeyArn) is { } key)
        {
            yield return PolicyStatement.Allow(["kms:Decrypt"], key)
                .When("StringEquals", "kms:ViaService", Output.Format($"{(isParameter ? "ssm" : "secretsmanager")}.{context.Region}.amazonaws.com"));
        }
    }

    /// <summary>What Lambda needs to read the queues, and what the function needs to hide messages.</summary>
    private static PolicyStatement ReceiveMessages(IEnumerable<Queue> queues) => PolicyStatement.Allow(
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"], [.. queues.Select(queue => (Input<string>)queue.Arn)]);
}
