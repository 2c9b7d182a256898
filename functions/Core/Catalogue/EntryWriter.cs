namespace Pipeline.Core.Catalogue;

/// <summary>Applies changes to the catalogue with optimistic writes, and retries on conflict.</summary>
public sealed class EntryWriter(IImageCatalogue catalogue)
{
    // Each lost attempt means that another writer of the same image won. No image has this many writers at once.
    private const int MaxAttempts = 100;

    /// <summary>Applies <paramref name="change"/> to the entry as it is at the moment of the write.</summary>
    /// <param name="imageId">Id of the image.</param>
    /// <param name="change">Returns the next entry, with the revision unchanged, or null if there is nothing to write. May run more than once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The current entry.</returns>
    /// <exception cref="ConcurrentUpdateException">Other writers won every time.</exception>
    public Task<CatalogueEntry?> UpdateAsync(
        string imageId, Func<CatalogueEntry?, CatalogueEntry?> change, CancellationToken cancellationToken) =>
        UpdateAsync(imageId, change, static (_, _) => Task.CompletedTask, cancellationToken);

    /// <summary>Applies <paramref name="change"/> to an entry that was just read. Reads it again only if another writer was first.</summary>
    /// <inheritdoc cref="UpdateAsync(string, Func{CatalogueEntry?, CatalogueEntry?}, CancellationToken)"/>
    /// <param name="known">The entry that was read.</param>
    /// <param name="change">Returns the next entry, with the revision unchanged, or null if there is nothing to write. May run more than once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<CatalogueEntry?> UpdateAsync(
        CatalogueEntry known, Func<CatalogueEntry?, CatalogueEntry?> change, CancellationToken cancellationToken)
    {
        if (change(known) is not { } changed)
        {
            return known;
        }

        var after = changed with { Revision = known.Revision + 1 };
        return await catalogue.TryWriteAsync(after, cancellationToken)
            ? after
            : await UpdateAsync(known.Record.ImageId, change, cancellationToken);
    }

    /// <inheritdoc cref="UpdateAsync(string, Func{CatalogueEntry?, CatalogueEntry?}, CancellationToken)"/>
    /// <param name="imageId">Id of the image.</param>
    /// <param name="change">Returns the next entry, with the revision unchanged, or null if there is nothing to write. May run more than once.</param>
    /// <param name="beforeWrite">What must be done before anybody can see the next entry. Runs before every attempt, so its work may already be done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<CatalogueEntry?> UpdateAsync(
        string imageId,
        Func<CatalogueEntry?, CatalogueEntry?> change,
        Func<CatalogueEntry, CancellationToken, Task> beforeWrite,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var before = await catalogue.GetAsync(imageId, cancellationToken);
            if (change(before) is not { } changed)
            {
                return before;
            }

            var after = changed with { Revision = (before?.Revision ?? 0) + 1 };
            await beforeWrite(after, cancellationToken);
            if (await catalogue.TryWriteAsync(after, cancellationToken))
            {
                return after;
            }
        }

        throw new ConcurrentUpdateException($"{imageId}: other writers changed its record {MaxAttempts} times in a row; retry.");
    }
}
