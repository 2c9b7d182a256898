using System.Runtime.CompilerServices;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Terminal.Reports;

namespace Pipeline.Local.Backfill;

/// <summary>Backfills of one data folder.</summary>
internal static class LocalBackfills
{
    private const int PageSize = 1_000;

    /// <summary>The newest backfill, or the one of a name, with input and output; null if there is none.</summary>
    public static async Task<ExecutionRecord?> FindAsync(LocalStore store, string? name, CancellationToken cancellationToken)
    {
        var arn = name is not null ? PipelineDefinition.ExecutionArnOf(FurtherDefinitions.Backfill, name)
            : (await ListAsync(store, null, 1, cancellationToken)) is [var newest, ..] ? newest.Arn : null;
        return arn is null ? null : await store.Executions.GetAsync(arn, cancellationToken);
    }

    /// <summary>Backfills that have not ended, newest first, with their input.</summary>
    public static async Task<IReadOnlyList<ExecutionRecord>> ListUnfinishedAsync(LocalStore store, CancellationToken cancellationToken)
    {
        var unfinished = new List<ExecutionRecord>();
        foreach (var listed in await ListAsync(store, RecordedStatus.Running, 100, cancellationToken))
        {
            if (await store.Executions.GetAsync(listed.Arn, cancellationToken) is { } backfill)
            {
                unfinished.Add(backfill);
            }
        }

        return unfinished;
    }

    /// <summary>Where a backfill stands.</summary>
    public static BackfillState Describe(LocalStore store, ExecutionRecord backfill, TimeProvider time) =>
        new(backfill.Name, backfill.Status.ToText(), GetProgress(store, backfill, time), backfill.Output, backfill.Error, backfill.Cause);

    /// <summary>How far a backfill is; null if its Map has not started.</summary>
    public static BackfillProgress? GetProgress(LocalStore store, ExecutionRecord backfill, TimeProvider time)
    {
        if (store.MapRuns.List(backfill.Arn, 0, 1) is not [var run])
        {
            return null;
        }

        var counts = store.MapRuns.Count(run.Number).ToDictionary(count => count.Status, count => count.Children);
        long Of(params ReadOnlySpan<string> statuses)
        {
            var sum = 0L;
            foreach (var status in statuses)
            {
                sum += counts.GetValueOrDefault(status);
            }

            return sum;
        }

        var (running, succeeded, failed) = (Of("RUNNING"), Of("SUCCEEDED"), Of("FAILED", "TIMED_OUT", "ABORTED"));
        var total = Math.Max(run.Items ?? 0, counts.Values.Sum());
        return new(total, total - running - succeeded - failed, running, succeeded, failed, time.GetUtcNow());
    }

    /// <summary>Counts the originals whose records match.</summary>
    /// <param name="store">Store of originals and records.</param>
    /// <param name="prefix">Only keys that begin with this.</param>
    /// <param name="matches">Which records. Of an image in quarantine, it gets what its record would be without it.</param>
    /// <param name="withQuarantined">Whether images in quarantine count, too.</param>
    /// <param name="manifest">Gets one <see cref="ManifestLine"/> a line; <see cref="TextWriter.Null"/> to only count.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<BackfillPlan> WriteManifestAsync(
        LocalStore store, string prefix, Func<ImageRecord, bool> matches, bool withQuarantined, TextWriter manifest, CancellationToken cancellationToken)
    {
        var (plan, keys) = (new BackfillPlan(), new KeyFilter());
        await foreach (var record in ListRecordsAsync(store, withQuarantined, cancellationToken))
        {
            // The original of a record may be gone, with the deletion's event still on its way.
            if (record.Key.StartsWith(prefix, StringComparison.Ordinal) && matches(record)
                && await store.Uploads.HeadAsync(record.Key, cancellationToken) is { } original)
            {
                plan = plan.Add(record.Key, original.Size, keys);
                await manifest.WriteLineAsync(new ManifestLine(record.Key, $"\"{original.ETag}\"", original.Size).ToJson());
            }
        }

        return plan;
    }

    private static async IAsyncEnumerable<ImageRecord> ListRecordsAsync(
        LocalStore store, bool withQuarantined, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImageStatus[] statuses = withQuarantined ? [ImageStatus.Ready, ImageStatus.Quarantined] : [ImageStatus.Ready];
        foreach (var status in statuses)
        {
            string? continuation = null;
            do
            {
                var page = await store.Catalogue.ListAsync(status, PageSize, continuation, cancellationToken);
                foreach (var record in page.Records)
                {
                    yield return status == ImageStatus.Ready ? record : await ShowQuarantinedAsync(store, record, cancellationToken);
                }

                continuation = page.Continuation;
            }
            while (continuation is not null);
        }
    }

    private static async Task<ImageRecord> ShowQuarantinedAsync(LocalStore store, ImageRecord record, CancellationToken cancellationToken) =>
        (await store.Catalogue.GetAsync(record.ImageId, cancellationToken))?.Quarantined is { } quarantined
            ? record with { Status = ImageStatus.Ready, Current = quarantined.Version, Description = quarantined.Description }
            : record;

    /// <summary>Stores a manifest in the internal bucket.</summary>
    /// <returns>Its key.</returns>
    public static async Task<string> StoreManifestAsync(LocalStore store, string name, Stream manifest, CancellationToken cancellationToken)
    {
        var key = $"{InternalBucket.Manifests}{name}.jsonl";
        manifest.Position = 0;
        await store.Internal.WriteAsync(key, (stream, token) => manifest.CopyToAsync(stream, token), cancellationToken);
        return key;
    }

    /// <summary>Starts a backfill.</summary>
    public static Task<ExecutionRecord> StartAsync(LocalPipeline pipeline, string name, BackfillInput input, CancellationToken cancellationToken) =>
        pipeline.Executions.StartAsync(FurtherDefinitions.Backfill, name, input.ToJson(), cancellationToken);

    private static async Task<IReadOnlyList<ExecutionRecord>> ListAsync(LocalStore store, RecordedStatus? status, int limit, CancellationToken cancellationToken)
    {
        var filter = new ExecutionFilter(status) { StateMachineArn = PipelineDefinition.StateMachineArnOf(FurtherDefinitions.Backfill) };
        return (await store.Executions.ListAsync(filter, limit, null, cancellationToken)).Executions;
    }
}
