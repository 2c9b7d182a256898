using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Storage;

namespace Pipeline.Core.Removal;

/// <summary>Handles the deletion of an original: marks the record as deleted and removes the renditions.</summary>
public sealed class ImageRemover(IImageCatalogue catalogue, IImageStore store, TimeProvider time)
{
    private readonly CatalogueUpdater _updater = new(catalogue, store);

    /// <exception cref="ConcurrentUpdateException">Other writers won too many times; retry.</exception>
    public async Task<RemoveResponse> RemoveAsync(RemoveRequest request, CancellationToken cancellationToken)
    {
        var transition = new Transition(request.Event, request.Execution, time.GetUtcNow());
        var imageId = ImageIds.Create(request.Event.Detail.Bucket.Name, request.Event.Detail.Object.Key);
        var outcome = RemoveOutcome.Removed;
        var entry = await _updater.UpdateAsync(
            imageId,
            before =>
            {
                outcome = RemoveOutcome.Removed;
                if (before is { Record.Status: ImageStatus.Deleted } && before.Record.Execution == request.Execution)
                {
                    // An earlier attempt wrote this, but its response was lost.
                    return null;
                }

                if (!IsRelevant(request.Event, before?.Record))
                {
                    outcome = RemoveOutcome.Superseded;
                    return null;
                }

                return transition.MarkOrphans(before, transition.Delete(before));
            },
            cancellationToken);
        await _updater.RemoveOrphansAsync(transition, entry, cancellationToken);
        return new(outcome, entry?.Record);
    }

    private static bool IsRelevant(ImageEvent @event, ImageRecord? record)
    {
        // In a bucket with versioning, lifecycle rules permanently delete old versions. The image still exists.
        var detail = @event.Detail;
        var isOtherVersion = detail.DeletionType == ImageEventDetail.PermanentlyDeleted
            && detail.Object.VersionId is { } deleted
            && deleted != record?.VersionId;
        return !isOtherVersion && EventOrders.Compare(@event, record) == EventOrder.Newer;
    }
}
