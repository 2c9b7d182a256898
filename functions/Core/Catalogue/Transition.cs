using Pipeline.Core.Events;

namespace Pipeline.Core.Catalogue;

/// <summary>
/// The changes that an entry can go through, as pure functions: read an entry, compute the next, write it on condition
/// of the revision; on conflict do it again. Hence what they decide holds at the moment of the write.
/// </summary>
/// <param name="Event">The event being processed.</param>
/// <param name="Execution">Id of the execution that processes it.</param>
/// <param name="Now">Time of the change.</param>
public sealed record Transition(ImageEvent Event, string Execution, DateTimeOffset Now)
{
    /// <summary>Longer than an execution can run (the state machine's own limit is an hour), so an expired claim's execution is dead.</summary>
    public static readonly TimeSpan ClaimLifetime = TimeSpan.FromHours(2);

    /// <summary>Longer than a function can run (15 minutes in AWS), so nobody is removing any more once it is over.</summary>
    public static readonly TimeSpan RemovalLifetime = TimeSpan.FromMinutes(20);

    /// <summary>How long a deletion is remembered: longer than events are delayed (24 hours) and executions redriven (14 days).</summary>
    public static readonly TimeSpan TombstoneLifetime = TimeSpan.FromDays(30);

    /// <summary>Announces that this execution will write below <paramref name="prefix"/>.</summary>
    /// <exception cref="RenditionsBeingRemovedException">The prefix is being removed; try again later.</exception>
    public CatalogueEntry Claim(CatalogueEntry? entry, string prefix)
    {
        entry ??= new(NewRecord(ImageStatus.Processing), [], [], 0);
        if (entry.Removals.Any(removal => removal.Prefix == prefix))
        {
            throw new RenditionsBeingRemovedException(
                $"{entry.Record.ImageId}: renditions below {prefix} are being removed; they can be made anew when that is done.");
        }

        var claims = entry.Claims
            .Where(claim => claim.Execution != Execution || claim.Prefix != prefix)
            .Append(new(prefix, Execution, Now + ClaimLifetime));
        return entry with
        {
            // With nothing to show yet, tell that something is coming; a tombstone is one no more.
            Record = entry.Record.Current is null
                ? entry.Record with { Status = ImageStatus.Processing, Reason = null, ExpiresAt = null, UpdatedAt = Now }
                : entry.Record,
            Claims = [.. claims],
        };
    }

    /// <summary>The current version was uploaded again: only the order of events moves on.</summary>
    public CatalogueEntry Confirm(CatalogueEntry entry) => entry with
    {
        Record = ApplyEvent(entry.Record) with
        {
            Status = ImageStatus.Ready,
            Reason = null,
            // Who published stays on record, so that its write, tried again, still counts as its own.
            Execution = entry.Record.Status == ImageStatus.Ready ? entry.Record.Execution : Execution,
        },
    };

    /// <summary>Points the record to <paramref name="version"/> in one write; what that orphans is marked for removal.</summary>
    public CatalogueEntry Publish(CatalogueEntry entry, ImageVersion version) => ReleaseClaims(entry) with
    {
        Record = ApplyEvent(entry.Record) with { Status = ImageStatus.Ready, Current = version, Reason = null, ExpiresAt = null },
    };

    /// <summary>Records a rejection or failure; the last good version stays current.</summary>
    public CatalogueEntry RecordFailure(CatalogueEntry? entry, ImageStatus status, Reason reason)
    {
        entry ??= new(NewRecord(status), [], [], 0);
        return ReleaseClaims(entry) with { Record = ApplyEvent(entry.Record) with { Status = status, Reason = reason, ExpiresAt = null } };
    }

    /// <summary>Records a deletion, known image or not: a creation that comes late must lose against it.</summary>
    public CatalogueEntry Delete(CatalogueEntry? entry)
    {
        entry ??= new(NewRecord(ImageStatus.Deleted), [], [], 0);
        return ReleaseClaims(entry) with
        {
            Record = ApplyEvent(entry.Record) with
            {
                Status = ImageStatus.Deleted,
                Current = null,
                Reason = null,
                ExpiresAt = Now + TombstoneLifetime,
            },
        };
    }

    /// <summary>Gives up this execution's claims.</summary>
    public CatalogueEntry ReleaseClaims(CatalogueEntry entry) =>
        entry with { Claims = [.. entry.Claims.Where(claim => claim.Execution != Execution)] };

    /// <summary>
    /// Marks for removal by this execution every prefix that <paramref name="before"/> used and <paramref name="after"/> does not:
    /// neither current, nor claimed by an execution that lives. Removals whose execution died are taken over.
    /// </summary>
    public CatalogueEntry MarkOrphans(CatalogueEntry? before, CatalogueEntry after)
    {
        var claims = after.Claims.Where(claim => claim.ExpiresAt > Now).ToArray();
        var removals = TakeOver(after.Removals);
        var used = claims.Select(claim => claim.Prefix)
            .Concat(removals.Select(removal => removal.Prefix))
            .Append(after.Record.Current?.Prefix);
        var orphans = (before?.Claims ?? []).Select(claim => claim.Prefix)
            .Append(before?.Record.Current?.Prefix)
            .OfType<string>()
            .Distinct()
            .Except(used)
            .Select(prefix => new PrefixRemoval(prefix!, Execution, Now + RemovalLifetime));
        return after with { Claims = claims, Removals = [.. removals, .. orphans] };
    }

    /// <summary>Whether there are removals for this execution to finish: its own, cut off before, or those of the dead.</summary>
    public bool HasRemovalsToFinish(CatalogueEntry entry) =>
        entry.Removals.Any(removal => removal.Execution == Execution || removal.ExpiresAt <= Now);

    /// <summary>Takes over the removals whose execution died.</summary>
    public CatalogueEntry TakeOverRemovals(CatalogueEntry entry) => entry with { Removals = TakeOver(entry.Removals) };

    /// <summary>The removals of this execution are done.</summary>
    public CatalogueEntry CompleteRemovals(CatalogueEntry entry) =>
        entry with { Removals = [.. entry.Removals.Where(removal => removal.Execution != Execution)] };

    private PrefixRemoval[] TakeOver(IReadOnlyList<PrefixRemoval> removals) =>
    [
        .. removals.Select(removal =>
            removal.ExpiresAt > Now ? removal : removal with { Execution = Execution, ExpiresAt = Now + RemovalLifetime }),
    ];

    private ImageRecord ApplyEvent(ImageRecord record)
    {
        var incoming = Event.Detail.Object;
        // A backfill of the same upload knows no sequencer: the one that is known stays.
        return record with
        {
            Sequencer = Sequencer.Newer(incoming.Sequencer, record.Sequencer),
            ETag = incoming.ETag ?? record.ETag,
            VersionId = incoming.VersionId ?? record.VersionId,
            Execution = Execution,
            UpdatedAt = Now,
        };
    }

    private ImageRecord NewRecord(ImageStatus status)
    {
        var (bucket, key) = (Event.Detail.Bucket.Name, Event.Detail.Object.Key);
        return new(ImageIds.Create(bucket, key), bucket, key, status, null, null, null, null, null, Execution, Now, Now);
    }
}
