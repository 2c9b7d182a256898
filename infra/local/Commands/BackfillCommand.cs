using System.CommandLine;
using Pipeline.Codecs;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Executions;
using Pipeline.Core.Photos;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.MapRuns;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Local.Backfill;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Commands;

/// <summary><c>backfill</c>: processes originals again, or remakes what is outdated, with the state machine that a deployment has; <c>status</c> and <c>redrive</c>.</summary>
internal static class BackfillCommand
{
    private static readonly BackfillFollower Follower = new(TimeSpan.FromMilliseconds(250), TimeProvider.System);

    public static Command Create()
    {
        var data = DataFolderOption.Create();
        var renditions = RenditionSetFile.CreateOption();
        var options = new BackfillOptions(BackfillInput.DefaultConcurrency.ToString(System.Globalization.CultureInfo.InvariantCulture));
        options.Yes.Description = "Accepted for the same command line as of a deployed stack. Nothing costs here.";
        var engine = new EngineOptions();
        var command = new Command("backfill", "Process originals that were there before, or remake what is outdated. Nothing changes that the records already show.")
        {
            data, renditions, CreateStatus(), CreateRedrive(),
        };
        options.AddTo(command);
        engine.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            options.Check(result);
            var arguments = engine.Read(result);
            var sets = RenditionSetFile.Read(result.GetValue(renditions));
            var fence = arguments.Fence?.CreateOptions(arguments.Memory);
            var description = arguments.Describing?.Vision?.Settings;
            var versions = CurrentVersions.Of(sets, PhotoReading.GetSchema(arguments.KeepLocation), description?.Schema);
            var matches = options.FindMatches(result, versions, "--describe-url and --describe-model");
            var prefix = result.GetRequiredValue(options.Prefix);
            var input = new BackfillInput(
                prefix, null, options.GetRefresh(result), result.GetRequiredValue(options.Announcements), result.GetValue(options.MaxConcurrency));
            if (result.GetValue(options.DryRun))
            {
                await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
                Write(await PlanAsync(store, input, matches, TextWriter.Null, cancellationToken), input, description);
                return ExitCodes.Success;
            }

            return await RunAsync(
                result.GetRequiredValue(data),
                path => LocalPipeline.Open(arguments.CreateOptions(path, sets, fence), ImageCodecs.CreateForBuild(), TimeProvider.System),
                (pipeline, token) => BackfillAsync(pipeline, input, matches, description, token),
                cancellationToken);
        });
        return command;
    }

    private static Command CreateStatus()
    {
        var (data, name) = (DataFolderOption.Create(), CreateName());
        var command = new Command("status", "Show how far a backfill is, even while a host runs it.") { name, data };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var store = DataFolderOption.OpenReadOnly(result.GetRequiredValue(data));
            Follower.Write(LocalBackfills.Describe(store, await RequireAsync(store, result.GetValue(name), cancellationToken), TimeProvider.System));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateRedrive()
    {
        var (data, name, renditions, engine) = (DataFolderOption.Create(), CreateName(), RenditionSetFile.CreateOption(), new EngineOptions());
        var command = new Command("redrive", "Continue a backfill that failed or was stopped, with the images that did not succeed.") { name, data, renditions };
        engine.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var arguments = engine.Read(result);
            var sets = RenditionSetFile.Read(result.GetValue(renditions));
            return await RunAsync(
                result.GetRequiredValue(data),
                path => LocalPipeline.Open(
                    arguments.CreateOptions(path, sets, arguments.Fence?.CreateOptions(arguments.Memory)), ImageCodecs.CreateForBuild(), TimeProvider.System),
                (pipeline, token) => RedriveAsync(pipeline, result.GetValue(name), token),
                cancellationToken);
        });
        return command;
    }

    private static Argument<string?> CreateName() => new("name") { Description = "Name of the backfill. Default: the newest.", Arity = ArgumentArity.ZeroOrOne };

    private static async Task<int> RunAsync(
        DirectoryInfo folder, Func<string, LocalPipeline> open, Func<LocalPipeline, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        LocalPipeline pipeline;
        try
        {
            pipeline = DataFolderOption.Open(folder, open);
        }
        catch (FolderInUseException exception)
        {
            throw new UsageException(
                $"A host uses {folder} ({exception.ProcessId}). Stop it first, or start the backfill in it: aws stepfunctions start-execution "
                + """--endpoint-url http://localhost:8420 --state-machine-arn arn:aws:states:local:000000000000:stateMachine:backfill --input '{"prefix":""}'.""");
        }

        await using (pipeline)
        {
            try
            {
                await pipeline.ResumeAsync(cancellationToken);
                return await run(pipeline, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("Interrupted. The backfill continues with the next start of `backfill`, `process` or `serve`.");
                return ExitCodes.Interrupted;
            }
        }
    }

    private static async Task<int> BackfillAsync(
        LocalPipeline pipeline, BackfillInput input, Func<ImageRecord, bool>? matches, DescriptionSettings? description, CancellationToken cancellationToken)
    {
        var store = pipeline.Store;
        foreach (var interrupted in await LocalBackfills.ListUnfinishedAsync(store, cancellationToken))
        {
            Console.WriteLine($"Continuing {interrupted.Name}, which was interrupted.");
            var exitCode = await FollowAsync(store, interrupted.Arn, 0, cancellationToken);
            if (matches is null && interrupted.Input == input.ToJson())
            {
                return exitCode;
            }
        }

        // Not in memory: a line for each of a million images.
        await using var manifest = new FileStream(
            Path.GetTempFileName(), FileMode.Truncate, FileAccess.ReadWrite, FileShare.None, bufferSize: 65_536, FileOptions.DeleteOnClose);
        await using var lines = new StreamWriter(manifest);
        var plan = await PlanAsync(store, input, matches, lines, cancellationToken);
        Write(plan, input, description);
        if (plan.Images == 0)
        {
            return ExitCodes.Success;
        }

        var name = $"backfill-{pipeline.Time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
        if (matches is not null)
        {
            await lines.FlushAsync(cancellationToken);
            input = input with { Manifest = await LocalBackfills.StoreManifestAsync(store, name, manifest, cancellationToken) };
        }

        var backfill = await LocalBackfills.StartAsync(pipeline, name, input, cancellationToken);
        Console.WriteLine($"Started {name}.");
        var result = await FollowAsync(store, backfill.Arn, plan.Images + plan.Skipped, cancellationToken);
        if (input.Refresh == BackfillRefresh.Description && await PlanAsync(store, input, matches, TextWriter.Null, cancellationToken) is { Images: > 0 } rest)
        {
            Console.WriteLine(BackfillReport.DescribeRest(rest));
        }

        return result;
    }

    private static void Write(BackfillPlan plan, BackfillInput input, DescriptionSettings? description)
    {
        Console.WriteLine(BackfillReport.Describe(plan));
        if (input.Refresh == BackfillRefresh.Description && plan.Images > 0)
        {
            foreach (var line in BackfillReport.Describe(plan, description!))
            {
                Console.WriteLine(line);
            }
        }
    }

    private static async Task<int> RedriveAsync(LocalPipeline pipeline, string? name, CancellationToken cancellationToken)
    {
        var backfill = await RequireAsync(pipeline.Store, name, cancellationToken);
        if (backfill.Status != RecordedStatus.Running)
        {
            var redriven = await pipeline.Executions.RedriveByArnAsync(backfill.Arn, cancellationToken);
            if (redriven.Refusal is { } refusal)
            {
                throw new UsageException($"The backfill {backfill.Name} cannot be redriven: {refusal}");
            }

            Console.WriteLine($"Redriven: {backfill.Name}.");
        }

        return await FollowAsync(pipeline.Store, backfill.Arn, 0, cancellationToken);
    }

    private static Task<BackfillPlan> PlanAsync(
        LocalStore store, BackfillInput input, Func<ImageRecord, bool>? matches, TextWriter manifest, CancellationToken cancellationToken) => matches is null
        ? BackfillCount.CountAsync(store, input.Prefix, cancellationToken)
        : LocalBackfills.WriteManifestAsync(store, input.Prefix, matches, input.Refresh == BackfillRefresh.Description, manifest, cancellationToken);

    private static Task<int> FollowAsync(LocalStore store, string arn, long planned, CancellationToken cancellationToken) => Follower.FollowAsync(
        async token => LocalBackfills.Describe(
            store, await store.Executions.GetAsync(arn, token) ?? throw new UsageException($"The backfill {arn} is gone."), TimeProvider.System),
        planned,
        cancellationToken);

    private static async Task<ExecutionRecord> RequireAsync(LocalStore store, string? name, CancellationToken cancellationToken) =>
        await LocalBackfills.FindAsync(store, name, cancellationToken)
        ?? throw new UsageException(name is null ? $"There is no backfill in {store.Folder}." : $"There is no backfill {name} in {store.Folder}.");
}
