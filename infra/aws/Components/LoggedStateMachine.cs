using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sfn.Inputs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Settings">Logs and tracing.</param>
/// <param name="ResourceName">Name of the resource.</param>
/// <param name="Name">Name in Step Functions.</param>
/// <param name="Type"><c>STANDARD</c> or <c>EXPRESS</c>.</param>
/// <param name="Definition">Definition, with its placeholders filled.</param>
/// <param name="StatesName">Name of the role and of the log group's resource.</param>
/// <param name="LogGroup">What follows the prefix in the name of the log group.</param>
/// <param name="Description">Description of the role.</param>
/// <param name="Permissions">What its states may do.</param>
internal sealed record LoggedStateMachineArgs(
    PipelineContext Context, PipelineSettings Settings, string ResourceName, string Name, string Type, Output<string> Definition, string StatesName,
    string LogGroup, string Description, IEnumerable<PolicyStatement> Permissions);

/// <summary>A state machine with its role and its log group.</summary>
internal static class LoggedStateMachine
{
    /// <summary>Creates the three resources as children of a component.</summary>
    public static StateMachine Create(LoggedStateMachineArgs args, Resource parent)
    {
        var (context, settings) = (args.Context, args.Settings);
        var logs = new LogGroup(args.StatesName, new LogGroupArgs
        {
            // Log groups under this prefix do not count against the size limit of the account's log resource policy.
            Name = $"/aws/vendedlogs/states/{args.LogGroup}",
            RetentionInDays = settings.Logs.RetentionDays,
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = parent });
        var role = new ServiceRole(
            args.StatesName, context, "states.amazonaws.com", args.Description, [.. args.Permissions, .. GetReportingPermissions(settings.Logs)], parent);
        return new StateMachine(args.ResourceName, new StateMachineArgs
        {
            Name = args.Name,
            Type = args.Type,
            Definition = args.Definition,
            RoleArn = role.Arn,
            LoggingConfiguration = new StateMachineLoggingConfigurationArgs
            {
                Level = "ERROR",
                IncludeExecutionData = settings.StateMachine.LogExecutionData,
                LogDestination = Output.Format($"{logs.Arn}:*"),
            },
            TracingConfiguration = new StateMachineTracingConfigurationArgs { Enabled = settings.Logs.Tracing },
            Tags = context.Tags,
        }, new CustomResourceOptions
        {
            Parent = parent,
            DependsOn = { role.Permissions },
            // Another name or type is another state machine. It starts executions before the old one is deleted, which lets running executions end.
            DeleteBeforeReplace = false,
        });
    }

    /// <summary>What every state machine needs for its log and its traces.</summary>
    private static IEnumerable<PolicyStatement> GetReportingPermissions(LogSettings logs)
    {
        // Log delivery actions do not support resources. Source: Step Functions developer guide, logging to CloudWatch Logs.
        yield return PolicyStatement.Allow(
            [
                "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery", "logs:ListLogDeliveries",
                "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
            ], "*");
        if (logs.Tracing)
        {
            // Neither do X-Ray actions. Source: Step Functions developer guide, IAM policies for X-Ray.
            yield return PolicyStatement.Allow(
                ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"], "*");
        }
    }
}
