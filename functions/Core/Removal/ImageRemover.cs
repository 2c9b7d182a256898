using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Outcomes;
using Pipeline.Core.Storage;

namespace Pipeline.Core.Removal;

/// <summary>
/// Handles the deletion of an original: marks the record as deleted and removes the renditions. In a bucket with versioning, the
/// deletion of one version may leave or bring back an original, so the key decides.
/// </summary>
/// <param name="catalogue">Records.</param>
/// <param name="store">Originals and renditions.</param>
/// <param name="time">Clock.</param>
/// <param name="outcomes">Where outcomes are kept for exports; null if nothing exports them.</param>
public sealed class ImageRemover(IImageCatalogue catalogue, IImageStore store, TimeProvider time, IOutcomeLog? outcomes = null)
{
    private readonly CatalogueUpdater _updater = new(catalogue, store);

    /// <exception cref="ConcurrentUpdateException">Other writers won too many times; retry.</exception>
    public async Task<RemoveResponse> RemoveAsync(RemoveRequest request, CancellationToken cancellationToken)
    {
        var detail = request.Event.Detail;
        var current = detail.DeletesOneVersion()
            ? await store.FindOriginalAsync(new(detail.Bucket.Name, detail.Object.Key, VersionId: null, ETag: null), cancellationToken)
            : null;
        return current is null
            ? await DeleteAsync(request, cancellationToken)
            : await KeepAsync(request, current, cancellationToken);
    }

    private async Task<RemoveResponse> DeleteAsync(RemoveRequest request, CancellationToken cancellationToken)
    {
        var transition = new Transition(request.Event, request.Execution, time.GetUtcNow());
        var outcome = RemoveOutcome.Removed;
        var entry = await _updater.UpdateAsync(
            IdOf(request.Event),
            before =>
            {
                outcome = RemoveOutcome.Removed;
                if (before is { Record.Status: ImageStatus.Deleted } && before.Record.Execution == request.Execution)
                {
                    // An earlier attempt wrote this, but its response was lost.
                    return transition.GiveUpClaims(before);
                }

                if (!IsRelevant(request.Event, before?.Record))
                {
                    outcome = RemoveOutcome.Superseded;
                    // It has claims if it was processed like an upload before, and runs again.
                    return transition.GiveUpClaims(before);
                }

                return transition.MarkOrphans(before, transition.Delete(before));
            },
            cancellationToken);
        if (outcomes is not null && outcome == RemoveOutcome.Removed && entry is not null)
        {
            await outcomes.AppendAsync(RecordedOutcome.From(entry.Record), cancellationToken);
        }

        await _updater.RemoveOrphansAsync(request.Execution, entry, cancellationToken);
        return new(outcome, entry?.Record);
    }

    /// <summary>
    /// The key shows an original. If the record shows it too, only the position in the order of events changes, so that a late event
    /// from before the deletion loses. Otherwise it is processed like an upload that happened at the moment of the deletion.
    /// </summary>
    private async Task<RemoveResponse> KeepAsync(RemoveRequest request, OriginalHead current, CancellationToken cancellationToken)
    {
        var upload = AsUpload(request.Event, current);
        var transition = new Transition(upload, request.Execution, time.GetUtcNow());
        var outcome = RemoveOutcome.Superseded;
        var entry = await _updater.UpdateAsync(
            IdOf(request.Event),
            before =>
            {
                var order = EventOrders.Compare(upload, before?.Record);
                outcome = order == EventOrder.Older || Shows(before, current) ? RemoveOutcome.Superseded : RemoveOutcome.Restored;
                return before is null ? null : Keep(transition, before, order, outcome, request.Event.Detail.Object.VersionId);
            },
            cancellationToken);
        await _updater.RemoveOrphansAsync(request.Execution, entry, cancellationToken);
        return new(outcome, entry?.Record, outcome == RemoveOutcome.Restored ? upload : null);
    }

    private static CatalogueEntry? Keep(Transition transition, CatalogueEntry before, EventOrder order, RemoveOutcome outcome, string? deletedVersion)
    {
        var isOver = outcome == RemoveOutcome.Superseded;
        var confirmed = isOver && order == EventOrder.Newer ? transition.Confirm(before) : before;
        // It has claims if it was processed like an upload before, and runs again.
        var released = isOver && transition.HasClaims(confirmed) ? transition.ReleaseClaims(confirmed) : confirmed;
        var after = Transition.ForgetVersion(released, deletedVersion);
        if (!ReferenceEquals(after, confirmed))
        {
            return transition.MarkOrphans(before, after);
        }

        return ReferenceEquals(confirmed, before) ? null : confirmed;
    }

    private static ImageEvent AsUpload(ImageEvent deletion, OriginalHead current) => deletion with
    {
        DetailType = ImageEvent.ObjectCreated,
        Detail = deletion.Detail with
        {
            Object = deletion.Detail.Object with { Size = current.Size, ETag = current.ETag, VersionId = current.VersionId },
            DeletionType = null,
        },
    };

    private static bool Shows(CatalogueEntry? entry, OriginalHead current) =>
        entry is { Record.Status: ImageStatus.Ready } && entry.Record.ETag == current.ETag && entry.Record.VersionId == current.VersionId;

    private static bool IsRelevant(ImageEvent @event, ImageRecord? record)
    {
        if (record?.Status == ImageStatus.Deleted && @event.Detail.DeletesOneVersion())
        {
            // An old version or a delete marker of an image that was gone already.
            return false;
        }

        return EventOrders.Compare(@event, record) switch
        {
            EventOrder.Newer => true,
            // This very deletion failed and is tried again.
            EventOrder.Same => record!.Status == ImageStatus.Failed,
            _ => false,
        };
    }

    private static string IdOf(ImageEvent @event) => ImageIds.Create(@event.Detail.Bucket.Name, @event.Detail.Object.Key);
}
