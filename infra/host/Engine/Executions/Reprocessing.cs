using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;
using Pipeline.Host.Store.Images;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Engine.Executions;

/// <summary>What it takes to process an original again that is stored already.</summary>
/// <param name="catalogue">Records.</param>
/// <param name="images">Renditions.</param>
internal sealed class Reprocessing(IImageCatalogue catalogue, LocalImageStore images)
{
    private readonly EntryWriter _writer = new(catalogue);

    /// <summary>
    /// The event of the upload without its sequencer, as a backfill has it: it never beats a newer upload or deletion, and a rejected image is
    /// checked again, because limits may have changed.
    /// </summary>
    public static ImageEvent CreateEvent(StoredObject original, DateTimeOffset now) => new(
        Guid.NewGuid().ToString(),
        ImageEvent.ObjectCreated,
        ImageEvent.BackfillSource,
        now,
        new(new(BucketNames.Uploads), new(original.Key, original.Size, original.ETag), "ProcessAgain"));

    /// <summary>Marks the record of an image whose renditions are not all there as they were made. Without that, the same content would be unchanged.</summary>
    public Task MarkIncompleteAsync(string imageId, CancellationToken cancellationToken) => _writer.UpdateAsync(
        imageId,
        entry => entry switch
        {
            { Record: { Status: ImageStatus.Ready, Current: { } current } record } when IsIncomplete(current) =>
                entry with { Record = record with { Current = current.MarkIncomplete() } },
            { Record.Status: ImageStatus.Quarantined, Quarantined: { } quarantined } when IsIncomplete(quarantined.Version) =>
                entry with { Quarantined = quarantined with { Version = quarantined.Version.MarkIncomplete() } },
            _ => null,
        },
        cancellationToken);

    private bool IsIncomplete(ImageVersion version) => !version.Renditions.All(images.HasRendition);
}
