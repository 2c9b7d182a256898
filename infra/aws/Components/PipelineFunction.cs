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
/// <param name="Function">Name of the function, such as <c>Resize</c> for method <c>Resize</c> in assembly <c>Pipeline.Resize</c>.</param>
/// <param name="Code">Zip of the function.</param>
/// <param name="Environment">Environment variables, in addition to the one that names the handler.</param>
/// <param name="Permissions">Everything the function may do, in addition to logging and tracing.</param>
/// <param name="Settings">Memory, timeout and concurrency.</param>
/// <param name="Architecture">Processor architecture, <c>arm64</c> or <c>x86_64</c>.</param>
/// <param name="SnapStart">Whether the function starts from a snapshot.</param>
/// <param name="HasAlias">
/// Whether the function is called by an alias. It then has one whatever the settings, so that no setting changes what running executions call.
/// </param>
/// <param name="Logs">Retention and tracing.</param>
/// <param name="Assembly">Name of the assembly after <c>Pipeline.</c>; null if it is the function's, as with one function in an assembly.</param>
internal sealed record PipelineFunctionArgs(
    PipelineContext Context,
    string Function,
    Archive Code,
    IReadOnlyDictionary<string, Input<string>> Environment,
    IReadOnlyList<PolicyStatement> Permissions,
    FunctionSettings Settings,
    string Architecture,
    bool SnapStart,
    bool HasAlias,
    LogSettings Logs,
    string? Assembly = null);

/// <summary>One function with its role, its log group and, if executions call it, an alias to call it by.</summary>
internal sealed class PipelineFunction : ComponentResource
{
    public const string AliasName = "live";

    /// <summary>From 0 to 9: how early the garbage collector compacts. Its heap must leave room for pixels, which are outside of it.</summary>
    private const string ConserveMemory = "7";

    public PipelineFunction(string name, PipelineFunctionArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:PipelineFunction", name, options)
    {
        var context = args.Context;
        (FunctionName, Timeout) = (context.NameOf(name), args.Settings.Timeout);
        // If Lambda creates the log group, logs never expire.
        var logs = new LogGroup(FunctionName, new LogGroupArgs
        {
            Name = LogGroup,
            RetentionInDays = args.Logs.RetentionDays,
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        var role = new ServiceRole(FunctionName, context, "lambda.amazonaws.com", $"{args.Function} of {context.Name}",
            [.. args.Permissions, GetLoggingPermission(logs), .. GetTracingPermissions(args.Logs)], this);

        var function = new Function(FunctionName, new FunctionArgs
        {
            Name = FunctionName,
            Description = $"{args.Function} of {context.Name}",
            Runtime = Runtime.Dotnet10,
            Architectures = { args.Architecture },
            Handler = $"Pipeline.{args.Assembly ?? args.Function}",
            Code = args.Code,
            Role = role.Arn,
            MemorySize = args.Settings.Memory,
            Timeout = args.Settings.Timeout,
            ReservedConcurrentExecutions = args.Settings.ReservedConcurrency is { } reserved ? (Input<int>)reserved : null,
            Publish = args.HasAlias,
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
        InvokeArn = args.HasAlias ? CreateAlias(name, function, args.Settings.ProvisionedConcurrency) : function.Arn;
        CallableArns = [function.Arn, Output.Format($"{function.Arn}:{AliasName}")];
        RegisterOutputs(new Dictionary<string, object?> { ["invokeArn"] = InvokeArn });
    }

    /// <summary>Name of the function, known before it is created.</summary>
    public string FunctionName { get; }

    /// <summary>Name of its log group.</summary>
    public string LogGroup => $"/aws/lambda/{FunctionName}";

    /// <summary>Timeout in seconds.</summary>
    public int Timeout { get; }

    /// <summary>ARN that the state machine calls: of the alias if there is one, otherwise of the function.</summary>
    public Output<string> InvokeArn { get; }

    /// <summary>
    /// ARNs that executions may call. Both: executions of a stack that was deployed before functions had an alias go on with the function itself.
    /// </summary>
    public IReadOnlyList<Output<string>> CallableArns { get; }

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
        variables.Add(Core.Deployment.FunctionEnvironment.ConserveMemory, ConserveMemory);
        // .NET's threads have heaps before a codec can limit their number.
        variables.Add(Core.Deployment.FunctionEnvironment.MallocArenas, "1");
        foreach (var (variable, value) in args.Environment)
        {
            variables.Add(variable, value);
        }

        return variables;
    }

    /// <summary>Lambda chooses the names of log streams, so the permission needs a wildcard.</summary>
    private static PolicyStatement GetLoggingPermission(LogGroup logs) =>
        PolicyStatement.Allow(["logs:CreateLogStream", "logs:PutLogEvents"], Output.Format($"{logs.Arn}:*"));

    /// <summary>X-Ray actions do not support resources.</summary>
    private static IEnumerable<PolicyStatement> GetTracingPermissions(LogSettings logs) =>
        logs.Tracing ? [PolicyStatement.Allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*")] : [];
}
