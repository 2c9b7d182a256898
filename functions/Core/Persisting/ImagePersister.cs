using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Markup;
using Pipeline.Core.Outcomes;
using Pipeline.Core.Storage;

namespace Pipeline.Core.Persisting;

/// <summary>Records the outcome of an upload, then removes what that orphaned.</summary>
/// <param name="catalogue">Records.</param>
/// <param name="store">Renditions.</param>
/// <param name="time">Clock.</param>
/// <param name="renditionGrace">How long a replaced version lives on; null for <see cref="RenditionGrace.Default"/>.</param>
/// <param name="renditionsUrl">Address below which renditions are delivered; null if they are not.</param>
/// <param name="outcomes">Where outcomes are kept for exports; null if nothing exports them.</param>
public sealed class ImagePersister(
    IImageCatalogue catalogue, IImageStore store, TimeProvider time, TimeSpan? renditionGrace = null, string? renditionsUrl = null, IOutcomeLog? outcomes = null)
{
    private readonly RecordUrls _urls = new(renditionsUrl);
    private readonly CatalogueUpdater _updater = new(catalogue, store);
    private readonly TimeSpan _renditionGrace = renditionGrace ?? RenditionGrace.Default;

    /// <exception cref="ClaimLostException">The execution took too long; its renditions may be gone.</exception>
    /// <exception cref="ConcurrentUpdateException">Other writers won too many times; retry.</exception>
    /// <exception cref="RenditionMissingException">A rendition that the record would point to does not exist.</exception>
    public async Task<PersistResponse> PersistAsync(PersistRequest request, CancellationToken cancellationToken)
    {
        var transition = new Transition(request.Event, request.Execution, time.GetUtcNow());
        var imageId = ImageIds.Create(request.Event.Detail.Bucket.Name, request.Event.Detail.Object.Key);
        var outcome = PersistOutcome.Recorded;
        var entry = await _updater.UpdateAsync(
            imageId,
            before =>
            {
                (outcome, var after) = request.Result == PersistResult.Accepted
                    ? Publish(transition, before, request)
                    : RecordFailure(transition, before, request);
                return after is null ? null : transition.MarkOrphans(before, after);
            },
            // Publish renditions before any reader can see them, and only if the record will point to them: nothing sweeps the
            // published renditions of an execution that lost.
            (after, token) => outcome == PersistOutcome.Recorded && request.Result == PersistResult.Accepted
                ? store.PublishRenditionsAsync([.. after.Record.Current!.Renditions.Select(rendition => rendition.Key).Distinct()], token)
                : Task.CompletedTask,
            cancellationToken);
        if (outcomes is not null && outcome == PersistOutcome.Recorded)
        {
            await outcomes.AppendAsync(RecordedOutcome.From(entry!.Record), cancellationToken);
        }

        await _updater.RemoveOrphansAsync(request.Execution, entry, cancellationToken);
        return new(outcome, _urls.AddTo(entry!.Record));
    }

    private (PersistOutcome Outcome, CatalogueEntry? After) Publish(Transition transition, CatalogueEntry? before, PersistRequest request)
    {
        var version = CreateVersion(request);
        if (before is null)
        {
            throw ClaimLost(request);
        }

        // A version that is marked as incomplete has the same prefix, but not the content.
        var isPublished = before.Record is { Status: ImageStatus.Ready, Current: { } current }
            && current.Prefix == request.Original!.Prefix && current.Sha256 == request.Original.Sha256;
        if (isPublished && before.Record.Execution == request.Execution)
        {
            // An earlier attempt wrote this, but its response was lost.
            return (PersistOutcome.Recorded, transition.HasClaims(before) ? transition.ReleaseClaims(before) : null);
        }

        var order = EventOrders.Compare(request.Event, before.Record);
        if (version is null || order == EventOrder.Older)
        {
            return (PersistOutcome.Superseded, transition.ReleaseClaims(before));
        }

        if (isPublished)
        {
            return (PersistOutcome.Unchanged, transition.Confirm(transition.ReleaseClaims(before), request.Metadata));
        }

        return before.Claims.Any(claim => claim.Execution == request.Execution && claim.Prefix == version.Prefix)
            ? (PersistOutcome.Recorded, transition.Publish(before, version, GetGrace(request)))
            : throw ClaimLost(request);
    }

    /// <summary>The renditions of a version whose original was deleted are removed at once.</summary>
    private TimeSpan GetGrace(PersistRequest request) => request.Event.IsRestoration ? TimeSpan.Zero : _renditionGrace;

    private static (PersistOutcome Outcome, CatalogueEntry? After) RecordFailure(Transition transition, CatalogueEntry? before, PersistRequest request)
    {
        var (status, reason) = FailureReasons.From(request);
        if (before is not null && before.Record.Execution == request.Execution && before.Record.Status == status)
        {
            // It may have claimed again since then, in another attempt to validate.
            return (PersistOutcome.Recorded, transition.HasClaims(before) ? transition.ReleaseClaims(before) : null);
        }

        return EventOrders.Compare(request.Event, before?.Record) switch
        {
            EventOrder.Older => (PersistOutcome.Superseded, transition.ReleaseClaims(before!)),
            // Another delivery of the same event succeeded.
            EventOrder.Same when before!.Record.Status == ImageStatus.Ready => (PersistOutcome.Unchanged, transition.ReleaseClaims(before)),
            _ => (PersistOutcome.Recorded, transition.RecordFailure(before, status, reason)),
        };
    }

    /// <summary>Null if the original changed while its renditions were made.</summary>
    private static ImageVersion? CreateVersion(PersistRequest request)
    {
        var original = request.Original ?? throw new ArgumentException("An accepted image must have its original.", nameof(request));
        var resized = request.Resized ?? throw new ArgumentException("An accepted image must have its renditions.", nameof(request));
        if (resized.Any(response => response.Outcome == ResizeOutcome.Superseded))
        {
            return null;
        }

        // Groups are neighbours in the set, so this is the set's order.
        MadeRendition[] files = [.. resized.SelectMany(response => response.ListRenditions())];
        var info = original.Info;
        var version = new ImageVersion(
            original.Sha256,
            original.RenditionSet,
            original.Prefix,
            info.Format,
            info.UprightWidth,
            info.UprightHeight,
            info.Frames,
            original.Bytes,
            files.Select(file => file.Placeholder).FirstOrDefault(placeholder => placeholder is not null),
            SharedFiles.ListRenditions(files),
            files.Any(file => file.Damaged),
            original.FocalPoint);
        return request.Metadata is { } metadata ? version.With(metadata) : version;
    }

    private static ClaimLostException ClaimLost(PersistRequest request) => new(
        $"{request.Original!.Bucket}/{request.Original.Key}: execution {request.Execution} no longer has a claim on {request.Original.Prefix}. " +
        "It took longer than executions may; start it again.");
}
