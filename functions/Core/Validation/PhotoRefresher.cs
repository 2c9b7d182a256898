using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Photos;
using Pipeline.Core.Storage;

namespace Pipeline.Core.Validation;

/// <summary>Updates what a record says of its photo. Renditions stay as they are, also outdated ones.</summary>
/// <param name="catalogue">Records.</param>
/// <param name="store">Originals.</param>
/// <param name="maxBytes">Maximum size of an upload, in bytes.</param>
/// <param name="photos">Reads what photos say of themselves; null if nothing is read.</param>
internal sealed class PhotoRefresher(IImageCatalogue catalogue, IImageStore store, long maxBytes, PhotoReading? photos)
{
    private readonly EntryWriter _writer = new(catalogue);

    /// <returns>
    /// <see cref="ValidationOutcome.Skipped"/> if the record does not show this upload, or it is over the limit of size;
    /// <see cref="ValidationOutcome.Superseded"/> if the object changed meanwhile.
    /// </returns>
    public async Task<ValidationOutcome> RefreshAsync(Transition transition, CatalogueEntry? known, CancellationToken cancellationToken)
    {
        var (bucket, incoming) = (transition.Event.Detail.Bucket.Name, transition.Event.Detail.Object);
        if (!Shows(transition.Event, known))
        {
            return ValidationOutcome.Skipped;
        }

        if (photos is null || known!.Record.Current!.PhotoSchema == photos.Schema)
        {
            return ValidationOutcome.Unchanged;
        }

        var current = known.Record.Current;
        var read = await store.ReadOriginalAsync(new(bucket, incoming.Key, incoming.VersionId, incoming.ETag), maxBytes, cancellationToken);
        using var found = read as OriginalRead.Found;
        if (found is null)
        {
            return read is OriginalRead.Superseded ? ValidationOutcome.Superseded : ValidationOutcome.Skipped;
        }

        if (found.Content.ComputeSha256() != current.Sha256)
        {
            return ValidationOutcome.Superseded;
        }

        var metadata = new VersionMetadata(photos.ReadFrom(found.Content, current.Format), photos.Schema, UserMetadata.Fit(found.User).Kept);
        var outcome = ValidationOutcome.Superseded;
        await _writer.UpdateAsync(
            known,
            entry =>
            {
                outcome = Shows(transition.Event, entry) && entry!.Record.Current!.Sha256 == current.Sha256 ? ValidationOutcome.Refreshed : ValidationOutcome.Superseded;
                return outcome == ValidationOutcome.Refreshed ? transition.Confirm(entry!, metadata) : null;
            },
            cancellationToken);
        return outcome;
    }

    /// <summary>Whether the record's current version is the upload with the event's entity tag.</summary>
    private static bool Shows(ImageEvent @event, CatalogueEntry? entry) =>
        entry is { Record: { Status: ImageStatus.Ready, Current: not null, ETag: { } etag } } && etag == @event.Detail.Object.ETag;
}
