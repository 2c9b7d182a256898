using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Backfill;
using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Core.Photos;
using Pipeline.Infra.Components;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pulumi;

namespace Pipeline.Infra;

/// <summary>The whole pipeline, in one account and region.</summary>
internal static class ImagePipelineStack
{
    /// <summary>Creates every resource of the stack.</summary>
    /// <param name="root">Folder of <c>Pulumi.yaml</c>.</param>
    /// <param name="settings">The stack's configuration.</param>
    /// <param name="archives">Zips of the functions.</param>
    /// <returns>Outputs of the stack, by the names in <see cref="StackOutputs"/>.</returns>
    public static IDictionary<string, object?> Create(string root, PipelineSettings settings, FunctionArchives archives)
    {
        var context = PipelineContext.Create(Deployment.Instance.ProjectName, Deployment.Instance.StackName, settings.Tags);
        var buckets = new ImageBuckets("buckets", new(context, settings.Storage, settings.Lake?.Days));
        var catalogue = new ImageCatalogue("catalogue", new(context, settings.Storage));
        var destinations = new Destinations("destinations", new(context, settings.Subscriptions, settings.Describe is { Quarantines: true }));
        var api = settings.Api is { } apiSettings ? new HttpApi("api", new(context, apiSettings, settings.Storage.CorsOrigins, settings.Logs)) : null;
        var delivery = settings.Delivery is { } deliverySettings ? new Delivery("delivery", new(context, deliverySettings, settings.Storage, buckets, api)) : null;
        buckets.CreateRenditionsPolicy(delivery?.BucketAccess ?? []);
        var functions = new PipelineFunctions("functions", new(context, settings, buckets, catalogue, delivery, archives));
        var stateMachine = new ImageStateMachine("state-machine", new(context, settings, ReadPipeline(), functions, destinations));
        var routing = new EventRouting("routing", new(
            context, ReadTemplate("image-events.pattern.json"), buckets.Uploads, settings.Keys, stateMachine.Arn, settings.EventArchiveDays,
            RoutesExpirations: !settings.Storage.Originals.KeepsRenditions));
        var reconciliation = new Reconciliation(
            "reconciliation", new(context, settings, archives.Reconcile, buckets, catalogue, stateMachine, destinations));
        var backfill = new Backfilling("backfill", new(
            context, settings, ReadBackfill(), ReadPipeline(), archives.Backfill, buckets, catalogue, functions, destinations));
        var lake = settings.Lake is { } lakeSettings
            ? new DataLake("lake", new(context, lakeSettings, settings, ReadTemplate("catalogue-export.asl.json"), archives.Export, buckets, catalogue))
            : null;
        if (api is not null)
        {
            _ = new ApiRoutes("api-routes", new(context, settings, api, archives.Api, buckets, catalogue, delivery?.RenditionsUrl));
        }

        var webhooks = settings.Webhooks is { } webhookSettings
            ? new Webhooks("webhooks", new(context, webhookSettings, settings, archives.Webhook, destinations))
            : null;
        var alarms = new PipelineAlarms("alarms", new(context, settings.Alarms, functions, reconciliation, catalogue, stateMachine, routing, destinations, api, webhooks, lake));
        var dashboard = new PipelineDashboard("dashboard", new(context, settings, functions, reconciliation, catalogue, stateMachine, routing, destinations, delivery));
        if (settings.Budget is { } budget)
        {
            _ = new MonthlyBudget("budget", new(context, budget));
        }

        var console = Output.Format($"https://{context.Region}.console.aws.amazon.com");
        return new Dictionary<string, object?>
        {
            [StackOutputs.UploadsBucket] = buckets.Uploads,
            [StackOutputs.RenditionsBucket] = buckets.Renditions,
            [StackOutputs.InternalBucket] = buckets.Internal,
            [StackOutputs.Table] = catalogue.Table,
            [StackOutputs.StateMachine] = stateMachine.Arn,
            [StackOutputs.StateMachineConsole] = Output.Format($"{console}/states/home?region={context.Region}#/statemachines/view/{stateMachine.Arn}"),
            [StackOutputs.StateMachineType] = settings.StateMachine.Type,
            [StackOutputs.Dashboard] = Output.Format($"{console}/cloudwatch/home?region={context.Region}#dashboards/dashboard/{dashboard.DashboardName}"),
            [StackOutputs.SuccessTopic] = destinations.SuccessTopicArn,
            [StackOutputs.FailureTopic] = destinations.FailureTopicArn,
            [StackOutputs.FailureQueue] = destinations.Failures.Url,
            [StackOutputs.WebhookDeadLetters] = webhooks?.DeadLetters.Url ?? Output.Create(""),
            [StackOutputs.EventDeadLetters] = routing.DeadLetters.Url,
            [StackOutputs.EventPatterns] = routing.Patterns,
            [StackOutputs.EventRule] = routing.RuleArn,
            [StackOutputs.EventArchive] = routing.ArchiveArn,
            [StackOutputs.ApiUrl] = api?.Url ?? Output.Create(""),
            [StackOutputs.CdnUrl] = delivery?.Url ?? Output.Create(""),
            [StackOutputs.CdnDistribution] = delivery?.DistributionId ?? Output.Create(""),
            [StackOutputs.CdnHost] = delivery?.Host ?? Output.Create(""),
            [StackOutputs.CdnKeyStatement] = delivery?.KeyStatement ?? Output.Create(""),
            [StackOutputs.Region] = context.Region,
            [StackOutputs.Functions] = new JsonArray([.. functions.All.Select(function => (JsonNode)function.FunctionName)]).ToJsonString(),
            [StackOutputs.CostSettings] = CostOutput.Create(settings, alarms.Count).ToJson(),
            [StackOutputs.LakeWorkgroup] = lake?.Workgroup ?? Output.Create(""),
            [StackOutputs.LakeDatabase] = lake?.Database ?? Output.Create(""),
            [StackOutputs.LakeStateMachine] = lake?.StateMachineArn ?? Output.Create(""),
            [StackOutputs.BackfillStateMachine] = backfill.Arn,
            [StackOutputs.BackfillConcurrency] = settings.Backfill.MaxConcurrency.ToString(CultureInfo.InvariantCulture),
            [StackOutputs.BackfillExecutions] = settings.BackfillExecutionType,
            [StackOutputs.CurrentVersions] = context.Region.Apply(region => CurrentVersions.Of(
                CostOutput.ReadRenditions(settings), PhotoReading.GetSchema(settings.Metadata.KeepLocation), settings.Describe?.GetSchema(region)).ToJson()),
            [StackOutputs.KeySuffixes] = new JsonArray([.. (settings.Keys.Suffixes ?? []).Select(suffix => (JsonNode)suffix)]).ToJsonString(),
            [StackOutputs.KeyPrefix] = settings.Keys.Prefix ?? "",
        };

        string ReadPipeline() => settings.Describe is null
            ? ReadTemplate("image-pipeline.asl.json")
            : DescribedDefinition.AddTo(ReadTemplate("image-pipeline.asl.json"), ReadTemplate("describe.json"));

        string ReadBackfill() => settings.Describe is null
            ? ReadTemplate("backfill.asl.json")
            : DescribedDefinition.AddToBackfill(ReadTemplate("backfill.asl.json"), ReadTemplate("describe.json"));

        string ReadTemplate(string file) => File.ReadAllText(Path.Combine(root, "statemachine", file));
    }
}
