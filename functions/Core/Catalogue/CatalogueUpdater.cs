using Pipeline.Core.Storage;

namespace Pipeline.Core.Catalogue;

/// <summary>Carries transitions out: optimistically, again on conflict, and removes what they orphan.</summary>
public sealed class CatalogueUpdater(IImageCatalogue catalogue, IImageStore store)
{
    // Each lost try means that another writer of the same image won one; nobody has that many rivals.
    private const int MaxAttempts = 100;

    /// <summary>Applies <paramref name="change"/> to the entry as it is at the moment of the write.</summary>
    /// <param name="imageId">Image.</param>
    /// <param name="change">Next entry, its revision left alone; null: nothing is to be written. May run more than once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entry as it stands now.</returns>
    /// <exception cref="ConcurrentUpdateException">Others won every time.</exception>
    public Task<CatalogueEntry?> UpdateAsync(
        string imageId, Func<CatalogueEntry?, CatalogueEntry?> change, CancellationToken cancellationToken) =>
        UpdateAsync(imageId, change, static (_, _) => Task.CompletedTask, cancellationToken);

    /// <inheritdoc cref="UpdateAsync(string, Func{CatalogueEntry?, CatalogueEntry?}, CancellationToken)"/>
    /// <param name="imageId">Image.</param>
    /// <param name="change">Next entry, its revision left alone; null: nothing is to be written. May run more than once.</param>
    /// <param name="beforeWrite">What must be so before the next entry may be seen. Runs before every try; may find its work done.</param>
    /// <param name="cancellationToken">Ends the call.</param>
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

        throw new ConcurrentUpdateException($"{imageId}: its record was changed by others {MaxAttempts} times in a row.");
    }

    /// <summary>Removes the renditions that are this execution's to remove, then says so in the entry.</summary>
    public async Task RemoveOrphansAsync(Transition transition, CatalogueEntry? entry, CancellationToken cancellationToken)
    {
        var ownRemovals = entry?.Removals.Where(removal => removal.Execution == transition.Execution).ToArray() ?? [];
        if (ownRemovals.Length == 0)
        {
            return;
        }

        foreach (var removal in ownRemovals)
        {
            await store.RemoveRenditionsAsync(removal.Prefix, cancellationToken);
        }

        await UpdateAsync(entry!.Record.ImageId, current => current is null ? null : transition.CompleteRemovals(current), cancellationToken);
    }
}
