namespace Pipeline.Core.Catalogue;

/// <summary>
/// One entry per image, changed only by conditional writes. <see cref="Transition"/> decides which event wins, the same way for
/// every store. A store only promises that a write whose condition fails changes nothing.
/// </summary>
public interface IImageCatalogue
{
    /// <summary>The entry as last written (a consistent read), or null if there is none.</summary>
    Task<CatalogueEntry?> GetAsync(string imageId, CancellationToken cancellationToken);

    /// <summary>The entries of up to 100 images as last written, in no particular order, without those of images that have none.</summary>
    /// <param name="imageIds">1 to 100 ids. An id that is named twice counts once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<CatalogueEntry>> GetManyAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellationToken);

    /// <summary>
    /// Writes <paramref name="entry"/> if the stored revision is <c>entry.Revision - 1</c> (for 1: if there is none).
    /// The write is durable when this returns true.
    /// </summary>
    /// <returns>False if somebody else wrote first; then nothing changes.</returns>
    Task<bool> TryWriteAsync(CatalogueEntry entry, CancellationToken cancellationToken);

    /// <summary>Records of one status, newest <see cref="ImageRecord.UpdatedAt"/> first, without reading any others.</summary>
    /// <param name="status">Status to list, one of <see cref="ImageStatuses.Listed"/>; a catalogue may list others, too.</param>
    /// <param name="limit">Maximum number of records, 1 to 1,000.</param>
    /// <param name="continuation">Token from the previous page; null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken);

    /// <summary>
    /// Ids of images whose <see cref="CatalogueEntry.GetReconciliationTime"/> is at or before <paramref name="now"/>, without reading any
    /// others. The list may be a moment behind the writes.
    /// </summary>
    /// <param name="now">The current time.</param>
    /// <param name="limit">Maximum number of ids, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Ids of images whose <see cref="CatalogueEntry.GetRemovalTime"/> is at or before <paramref name="now"/>, without reading any others.
    /// The list may be a moment behind the writes.
    /// </summary>
    /// <param name="now">The current time.</param>
    /// <param name="limit">Maximum number of ids, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<string>> ListRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}

/// <summary>One page of a list of records.</summary>
/// <param name="Records">Records, newest first.</param>
/// <param name="Continuation">Token of the next page; null on the last.</param>
public sealed record RecordPage(IReadOnlyList<ImageRecord> Records, string? Continuation);
