using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Core.Photos;

namespace Pipeline.Core.Catalogue;

/// <summary>
/// The changes that an entry can go through, as pure functions. The caller reads an entry, computes the next one, and writes it on
/// condition of the revision; on conflict it starts over. So every decision holds at the moment of the write.
/// </summary>
/// <param name="Event">The event being processed.</param>
/// <param name="Execution">Id of the execution that processes it.</param>
/// <param name="Now">Time of the change.</param>
public sealed record Transition(ImageEvent Event, string Execution, DateTimeOffset Now)
{
    /// <summary>How long a function can go on after its execution has ended: Lambda's limit for a call.</summary>
    private static readonly TimeSpan MaxCallTime = TimeSpan.FromMinutes(15);

    /// <summary>How long a removal lasts. Longer than a function can run (15 minutes in AWS), so after that nobody is still removing.</summary>
    public static readonly TimeSpan RemovalLifetime = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Maximum number of replaced prefixes that wait for their removal, so that an entry keeps its size however often an image is replaced.
    /// Those beyond it, the oldest, are removed at once.
    /// </summary>
    public const int MaxReplaced = 50;

    /// <summary>How long a deletion is remembered: longer than events can be delayed (24 hours) and executions redriven (14 days).</summary>
    public static readonly TimeSpan TombstoneLifetime = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a claim lasts. Longer than an execution and its last call can run, so the execution of an expired claim is dead.
    /// </summary>
    /// <param name="executionTimeLimit">One of <see cref="ExecutionTimeLimits"/>.</param>
    public static TimeSpan GetClaimLifetime(TimeSpan executionTimeLimit) => executionTimeLimit + MaxCallTime;

    /// <summary>Claims the prefix: this execution will write below <paramref name="prefix"/>.</summary>
    /// <param name="entry">The entry; null if the image is unknown.</param>
    /// <param name="prefix">Rendition prefix.</param>
    /// <param name="lifetime">How long the claim lasts; null for an execution of a Standard state machine.</param>
    /// <exception cref="RenditionsBeingRemovedException">The prefix is being removed; try again later.</exception>
    public CatalogueEntry Claim(CatalogueEntry? entry, string prefix, TimeSpan? lifetime = null)
    {
        entry ??= new(NewRecord(ImageStatus.Processing), [], [], 0);
        if (entry.Removals.Any(removal => removal.Prefix == prefix))
        {
            throw new RenditionsBeingRemovedException(
                $"{entry.Record.ImageId}: the renditions below {prefix} are being removed; try again when that is done.");
        }

        var claims = entry.Claims
            .Where(claim => claim.Execution != Execution || claim.Prefix != prefix)
            .Append(new(prefix, Execution, Now + (lifetime ?? GetClaimLifetime(ExecutionTimeLimits.Standard)),
                new(Event.Detail.Object.Sequencer, Event.Detail.Object.ETag, Event.Detail.Object.VersionId, Now)));
        return entry with
        {
            // If there is nothing to show yet, say that something is coming. A tombstone stops being one.
            Record = entry.Record.Current is null && entry.Quarantined?.Version.Prefix != prefix
                ? entry.Record with { Status = ImageStatus.Processing, Reason = null, ExpiresAt = null, UpdatedAt = Now }
                : entry.Record,
            Claims = [.. claims],
        };
    }

    /// <summary>The current version was uploaded again: only its position in the order of events, and its metadata, change.</summary>
    /// <param name="entry">The entry, which has a current version.</param>
    /// <param name="metadata">Metadata of the upload; null to keep those of the record.</param>
    public CatalogueEntry Confirm(CatalogueEntry entry, VersionMetadata? metadata = null) => entry with
    {
        Record = ApplyEvent(entry.Record) with
        {
            Current = metadata is null ? entry.Record.Current : entry.Record.Current?.With(metadata),
            Status = ImageStatus.Ready,
            Reason = null,
            // The execution that published stays on record, so that it recognises its own write when it retries.
            Execution = entry.Record.Status == ImageStatus.Ready ? entry.Record.Execution : Execution,
        },
        Unannounced = null,
    };

    /// <summary>Points the record to <paramref name="version"/> in one write. <see cref="MarkOrphans"/> then marks what that orphans.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="version">The new version.</param>
    /// <param name="grace">How long the renditions of the version that it replaces live on; zero if they are removed at once.</param>
    /// <param name="description">Its description; null if there is none.</param>
    public CatalogueEntry Publish(CatalogueEntry entry, ImageVersion version, TimeSpan grace = default, ImageDescription? description = null) =>
        ReleaseClaims(entry) with
        {
            Record = ApplyEvent(entry.Record) with { Status = ImageStatus.Ready, Current = version, Reason = null, ExpiresAt = null, Description = description },
            Unannounced = null,
            Replaced = Replace(entry, version.Prefix, grace),
            Quarantined = null,
        };

    /// <summary>
    /// Keeps <paramref name="version"/> from readers. The last good version stays current, unless it is the same one. <see cref="MarkOrphans"/> then
    /// marks an earlier version in quarantine.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="version">The version, whose renditions exist.</param>
    /// <param name="description">Its description; null if there is none.</param>
    /// <param name="reason">Why.</param>
    public CatalogueEntry Quarantine(CatalogueEntry entry, ImageVersion version, ImageDescription? description, Reason reason)
    {
        var showsVersion = entry.Record.Current?.Prefix == version.Prefix;
        return ReleaseClaims(entry) with
        {
            Record = ApplyEvent(entry.Record) with
            {
                Status = ImageStatus.Quarantined,
                Current = showsVersion ? null : entry.Record.Current,
                // What is said of the picture waits with it.
                Description = showsVersion ? null : entry.Record.Description,
                Reason = reason,
                ExpiresAt = null,
            },
            Unannounced = null,
            Quarantined = new(version, description, Now),
        };
    }

    /// <summary>Changes nothing but what is said of the current version.</summary>
    public CatalogueEntry Describe(CatalogueEntry entry, ImageDescription? description) => ReleaseClaims(entry) with
    {
        Record = entry.Record with { Description = description, UpdatedAt = Now },
    };

    /// <summary>Records a rejection or failure; the last good version stays current.</summary>
    public CatalogueEntry RecordFailure(CatalogueEntry? entry, ImageStatus status, Reason reason)
    {
        entry ??= new(NewRecord(status), [], [], 0);
        return ReleaseClaims(entry) with
        {
            Record = ApplyEvent(entry.Record) with { Status = status, Reason = reason, ExpiresAt = null },
            Unannounced = null,
            // It was of an earlier upload, which nobody will look at any more.
            Quarantined = null,
        };
    }

    /// <summary>Records a deletion, even of an unknown image, so that a late creation event loses against it.</summary>
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
                Description = null,
            },
            Unannounced = null,
            Quarantined = null,
            // What was replaced goes, too: the image is to be gone.
            Replaced = null,
        };
    }

    /// <summary>Takes the time from a replaced version whose original is deleted. <see cref="MarkOrphans"/> then marks it.</summary>
    /// <returns>The same entry if it has no such version.</returns>
    public static CatalogueEntry ForgetVersion(CatalogueEntry entry, string? versionId)
    {
        var others = (entry.Replaced ?? []).Where(replaced => versionId is null || replaced.VersionId != versionId).ToArray();
        return others.Length == (entry.Replaced?.Count ?? 0) ? entry : entry with { Replaced = others.Length > 0 ? others : null };
    }

    /// <summary>Releases this execution's claims.</summary>
    public CatalogueEntry ReleaseClaims(CatalogueEntry entry) =>
        entry with { Claims = [.. entry.Claims.Where(claim => claim.Execution != Execution)] };

    /// <summary>
    /// Releases the claims that an earlier attempt of this execution left behind, which will not use them any more, and
    /// marks for removal what it wrote.
    /// </summary>
    /// <returns>Null if there are none.</returns>
    public CatalogueEntry? GiveUpClaims(CatalogueEntry? entry) =>
        entry is not null && HasClaims(entry) ? MarkOrphans(entry, ReleaseClaims(entry)) : null;

    /// <summary>Whether this execution has claims.</summary>
    public bool HasClaims(CatalogueEntry entry) => entry.Claims.Any(claim => claim.Execution == Execution);

    /// <summary>Whether this execution has removals: an earlier attempt marked them and died.</summary>
    public bool HasRemovals(CatalogueEntry entry) => entry.Removals.Any(removal => removal.Execution == Execution);

    /// <summary>
    /// Marks for removal by this execution every prefix that <paramref name="before"/> used and <paramref name="after"/> does not, that
    /// is, a prefix that is neither current nor claimed by a live execution, and has no time to live on. Takes over removals whose execution died.
    /// </summary>
    public CatalogueEntry MarkOrphans(CatalogueEntry? before, CatalogueEntry after)
    {
        var claims = after.Claims.Where(claim => claim.ExpiresAt > Now).ToArray();
        var removals = TakeOver(after.Removals);
        var used = claims.Select(claim => claim.Prefix)
            .Concat(removals.Select(removal => removal.Prefix))
            .Concat((after.Replaced ?? []).Select(replaced => replaced.Prefix))
            .Append(after.Record.Current?.Prefix)
            .Append(after.Quarantined?.Version.Prefix);
        var orphans = (before?.Claims ?? []).Select(claim => claim.Prefix)
            .Concat((before?.Replaced ?? []).Select(replaced => replaced.Prefix))
            .Append(before?.Record.Current?.Prefix)
            .Append(before?.Quarantined?.Version.Prefix)
            .OfType<string>()
            .Distinct()
            .Except(used)
            .Select(prefix => new PrefixRemoval(prefix!, Execution, Now + RemovalLifetime));
        return after with { Claims = claims, Removals = [.. removals, .. orphans] };
    }

    /// <summary>Whether there are removals for this execution to finish: its own interrupted ones, or those of dead executions.</summary>
    public bool HasRemovalsToFinish(CatalogueEntry entry) =>
        HasRemovals(entry) || entry.Removals.Any(removal => removal.ExpiresAt <= Now);

    /// <summary>Takes over the removals whose execution died.</summary>
    public CatalogueEntry TakeOverRemovals(CatalogueEntry entry) => entry with { Removals = TakeOver(entry.Removals) };

    private PrefixRemoval[] TakeOver(IReadOnlyList<PrefixRemoval> removals) => [.. removals.Select(removal => removal.TakeOver(Execution, Now))];

    /// <summary>The replaced prefixes after <paramref name="next"/> has become current: without it, and with the one that it replaces.</summary>
    private ReplacedPrefix[]? Replace(CatalogueEntry entry, string next, TimeSpan grace)
    {
        var replaced = (entry.Replaced ?? []).Where(waiting => waiting.Prefix != next);
        if (grace > TimeSpan.Zero && entry.Record.Current is { } current && current.Prefix != next)
        {
            replaced = replaced.Where(waiting => waiting.Prefix != current.Prefix)
                .Append(new(current.Prefix, Now + grace, entry.Record.Status == ImageStatus.Ready ? entry.Record.VersionId : null));
        }

        return replaced.OrderBy(waiting => waiting.RemoveAfter).TakeLast(MaxReplaced).ToArray() is { Length: > 0 } waiting ? waiting : null;
    }

    private ImageRecord ApplyEvent(ImageRecord record)
    {
        var incoming = Event.Detail.Object;
        // A backfill of the same upload has no sequencer: keep the one that is known.
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
