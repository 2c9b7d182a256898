using Pipeline.Core.Backfill;
using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Definitions;
using Pipeline.Infra.Policies;
using Pulumi;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Settings">Concurrency, type of the children, keys, logs, tracing.</param>
/// <param name="Template">Text of <c>statemachine/backfill.asl.json</c>.</param>
/// <param name="PipelineTemplate">Text of <c>statemachine/image-pipeline.asl.json</c>, whose states the children have.</param>
/// <param name="Archive">Zip of the function that counts.</param>
/// <param name="Buckets">The bucket that is listed, and the one that gets the results.</param>
/// <param name="Catalogue">Records, for the table of permissions.</param>
/// <param name="Functions">Functions that the children call.</param>
/// <param name="Destinations">Topics for announcements.</param>
internal sealed record BackfillingArgs(
    PipelineContext Context, PipelineSettings Settings, string Template, string PipelineTemplate, Archive Archive, ImageBuckets Buckets, ImageCatalogue Catalogue,
    PipelineFunctions Functions, Destinations Destinations);

/// <summary>
/// The state machine that processes originals which were there before, or remakes what is outdated; and the function that counts the outcomes. No
/// rule starts it, and it writes only to buckets that send no events.
/// </summary>
internal sealed class Backfilling : ComponentResource
{
    /// <summary>MB. It reads one file after the other: more memory gives it more of the network.</summary>
    private const int Memory = 1_024;

    public Backfilling(string name, BackfillingArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:Backfilling", name, options)
    {
        var (context, settings) = (args.Context, args.Settings);
        Function = new("backfill", new(
            context, "Backfill", args.Archive, new Dictionary<string, Input<string>> { [FunctionEnvironment.PipelineName] = context.Name },
            new FunctionPermissions(context, args.Buckets, args.Catalogue, settings).Backfill,
            new(Memory, CallTimeLimits.MaxTimeout, null, null), settings.Functions.Architecture, SnapStart: false, HasAlias: false, settings.Logs), new ComponentResourceOptions { Parent = this });
        var stateMachineName = context.NameOf("backfill");
        var stateMachine = LoggedStateMachine.Create(
            new(
                // An Express workflow cannot have a distributed Map. Its children have a type of their own.
                context, settings, stateMachineName, stateMachineName, BackfillDefinition.Standard, FillDefinition(args),
                context.NameOf("backfill-states"), stateMachineName, $"Backfills of {context.Name}", GetPermissions(args, stateMachineName)),
            this);
        Arn = stateMachine.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    public Output<string> Arn { get; }

    public PipelineFunction Function { get; }

    private Output<string> FillDefinition(BackfillingArgs args)
    {
        var (functions, settings) = (args.Functions, args.Settings);
        (string Name, PipelineFunction Function)[] called =
            [
                ("ValidateFunction", functions.Validate), ("ResizeFunction", functions.Resize), .. functions.Describing.Select(function => ("DescribeFunction", function)),
                ("PersistFunction", functions.Persist), ("BackfillFunction", Function),
            ];
        (string Name, Output<string> Value)[] placeholders =
        [
            .. called.Select(function => (function.Name, function.Function.InvokeArn)),
            ("SuccessTopic", args.Destinations.SuccessTopicArn),
            ("FailureTopic", args.Destinations.FailureTopicArn),
            ("UploadsBucket", args.Buckets.Uploads),
            ("InternalBucket", args.Buckets.Internal),
        ];
        var pipeline = DeployedDefinition.SetTimeLimits(
            args.PipelineTemplate, called.ToDictionary(function => function.Name, function => function.Function.Timeout), settings.ExecutionTimeLimit);
        return Output.All(placeholders.Select(placeholder => placeholder.Value)).Apply(values => BackfillDefinition.Compose(
            args.Template, pipeline, new(settings.Backfill.MaxConcurrency, settings.Keys, settings.BackfillExecutionType),
            placeholders.Zip(values).ToDictionary(pair => pair.First.Name, pair => pair.Second)));
    }

    private IEnumerable<PolicyStatement> GetPermissions(BackfillingArgs args, string stateMachineName)
    {
        var (context, buckets, storage) = (args.Context, args.Buckets, args.Settings.Storage);
        PipelineFunction[] called = [args.Functions.Validate, args.Functions.Resize, .. args.Functions.Describing, args.Functions.Persist];
        yield return PolicyStatement.Allow(
            ["lambda:InvokeFunction"], [.. called.SelectMany(function => function.CallableArns).Append(Function.InvokeArn).Select(arn => (Input<string>)arn)]);
        yield return PolicyStatement.Allow(["sns:Publish"], args.Destinations.SuccessTopicArn, args.Destinations.FailureTopicArn);
        yield return PolicyStatement.Allow(["kms:GenerateDataKey", "kms:Decrypt"], args.Destinations.TopicKeyArn)
            .When("StringEquals", "kms:ViaService", Output.Format($"sns.{context.Region}.amazonaws.com"));
        // The items of the Map. It reads no original.
        yield return PolicyStatement.Allow(["s3:ListBucket"], buckets.UploadsArn);
        yield return PolicyStatement.Allow(["s3:GetObject"], Output.Format($"{buckets.InternalArn}/{InternalBucket.Manifests}*"));
        // Its results. Source: Step Functions developer guide, "IAM policies for ResultWriter".
        yield return PolicyStatement.Allow(["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
            Output.Format($"{buckets.InternalArn}/{InternalBucket.Results}*"));
        if (storage.KmsKeyArn is { } key)
        {
            yield return PolicyStatement.Allow(["kms:GenerateDataKey", "kms:Decrypt"], key)
                .When("StringEquals", "kms:ViaService", Output.Format($"s3.{context.Region}.amazonaws.com"));
        }

        // Its children, which are executions of the same state machine. Source: the same, "IAM policies for using Distributed Map states".
        var states = Output.Format($"arn:{context.Partition}:states:{context.Region}:{context.Account}");
        yield return PolicyStatement.Allow(["states:StartExecution"], Output.Format($"{states}:stateMachine:{stateMachineName}"));
        yield return PolicyStatement.Allow(["states:DescribeExecution", "states:StopExecution"], Output.Format($"{states}:execution:{stateMachineName}:*"));
        yield return PolicyStatement.Allow(["states:RedriveExecution"], Output.Format($"{states}:execution:{stateMachineName}/*:*"));
    }
}
