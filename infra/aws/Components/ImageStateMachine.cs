using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Definitions;
using Pipeline.Infra.Policies;
using Pulumi;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Settings">Type, logs, tracing.</param>
/// <param name="Template">Text of <c>statemachine/image-pipeline.asl.json</c>, with the states that describe images if the stack does.</param>
/// <param name="Functions">Functions that its tasks call.</param>
/// <param name="Destinations">Topics on which it announces outcomes.</param>
internal sealed record ImageStateMachineArgs(
    PipelineContext Context, PipelineSettings Settings, string Template, PipelineFunctions Functions, Destinations Destinations);

/// <summary>The definition that also runs locally, with its placeholders filled with the stack's functions and topics.</summary>
internal sealed class ImageStateMachine : ComponentResource
{
    public ImageStateMachine(string name, ImageStateMachineArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:ImageStateMachine", name, options)
    {
        var (context, settings) = (args.Context, args.Settings);
        var stateMachine = LoggedStateMachine.Create(
            new(
                context, settings, context.Name, NameOf(context, settings.StateMachine.IsExpress), settings.StateMachine.Type, FillDefinition(args),
                context.NameOf("states"), context.Name, $"State machine of {context.Name}", GetPermissions(args)),
            this);
        Arn = stateMachine.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    public Output<string> Arn { get; }

    /// <summary>ARNs of the state machine of either type, which exist one after the other when the type changes.</summary>
    public static IReadOnlyList<Output<string>> ArnsOfBothTypes(PipelineContext context) =>
        [ArnOf(context, isExpress: false), ArnOf(context, isExpress: true)];

    private static Output<string> ArnOf(PipelineContext context, bool isExpress) =>
        Output.Format($"arn:{context.Partition}:states:{context.Region}:{context.Account}:stateMachine:{NameOf(context, isExpress)}");

    /// <summary>Each type has its own name, so that one can be created before the other is deleted.</summary>
    private static string NameOf(PipelineContext context, bool isExpress) => isExpress ? context.NameOf("express") : context.Name;

    private static Output<string> FillDefinition(ImageStateMachineArgs args) =>
        Output.All(GetPlaceholders(args).Select(placeholder => placeholder.Arn)).Apply(arns =>
        {
            var values = GetPlaceholders(args).Zip(arns).ToDictionary(pair => pair.First.Name, pair => pair.Second);
            return DefinitionTemplate.Fill(DeployedDefinition.SetTimeLimits(args.Template, GetTimeouts(args), args.Settings.ExecutionTimeLimit), values);
        });

    private static (string Name, PipelineFunction Function)[] GetFunctions(ImageStateMachineArgs args) =>
    [
        ("ValidateFunction", args.Functions.Validate),
        ("ResizeFunction", args.Functions.Resize),
        ("PersistFunction", args.Functions.Persist),
        ("RemoveFunction", args.Functions.Remove),
        .. args.Functions.Describing.Select(function => ("DescribeFunction", function)),
    ];

    private static Dictionary<string, int> GetTimeouts(ImageStateMachineArgs args) =>
        GetFunctions(args).ToDictionary(function => function.Name, function => function.Function.Timeout);

    private static (string Name, Output<string> Arn)[] GetPlaceholders(ImageStateMachineArgs args) =>
    [
        .. GetFunctions(args).Select(function => (function.Name, function.Function.InvokeArn)),
        ("SuccessTopic", args.Destinations.SuccessTopicArn),
        ("FailureTopic", args.Destinations.FailureTopicArn),
    ];

    private static IEnumerable<PolicyStatement> GetPermissions(ImageStateMachineArgs args)
    {
        var (functions, destinations) = (args.Functions.All, args.Destinations);
        yield return PolicyStatement.Allow(["lambda:InvokeFunction"], [.. functions.SelectMany(function => function.CallableArns).Select(arn => (Input<string>)arn)]);
        yield return PolicyStatement.Allow(["sns:Publish"], destinations.SuccessTopicArn, destinations.FailureTopicArn);
        yield return PolicyStatement.Allow(["kms:GenerateDataKey", "kms:Decrypt"], destinations.TopicKeyArn)
            .When("StringEquals", "kms:ViaService", Output.Format($"sns.{args.Context.Region}.amazonaws.com"));
    }
}
