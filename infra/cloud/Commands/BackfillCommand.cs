using System.CommandLine;
using Amazon.S3;
using Amazon.S3.Transfer;
using Pipeline.Cloud.Backfill;
using Pipeline.Cloud.Costs;
using Pipeline.Cloud.Stack;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Cloud.Commands;

/// <summary><c>backfill</c>: processes what no event announced, and remakes what is outdated; <c>status</c>, <c>stop</c> and <c>redrive</c>.</summary>
internal static class BackfillCommand
{
    /// <summary>US dollars from which a run needs <c>--yes</c>.</summary>
    public const decimal ConfirmFrom = 1;

    public static Command Create()
    {
        var (stack, options) = (new StackOptions(), new BackfillOptions("the setting backfillConcurrency"));
        var command = new Command("backfill", "Process originals that were there before, or remake what is outdated. Nothing changes that the records already show.")
        {
            BackfillStatusCommands.CreateStatus(), BackfillStatusCommands.CreateStop(), BackfillStatusCommands.CreateRedrive(),
        };
        options.AddTo(command);
        stack.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            options.Check(result);
            var deployed = await stack.ReadAsync(result, cancellationToken);
            var backfill = BackfillStack.Require(deployed);
            using var s3 = StackClients.CreateS3(deployed);
            using var dynamo = StackClients.CreateDynamoDB(deployed);
            var manifest = Path.GetTempFileName();
            try
            {
                var prefix = options.FindPrefix(result, deployed.KeyPrefix);
                var matches = options.FindMatches(result, backfill.Versions, "a stack that describes images: set describe to true and run `pulumi up`");
                var plan = await PlanAsync(new(s3, dynamo, deployed), matches, prefix, manifest, cancellationToken);
                var most = result.GetValue(options.MaxConcurrency) ?? backfill.MaxConcurrency;
                var cost = WriteEstimate(plan, deployed, backfill, options, result, prefix, most);
                if (result.GetValue(options.DryRun) || plan.Images == 0)
                {
                    return ExitCodes.Success;
                }

                if (cost > ConfirmFrom && !result.GetValue(options.Yes))
                {
                    throw new UsageException($"This may cost {CostReport.Dollars(cost)}. Add --yes to start it.");
                }

                var name = $"backfill-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
                var input = new BackfillInput(
                    prefix, options.UsesRecords(result) ? await UploadAsync(s3, backfill, name, manifest, cancellationToken) : null, options.GetRefresh(result),
                    result.GetRequiredValue(options.Announcements), result.GetValue(options.MaxConcurrency));
                using var stepFunctions = StackClients.CreateStepFunctions(deployed);
                var runs = new BackfillRuns(stepFunctions, backfill, TimeProvider.System);
                await runs.StartAsync(name, input, cancellationToken);
                Console.WriteLine($"Started {name}.");
                return await BackfillStatusCommands.FollowAsync(runs, name, plan.Images + plan.Skipped, cancellationToken);
            }
            finally
            {
                File.Delete(manifest);
            }
        });
        return command;
    }

    private static async Task<BackfillPlan> PlanAsync(
        BackfillPlanner planner, Func<ImageRecord, bool>? matches, string prefix, string manifest, CancellationToken cancellationToken)
    {
        var line = ProgressLine.OnStandardError(TimeProvider.System);
        void Report(BackfillPlan plan) => line.Show($"Counting: {BackfillReport.Describe(plan)}");
        try
        {
            if (matches is null)
            {
                return await planner.CountAsync(prefix, Report, cancellationToken);
            }

            await using var writer = new StreamWriter(manifest);
            return await planner.WriteManifestAsync(prefix, matches, writer, Report, cancellationToken);
        }
        finally
        {
            line.End();
        }
    }

    /// <returns>What it costs at most.</returns>
    private static decimal WriteEstimate(
        BackfillPlan plan, DeployedStack stack, BackfillStack backfill, BackfillOptions options, ParseResult result, string prefix, int maxConcurrency)
    {
        var settings = stack.RequireCostSettings();
        var announcesEach = result.GetRequiredValue(options.Announcements) == BackfillAnnouncements.Each;
        var made = options.GetRefresh(result) == BackfillRefresh.Photo
            ? BackfillCosts.Refreshed(settings, backfill.ExecutionType)
            : BackfillCosts.Made(settings, settings.ReadRenditions().Find(prefix).Set, backfill.ExecutionType, announcesEach);
        var unchanged = BackfillCosts.Unchanged(settings, backfill.ExecutionType);
        var (most, least) = (made.TotalOf(CostPeriod.Image, plan.Images), unchanged.TotalOf(CostPeriod.Image, plan.Images));
        Console.WriteLine(BackfillReport.Describe(plan));
        Console.WriteLine($"at most {CostReport.Dollars(most)} if all are processed, as photographs of 12 megapixels; {CostReport.Dollars(least)} if none has changed");
        if (options.GetRefresh(result) == BackfillRefresh.Description)
        {
            Console.WriteLine("The tokens of the model come on top. The budget of a day bounds them: what is beyond it stays as it is, and the same command goes on with it the next day.");
        }

        Console.WriteLine($"at most {BackfillReport.DescribeDuration(plan.GetDuration(BackfillCosts.GetSeconds(made), maxConcurrency), maxConcurrency)}");
        return most;
    }

    private static async Task<string> UploadAsync(IAmazonS3 s3, BackfillStack backfill, string name, string manifest, CancellationToken cancellationToken)
    {
        var key = $"{InternalBucket.Manifests}{name}.jsonl";
        using var transfer = new TransferUtility(s3);
        await transfer.UploadAsync(new TransferUtilityUploadRequest { BucketName = backfill.InternalBucket, Key = key, FilePath = manifest }, cancellationToken);
        return key;
    }
}
