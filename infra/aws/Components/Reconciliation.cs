using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Lambda;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Settings">Architecture, logs, type of the state machine, encryption.</param>
/// <param name="Archive">Zip of the function.</param>
/// <param name="Buckets">Buckets, for the table of permissions.</param>
/// <param name="Catalogue">Records.</param>
/// <param name="StateMachine">State machine whose lost executions are reconciled.</param>
/// <param name="Destinations">Topic for failures.</param>
internal sealed record ReconciliationArgs(
    PipelineContext Context, PipelineSettings Settings, Archive Archive, ImageBuckets Buckets, ImageCatalogue Catalogue, ImageStateMachine StateMachine,
    Destinations Destinations);

/// <summary>
/// The function that accounts for executions which ended without recording anything. A schedule finds them by their expired claims. For
/// Standard state machines, a rule also reports every execution that did not succeed, as it ends. A second schedule lets it remove the
/// renditions of replaced versions.
/// </summary>
internal sealed class Reconciliation : ComponentResource
{
    private const string Schedule = "rate(5 minutes)";

    /// <summary>A call sweeps up to 10,000 images.</summary>
    private const string SweepSchedule = "rate(15 minutes)";

    /// <summary>MB. It waits for DynamoDB and SNS.</summary>
    private const int Memory = 512;

    /// <summary>Seconds. The next call of the schedule continues.</summary>
    private const int Timeout = 300;

    private readonly PipelineContext _context;

    public Reconciliation(string name, ReconciliationArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:Reconciliation", name, options)
    {
        _context = args.Context;
        var settings = args.Settings;
        var environment = new Dictionary<string, Input<string>>
        {
            [FunctionEnvironment.PipelineName] = _context.Name,
            [FunctionEnvironment.Table] = args.Catalogue.Table,
            [FunctionEnvironment.RenditionsBucket] = args.Buckets.Renditions,
            [FunctionEnvironment.FailureTopic] = args.Destinations.FailureTopicArn,
        };
        foreach (var (variable, value) in PipelineFunctions.OutcomeVariables(settings))
        {
            environment[variable] = value;
        }

        Function = new("reconcile", new(
            _context, "Reconcile", args.Archive, environment,
            new FunctionPermissions(_context, args.Buckets, args.Catalogue, settings).Reconcile(args.Destinations),
            new(Memory, Timeout, null, null), settings.Functions.Architecture, SnapStart: false, HasAlias: false, settings.Logs), new ComponentResourceOptions { Parent = this });

        Call("reconcile", new EventRuleArgs
        {
            Description = $"Reconciles the expired claims of {_context.Name}",
            ScheduleExpression = Schedule,
        });
        Call("sweep-renditions", new EventRuleArgs
        {
            Description = $"Removes the replaced renditions of {_context.Name}",
            ScheduleExpression = SweepSchedule,
        }, JsonSerializer.Serialize(new ReconcileRequest(Sweep: true), PipelineJson.Default.ReconcileRequest));
        if (!settings.StateMachine.IsExpress)
        {
            Call("executions-ended", new EventRuleArgs
            {
                Description = $"Executions of {_context.Name} that did not succeed",
                EventPattern = args.StateMachine.Arn.Apply(CreatePattern),
            });
        }

        RegisterOutputs(new Dictionary<string, object?>());
    }

    public PipelineFunction Function { get; }

    /// <summary>Express state machines send no such events. Source: AWS Step Functions Developer Guide, "Automating event delivery".</summary>
    private static string CreatePattern(string stateMachine) => new JsonObject
    {
        ["source"] = new JsonArray("aws.states"),
        ["detail-type"] = new JsonArray("Step Functions Execution Status Change"),
        ["detail"] = new JsonObject
        {
            ["stateMachineArn"] = new JsonArray(stateMachine),
            ["status"] = new JsonArray("FAILED", "TIMED_OUT", "ABORTED"),
        },
    }.ToJsonString();

    /// <param name="name">Name of the rule.</param>
    /// <param name="args">The rule.</param>
    /// <param name="input">What the function gets; null for the event.</param>
    private void Call(string name, EventRuleArgs args, string? input = null)
    {
        (args.Name, args.Tags) = (_context.NameOf(name), _context.Tags);
        var rule = new EventRule(_context.NameOf(name), args, new CustomResourceOptions { Parent = this });
        var permission = new Permission(name, new PermissionArgs
        {
            Action = "lambda:InvokeFunction",
            Function = Function.FunctionName,
            Principal = "events.amazonaws.com",
            SourceArn = rule.Arn,
        }, new CustomResourceOptions { Parent = this, DependsOn = { Function } });
        var target = new EventTargetArgs { Rule = rule.Name, Arn = Function.InvokeArn };
        if (input is not null)
        {
            target.Input = input;
        }

        _ = new EventTarget(name, target, new CustomResourceOptions { Parent = this, DependsOn = { permission } });
    }
}
