using System.Runtime.ExceptionServices;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Outcomes;

namespace Pipeline.Core.Reconciliation;

/// <summary>
/// Accounts for executions that ended without recording anything: records their images as failed, unless a newer event or another
/// delivery settled them, and announces that. A failure is announced once, unless the call that recorded it dies before it is known to
/// have announced it; then a later call announces it again.
/// </summary>
/// <param name="catalogue">Records.</param>
/// <param name="announcer">Topic of failures.</param>
/// <param name="time">Clock.</param>
/// <param name="isRunning">
/// Whether an execution whose claim expired is still alive, by its id; null if none can be. On one machine, an execution continues
/// after the host was down for any time.
/// </param>
/// <param name="outcomes">Where outcomes are kept for exports; null if nothing exports them.</param>
public sealed class ClaimReconciler(
    IImageCatalogue catalogue, IFailureAnnouncer announcer, TimeProvider time, Func<string, CancellationToken, Task<bool>>? isRunning = null,
    IOutcomeLog? outcomes = null)
{
    /// <summary>How long a call may take from the record to the announcement; afterwards it counts as dead. Lambda's limit for a call.</summary>
    public static readonly TimeSpan AnnouncementTime = TimeSpan.FromMinutes(15);

    private const int PageSize = 1_000;

    private readonly EntryWriter _writer = new(catalogue);

    /// <summary>Reconciles the execution of the request, or every expired claim if it names none.</summary>
    /// <exception cref="ConcurrentUpdateException">Other writers won too many times; retry. The other images are reconciled.</exception>
    public async Task<ReconcileResponse> ReconcileAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        if (request.Detail is { ExecutionArn: not null } ended)
        {
            if (LostExecution.From(ended) is { } lost)
            {
                var key = lost.Event.Detail;
                await ReconcileImageAsync(
                    ImageIds.Create(key.Bucket.Name, key.Object.Key), (entry, now) => (lost, Claims: ClaimsOf(entry, lost.Execution)), tally, cancellationToken);
            }
        }
        else
        {
            await SweepAsync(tally, cancellationToken);
        }

        return new(tally.Failed, tally.Settled);
    }

    private static IReadOnlyList<PrefixClaim> ClaimsOf(CatalogueEntry? entry, string execution) =>
        [.. (entry?.Claims ?? []).Where(claim => claim.Execution == execution && !claim.IsReconciled)];

    private async Task SweepAsync(Tally tally, CancellationToken cancellationToken)
    {
        var (seen, faults) = (new HashSet<string>(), new List<Exception>());
        while (true)
        {
            var due = await catalogue.ListDueAsync(time.GetUtcNow(), PageSize, cancellationToken);
            // An image that comes up again is one of which the index has not heard yet, or whose execution is alive.
            var images = due.Where(seen.Add).ToArray();
            foreach (var imageId in images)
            {
                try
                {
                    var running = await FindRunningAsync(imageId, cancellationToken);
                    await ReconcileImageAsync(imageId, (entry, now) => FindLost(entry, running, now), tally, cancellationToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // One image must not hold up the others: it may fail every time.
                    faults.Add(fault);
                }
            }

            if (images.Length == 0 || due.Count < PageSize)
            {
                break;
            }
        }

        if (faults.Count > 0)
        {
            ExceptionDispatchInfo.Throw(faults[0]);
        }
    }

    private async Task<IReadOnlySet<string>> FindRunningAsync(string imageId, CancellationToken cancellationToken)
    {
        var running = new HashSet<string>();
        if (isRunning is not null && await catalogue.GetAsync(imageId, cancellationToken) is { } entry)
        {
            foreach (var execution in entry.Claims.Select(claim => claim.Execution).Distinct())
            {
                if (await isRunning(execution, cancellationToken))
                {
                    running.Add(execution);
                }
            }
        }

        return running;
    }

    /// <summary>The newest of the uploads whose executions are dead, and the claims of all of them.</summary>
    private static (LostExecution? Lost, IReadOnlyList<PrefixClaim> Claims) FindLost(CatalogueEntry? entry, IReadOnlySet<string> running, DateTimeOffset now)
    {
        var dead = (entry?.Claims ?? [])
            .Where(claim => !claim.IsReconciled && claim.ExpiresAt <= now && !running.Contains(claim.Execution)).ToArray();
        var newest = dead.Aggregate(
            (PrefixClaim?)null,
            (newest, claim) => newest is null || Events.Sequencer.Compare(claim.Upload?.Sequencer, newest.Upload?.Sequencer) >= 0 ? claim : newest);
        return (newest is null ? null : LostExecution.From(entry!.Record, newest, now), dead);
    }

    private async Task ReconcileImageAsync(
        string imageId,
        Func<CatalogueEntry?, DateTimeOffset, (LostExecution? Lost, IReadOnlyList<PrefixClaim> Claims)> find,
        Tally tally,
        CancellationToken cancellationToken)
    {
        var (settled, announcing) = (0, false);
        var entry = await _writer.UpdateAsync(
            imageId,
            before =>
            {
                var now = time.GetUtcNow();
                var (lost, claims) = find(before, now);
                (settled, announcing) = (0, false);
                if (lost is not null && !lost.IsSettled(before, now))
                {
                    announcing = true;
                    return RecordFailure(before, lost, claims, now);
                }

                if (claims.Count > 0)
                {
                    settled = claims.Count;
                    return MarkReconciled(before!, claims, now);
                }

                announcing = before?.Unannounced is { } unannounced && unannounced.DueAt <= now;
                return announcing ? before! with { Unannounced = before.Unannounced! with { DueAt = now + AnnouncementTime } } : null;
            },
            cancellationToken);
        tally.Settled += settled;
        if (announcing)
        {
            await AnnounceAsync(entry!, cancellationToken);
            tally.Failed.Add(imageId);
        }
    }

    private static CatalogueEntry RecordFailure(CatalogueEntry? before, LostExecution lost, IReadOnlyList<PrefixClaim> claims, DateTimeOffset now)
    {
        var failed = new Transition(lost.Event, lost.Execution, now).RecordFailure(before, ImageStatus.Failed, lost.Reason);
        return MarkReconciled(
            failed with { Claims = before?.Claims ?? [], Unannounced = new(lost.Execution, lost.Reason, now + AnnouncementTime) }, claims, now);
    }

    /// <summary>
    /// The claim of an upload that a newer event superseded is given up, and the sweep removes what is below it. Other claims stay: a
    /// redrive of the execution needs them, and the next execution of the image removes what is below them.
    /// </summary>
    private static CatalogueEntry MarkReconciled(CatalogueEntry entry, IReadOnlyList<PrefixClaim> claims, DateTimeOffset now)
    {
        var givenUp = claims
            .Where(claim => claim.Upload is not null
                && EventOrders.Compare(LostExecution.From(entry.Record, claim, now).Event, entry.Record) == EventOrder.Older)
            .ToArray();
        var after = entry with
        {
            Claims = [.. entry.Claims.Except(givenUp).Select(claim => claims.Contains(claim) ? claim with { IsReconciled = true } : claim)],
        };
        // Due at once: the execution is dead, so nobody is removing yet.
        var orphans = givenUp.DistinctBy(claim => claim.Prefix).Where(claim => !after.Uses(claim.Prefix))
            .Select(claim => new PrefixRemoval(claim.Prefix, claim.Execution, now));
        return after with { Removals = [.. after.Removals, .. orphans] };
    }

    private async Task AnnounceAsync(CatalogueEntry entry, CancellationToken cancellationToken)
    {
        var (imageId, (execution, reason, _)) = (entry.Record.ImageId, entry.Unannounced!);
        if (outcomes is not null && entry.Record is { Status: ImageStatus.Failed } && entry.Record.Execution == execution)
        {
            await outcomes.AppendAsync(RecordedOutcome.From(entry.Record), cancellationToken);
        }

        await announcer.AnnounceAsync(new(Announcement.Failed, imageId, execution, null, reason.Code, reason.Message), cancellationToken);
        await _writer.UpdateAsync(
            imageId, current => current?.Unannounced?.Execution == execution ? current with { Unannounced = null } : null, cancellationToken);
    }

    private sealed class Tally
    {
        public List<string> Failed { get; } = [];

        public int Settled { get; set; }
    }
}
