using System.Text.Json.Serialization;

namespace Pipeline.Core.Catalogue;

/// <summary>
/// An image's record, with what the pipeline needs to remove renditions safely. A rendition prefix is named by content, so two
/// uploads may share it. It is removed only when the record points elsewhere and no execution claims it.
/// </summary>
/// <param name="Record">What readers see.</param>
/// <param name="Claims">Prefixes that running executions write to.</param>
/// <param name="Removals">Prefixes being removed. None of them can be claimed until that is done.</param>
/// <param name="Revision">Number of writes, from 1; the condition of the next write.</param>
/// <param name="Unannounced">A failure that reconciliation recorded and has not announced yet; null if there is none.</param>
/// <param name="Replaced">Prefixes that were current and wait for their removal; null if there are none.</param>
/// <param name="Quarantined">A version that is kept from readers; null if there is none.</param>
public sealed record CatalogueEntry(
    ImageRecord Record,
    IReadOnlyList<PrefixClaim> Claims,
    IReadOnlyList<PrefixRemoval> Removals,
    long Revision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PendingAnnouncement? Unannounced = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReplacedPrefix>? Replaced = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuarantinedVersion? Quarantined = null)
{
    /// <summary>
    /// When the sweep must look at the entry: the time of a replaced prefix is over, or a removal is overdue. Null if neither is to be
    /// expected, or as long as reconciliation must look at it first.
    /// </summary>
    public DateTimeOffset? GetRemovalTime()
    {
        if (GetReconciliationTime() is not null)
        {
            return null;
        }

        var times = (Replaced ?? []).Select(replaced => replaced.RemoveAfter).Concat(Removals.Select(removal => removal.ExpiresAt)).ToList();
        return times.Count > 0 ? times.Min() : null;
    }

    /// <summary>Drops the removals of an execution, which are done.</summary>
    public CatalogueEntry CompleteRemovals(string execution) => this with { Removals = [.. Removals.Where(removal => removal.Execution != execution)] };

    /// <summary>Whether anything refers to the prefix: the current version, a claim, a removal, a quarantine, or the time that a replaced version has.</summary>
    public bool Uses(string prefix) =>
        Record.Current?.Prefix == prefix
        || Quarantined?.Version.Prefix == prefix
        || Claims.Any(claim => claim.Prefix == prefix)
        || Removals.Any(removal => removal.Prefix == prefix)
        || (Replaced ?? []).Any(replaced => replaced.Prefix == prefix);

    /// <summary>When reconciliation must look at the entry: a claim expires, or an announcement is overdue. Null if neither is to be expected.</summary>
    public DateTimeOffset? GetReconciliationTime()
    {
        var times = Claims.Where(claim => !claim.IsReconciled).Select(claim => claim.ExpiresAt).ToList();
        if (Unannounced is { } unannounced)
        {
            times.Add(unannounced.DueAt);
        }

        return times.Count > 0 ? times.Min() : null;
    }
}

/// <summary>Says that an execution writes below a rendition prefix.</summary>
/// <param name="Prefix">Rendition prefix.</param>
/// <param name="Execution">Id of the execution that writes there.</param>
/// <param name="ExpiresAt">After this the execution counts as dead.</param>
/// <param name="Upload">What the execution processes; null in entries of earlier versions.</param>
/// <param name="IsReconciled">Whether the execution is known to be dead and its upload is accounted for. A redrive may still use the claim.</param>
public sealed record PrefixClaim(
    string Prefix,
    string Execution,
    DateTimeOffset ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ClaimedUpload? Upload = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsReconciled = false);

/// <summary>The upload that an execution with a claim processes: its place in the order of events.</summary>
/// <param name="Sequencer">Sequencer of its event; null for a backfill.</param>
/// <param name="ETag">Entity tag.</param>
/// <param name="VersionId">Object version, in a bucket with versioning.</param>
/// <param name="ClaimedAt">Time of the claim.</param>
public sealed record ClaimedUpload(
    string? Sequencer, [property: JsonPropertyName("etag")] string? ETag, string? VersionId, DateTimeOffset ClaimedAt);

/// <summary>A failure that is recorded but not announced.</summary>
/// <param name="Execution">Id of the execution that failed.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="DueAt">After this, another call of reconciliation announces it, because the one that recorded it died.</param>
public sealed record PendingAnnouncement(string Execution, Reason Reason, DateTimeOffset DueAt);

/// <summary>Says that an execution is removing a rendition prefix.</summary>
/// <param name="Prefix">Rendition prefix.</param>
/// <param name="Execution">Id of the execution that removes it.</param>
/// <param name="ExpiresAt">After this another execution may take over.</param>
public sealed record PrefixRemoval(string Prefix, string Execution, DateTimeOffset ExpiresAt)
{
    /// <summary>The removal, which another execution takes over if its own died.</summary>
    public PrefixRemoval TakeOver(string execution, DateTimeOffset now) =>
        ExpiresAt > now ? this : this with { Execution = execution, ExpiresAt = now + Transition.RemovalLifetime };
}

/// <summary>Says that a prefix was current. Pages and caches may still hold a record that points to it.</summary>
/// <param name="Prefix">Rendition prefix.</param>
/// <param name="RemoveAfter">From then on its renditions may be removed.</param>
/// <param name="VersionId">
/// Object version of its original, in a bucket with versioning: if that is deleted, the renditions are removed at once. Null if it is not known.
/// </param>
public sealed record ReplacedPrefix(
    string Prefix, DateTimeOffset RemoveAfter, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? VersionId = null);
