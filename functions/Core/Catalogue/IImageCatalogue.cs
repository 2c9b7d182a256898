namespace Pipeline.Core.Catalogue;

/// <summary>
/// One entry an image, changed by conditional writes only. Which event wins is decided by <see cref="CatalogueEntry"/>'s
/// transitions, the same over every store; a store only promises that a write whose condition fails changes nothing.
/// </summary>
public interface IImageCatalogue
{
    /// <summary>The entry as last written (a consistent read), or null.</summary>
    Task<CatalogueEntry?> GetAsync(string imageId, CancellationToken cancellationToken);

    /// <summary>
    /// Writes <paramref name="entry"/> if the stored revision is <c>entry.Revision - 1</c> (for 1: if there is none).
    /// Durable when it returns true.
    /// </summary>
    /// <returns>False when somebody else wrote first; nothing is changed then.</returns>
    Task<bool> TryWriteAsync(CatalogueEntry entry, CancellationToken cancellationToken);

    /// <summary>Records of one status, newest <see cref="ImageRecord.UpdatedAt"/> first, without reading any others.</summary>
    /// <param name="status">Status to list.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="continuation">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken);
}

/// <param name="Records">Records, newest first.</param>
/// <param name="Continuation">Token of the next page; null on the last.</param>
public sealed record RecordPage(IReadOnlyList<ImageRecord> Records, string? Continuation);
