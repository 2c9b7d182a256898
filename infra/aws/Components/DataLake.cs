using Pipeline.Core.Backfill;
using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.Scheduler;
using Pulumi.Aws.Scheduler.Inputs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Lake">Schedule, segments and limits.</param>
/// <param name="Settings">Architecture, logs, tracing, encryption.</param>
/// <param name="Template">Text of <c>statemachine/catalogue-export.asl.json</c>.</param>
/// <param name="Archive">Zip of the function that exports.</param>
/// <param name="Buckets">The internal bucket, which gets the files.</param>
/// <param name="Catalogue">The table.</param>
internal sealed record DataLakeArgs(
    PipelineContext Context, LakeSettings Lake, PipelineSettings Settings, string Template, Archive Archive, ImageBuckets Buckets, ImageCatalogue Catalogue);

/// <summary>The nightly export of the catalogue as Parquet files, and what lets Athena query them.</summary>
internal sealed class DataLake : ComponentResource
{
    /// <summary>MB. A call holds a row group, which is up to 100,000 records, and a page of the table.</summary>
    private const int Memory = 2_048;

    public DataLake(string name, DataLakeArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:DataLake", name, options)
    {
        var (context, settings) = (args.Context, args.Settings);
        var child = new ComponentResourceOptions { Parent = this };
        Function = new("export", new(
            context, "Export", args.Archive,
            new Dictionary<string, Input<string>>
            {
                [FunctionEnvironment.PipelineName] = context.Name,
                [FunctionEnvironment.Table] = args.Catalogue.Table,
                [FunctionEnvironment.InternalBucket] = args.Buckets.Internal,
                [FunctionEnvironment.LakeSegments] = args.Lake.Segments.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            new FunctionPermissions(context, args.Buckets, args.Catalogue, settings).Export,
            new(Memory, CallTimeLimits.MaxTimeout, null, null), settings.Functions.Architecture, SnapStart: false, HasAlias: false, settings.Logs), child);
        var stateMachineName = context.NameOf("catalogue-export");
        StateMachineArn = LoggedStateMachine.Create(
            new(
                context, settings, stateMachineName, stateMachineName, BackfillDefinition.Standard,
                Function.InvokeArn.Apply(arn => DefinitionTemplate.Fill(args.Template, new Dictionary<string, string> { ["ExportFunction"] = arn })),
                context.NameOf("export-states"), stateMachineName, $"Exports of {context.Name}",
                [PolicyStatement.Allow(["lambda:InvokeFunction"], Function.InvokeArn)]),
            this).Arn;
        CreateSchedule(context, args.Lake.Schedule, stateMachineName);
        var catalogue = new LakeCatalogue("lake-catalogue", new(context, args.Lake.Days, args.Buckets.Internal), child);
        var workgroup = new LakeWorkgroup("lake-workgroup", new(context, args.Lake.ByteLimit, args.Buckets.Internal, settings.Storage.KmsKeyArn, catalogue), child);
        (Database, Workgroup) = (catalogue.Database, workgroup.Name);
        RegisterOutputs(new Dictionary<string, object?> { ["stateMachine"] = StateMachineArn });
    }

    public PipelineFunction Function { get; }

    public Output<string> StateMachineArn { get; }

    /// <summary>Name of Glue's database.</summary>
    public Output<string> Database { get; }

    /// <summary>Name of Athena's workgroup.</summary>
    public Output<string> Workgroup { get; }

    private void CreateSchedule(PipelineContext context, string expression, string name)
    {
        var role = new ServiceRole(
            context.NameOf("export-schedule"), context, "scheduler.amazonaws.com", $"Starts the exports of {context.Name}",
            [PolicyStatement.Allow(["states:StartExecution"], StateMachineArn)], this);
        _ = new Schedule(name, new ScheduleArgs
        {
            Name = name,
            Description = $"Exports the catalogue of {context.Name}",
            ScheduleExpression = expression,
            // The days of the files are those of UTC.
            ScheduleExpressionTimezone = "UTC",
            FlexibleTimeWindow = new ScheduleFlexibleTimeWindowArgs { Mode = "OFF" },
            Target = new ScheduleTargetArgs { Arn = StateMachineArn, RoleArn = role.Arn, Input = "{}" },
        }, new CustomResourceOptions { Parent = this, DependsOn = { role.Permissions } });
    }
}
