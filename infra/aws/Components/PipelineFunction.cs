using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using FunctionAlias = Pulumi.Aws.Lambda.Alias;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Function">Its name, as <c>Resize</c>: assembly <c>Pipeline.Resize</c>, method <c>Resize</c>.</param>
/// <param name="Code">Its zip.</param>
/// <param name="Environment">Variables beside the handler's.</param>
/// <param name="Permissions">Everything it may do beside logging and tracing.</param>
/// <param name="Settings">Memory, time, concurrency.</param>
/// <param name="Architecture">Processor.</param>
/// <param name="SnapStart">Whether it starts from a snapshot.</param>
/// <param name="Logs">Retention and tracing.</param>
internal sealed record PipelineFunctionArgs(
    PipelineContext Context,
    string Function,
    Archive Code,
    IReadOnlyDictionary<string, Input<string>> Environment,
    IReadOnlyList<PolicyStatement> Permissions,
    FunctionSettings Settings,
    string Architecture,
    bool SnapStart,
    LogSettings Logs);

/// <summary>One function with its role, its log group and, where it starts warm, the alias to call it by.</summary>
internal sealed class PipelineFunction : ComponentResource
{
    /// <summary>Name of the alias.</summary>
    public const string AliasName = "live";

    public PipelineFunction(string name, PipelineFunctionArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:PipelineFunction", name, options)
    {
        var context = args.Context;
        FunctionName = context.NameOf(name);
        // Made here and not by Lambda, which would keep logs for ever.
        var logs = new LogGroup(FunctionName, new LogGroupArgs
        {
            Name = $"/aws/lambda/{FunctionName}",
            RetentionInDays = args.Logs.RetentionDays,
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        var role = new ServiceRole(FunctionName, context, "lambda.amazonaws.com", $"{args.Function} of {context.Name}",
            [.. args.Permissions, GetLoggingPermission(logs), .. GetTracingPermissions(args.Logs)], this);

        var usesAlias = args.SnapStart || args.Settings.ProvisionedConcurrency is not null;
        var function = new Function(FunctionName, new FunctionArgs
        {
            Name = FunctionName,
            Description = $"{args.Function} of {context.Name}",
            Runtime = Runtime.Dotnet10,
            Architectures = { args.Architecture },
            Handler = $"Pipeline.{args.Function}",
            Code = args.Code,
            Role = role.Arn,
            MemorySize = args.Settings.Memory,
            Timeout = args.Settings.Timeout,
            ReservedConcurrentExecutions = args.Settings.ReservedConcurrency is { } reserved ? (Input<int>)reserved : null,
            Publish = usesAlias,
            SnapStart = args.SnapStart ? (Input<FunctionSnapStartArgs>)new FunctionSnapStartArgs { ApplyOn = "PublishedVersions" } : null,
            Environment = new FunctionEnvironmentArgs { Variables = CreateVariables(args) },
            TracingConfig = new FunctionTracingConfigArgs { Mode = args.Logs.Tracing ? "Active" : "PassThrough" },
            LoggingConfig = new FunctionLoggingConfigArgs
            {
                LogFormat = "JSON",
                ApplicationLogLevel = "INFO",
                SystemLogLevel = "INFO",
                LogGroup = logs.Name,
            },
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this, DependsOn = { role.Permissions } });
        InvokeArn = usesAlias ? CreateAlias(name, function, args.Settings.ProvisionedConcurrency) : function.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["invokeArn"] = InvokeArn });
    }

    /// <summary>Its name, known before it is made.</summary>
    public string FunctionName { get; }

    /// <summary>What the state machine calls: the function, or its alias.</summary>
    public Output<string> InvokeArn { get; }

    private Output<string> CreateAlias(string name, Function function, int? provisionedConcurrency)
    {
        var alias = new FunctionAlias(name, new AliasArgs
        {
            Name = AliasName,
            FunctionName = function.Name,
            FunctionVersion = function.Version,
        }, new CustomResourceOptions { Parent = this });
        if (provisionedConcurrency is { } environments)
        {
            _ = new ProvisionedConcurrencyConfig(name, new ProvisionedConcurrencyConfigArgs
            {
                FunctionName = function.Name,
                Qualifier = alias.Name,
                ProvisionedConcurrentExecutions = environments,
            }, new CustomResourceOptions { Parent = this });
        }

        return alias.Arn;
    }

    private static InputMap<string> CreateVariables(PipelineFunctionArgs args)
    {
        var variables = new InputMap<string>();
        variables.Add(Core.Deployment.FunctionEnvironment.AnnotationsHandler, args.Function);
        foreach (var (variable, value) in args.Environment)
        {
            variables.Add(variable, value);
        }

        return variables;
    }

    /// <summary>Lambda names the streams of a log group; hence the wildcard.</summary>
    private static PolicyStatement GetLoggingPermission(LogGroup logs) =>
        PolicyStatement.Allow(["logs:CreateLogStream", "logs:PutLogEvents"], Output.Format($"{logs.Arn}:*"));

    /// <summary>X-Ray has no resources to name.</summary>
    private static IEnumerable<PolicyStatement> GetTracingPermissions(LogSettings logs) =>
        logs.Tracing ? [PolicyStatement.Allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*")] : [];
}
