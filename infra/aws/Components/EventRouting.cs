using System.Text.Json.Nodes;
using Pipeline.Core.Events;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CloudWatch.Inputs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Template">Text of <c>statemachine/image-events.pattern.json</c>.</param>
/// <param name="UploadsBucket">Name of the bucket whose events are routed.</param>
/// <param name="Keys">Which of its keys are images.</param>
/// <param name="StateMachineArn">State machine that the events start.</param>
/// <param name="ArchiveDays">How long events are archived; null for no archive.</param>
/// <param name="RoutesExpirations">Whether deletions by lifecycle rules start executions.</param>
internal sealed record EventRoutingArgs(
    PipelineContext Context, string Template, Output<string> UploadsBucket, KeyFilter Keys, Input<string> StateMachineArn, int? ArchiveDays,
    bool RoutesExpirations);

/// <summary>
/// Routes events from the account's default bus to the state machine. This takes one rule, or with a key prefix two rules and a bus
/// between them (statemachine/README.md gives the reason). Events that cannot be delivered within a day go to a queue.
/// </summary>
internal sealed class EventRouting : ComponentResource
{
    private const int MaxEventAgeSeconds = 24 * 60 * 60;

    /// <summary>The maximum that EventBridge allows.</summary>
    private const int MaxAttempts = 185;

    private readonly PipelineContext _context;

    public EventRouting(string name, EventRoutingArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:EventRouting", name, options)
    {
        _context = args.Context;
        var count = string.IsNullOrEmpty(args.Keys.Prefix) ? 1 : 2;
        var bus = count == 1 ? null : new EventBus(_context.NameOf("uploads"), new EventBusArgs
        {
            Name = _context.NameOf("uploads"),
            Description = $"Uploads to {_context.Name} with the key prefix",
            Tags = _context.Tags,
        }, new CustomResourceOptions { Parent = this });

        var patterns = args.UploadsBucket.Apply(uploads => ImageEventsPattern.Fill(args.Template, uploads, args.Keys, args.RoutesExpirations));
        RuleNames = [.. Enumerable.Range(0, count).Select(i => _context.NameOf(i == 0 ? "uploads" : "uploads-filtered"))];
        var rules = RuleNames.Select((rule, i) => new EventRule(rule, new EventRuleArgs
        {
            Name = rule,
            Description = i == count - 1 ? $"Starts the state machine of {_context.Name} for each image" : $"Uploads to {_context.Name} with the key prefix",
            EventPattern = patterns.Apply(all => all[i].ToJsonString()),
            EventBusName = i == 0 ? null : (Input<string>)bus!.Name,
            Tags = _context.Tags,
        }, new CustomResourceOptions { Parent = this })).ToArray();
        BusName = bus is null ? null : _context.NameOf("uploads");

        DeadLetters = new FailureQueue("events-dead-letters", new(_context, "events-dead-letters", "events.amazonaws.com",
            [.. rules.Select(rule => (Input<string>)rule.Arn)]), new ComponentResourceOptions { Parent = this });
        if (bus is not null)
        {
            CreateTarget("bus", rules[0], bus.Arn, null, PolicyStatement.Allow(["events:PutEvents"], bus.Arn));
        }

        // The rule must not lose its permission while its target changes: EventBridge does not retry an event that is denied.
        CreateTarget("start", rules[^1], args.StateMachineArn, bus,
            PolicyStatement.Allow(["states:StartExecution"], [.. ImageStateMachine.ArnsOfBothTypes(_context).Select(arn => (Input<string>)arn)]));
        Patterns = patterns.Apply(all => new JsonArray([.. all.Select(pattern => pattern.DeepClone())]).ToJsonString());
        RuleArn = rules[0].Arn;
        ArchiveArn = args.ArchiveDays is { } days ? CreateArchive(rules[0], days) : Output.Create("");
        RegisterOutputs(new Dictionary<string, object?>());
    }

    /// <summary>The patterns that an event must all match to start an execution: a JSON array.</summary>
    public Output<string> Patterns { get; }

    /// <summary>ARN of the rule on the default bus.</summary>
    public Output<string> RuleArn { get; }

    /// <summary>ARN of the archive; empty if there is none.</summary>
    public Output<string> ArchiveArn { get; }

    /// <summary>Names of the rules, in the order in which an event passes them.</summary>
    public IReadOnlyList<string> RuleNames { get; }

    /// <summary>Bus of the second rule; null if there is only one rule.</summary>
    public string? BusName { get; }

    /// <summary>Events that did not start an execution.</summary>
    public FailureQueue DeadLetters { get; }

    /// <summary>Archives what the first rule gets, so that it can be replayed through that rule.</summary>
    private Output<string> CreateArchive(EventRule rule, int days) => new EventArchive(_context.NameOf("uploads"), new EventArchiveArgs
    {
        Name = _context.NameOf("uploads"),
        Description = $"Uploads to {_context.Name}",
        EventSourceArn = Output.Format($"arn:{_context.Partition}:events:{_context.Region}:{_context.Account}:event-bus/default"),
        EventPattern = rule.EventPattern.Apply(pattern => pattern!),
        RetentionDays = days,
    }, new CustomResourceOptions { Parent = this }).Arn;

    private void CreateTarget(string name, EventRule rule, Input<string> target, EventBus? bus, PolicyStatement permission)
    {
        var role = new ServiceRole(_context.NameOf($"events-{name}"), _context, "events.amazonaws.com",
            $"Event rule of {_context.Name}", [permission], this);
        _ = new EventTarget(name, new EventTargetArgs
        {
            Rule = rule.Name,
            EventBusName = bus is null ? null : (Input<string>)bus.Name,
            Arn = target,
            RoleArn = role.Arn,
            RetryPolicy = new EventTargetRetryPolicyArgs { MaximumEventAgeInSeconds = MaxEventAgeSeconds, MaximumRetryAttempts = MaxAttempts },
            DeadLetterConfig = new EventTargetDeadLetterConfigArgs { Arn = DeadLetters.Arn },
        }, new CustomResourceOptions { Parent = this, DependsOn = { role.Permissions, DeadLetters.Permissions } });
    }
}
