using Pipeline.Core.Storage;

namespace Pipeline.Core.Catalogue;

/// <summary>Applies transitions to the catalogue, and removes what they orphan.</summary>
public sealed class CatalogueUpdater(IImageCatalogue catalogue, IImageStore store)
{
    private readonly EntryWriter _writer = new(catalogue);

    /// <inheritdoc cref="EntryWriter.UpdateAsync(string, Func{CatalogueEntry?, CatalogueEntry?}, CancellationToken)"/>
    public Task<CatalogueEntry?> UpdateAsync(
        string imageId, Func<CatalogueEntry?, CatalogueEntry?> change, CancellationToken cancellationToken) =>
        _writer.UpdateAsync(imageId, change, cancellationToken);

    /// <inheritdoc cref="EntryWriter.UpdateAsync(CatalogueEntry, Func{CatalogueEntry?, CatalogueEntry?}, CancellationToken)"/>
    public Task<CatalogueEntry?> UpdateAsync(
        CatalogueEntry known, Func<CatalogueEntry?, CatalogueEntry?> change, CancellationToken cancellationToken) =>
        _writer.UpdateAsync(known, change, cancellationToken);

    /// <inheritdoc cref="EntryWriter.UpdateAsync(string, Func{CatalogueEntry?, CatalogueEntry?}, Func{CatalogueEntry, CancellationToken, Task}, CancellationToken)"/>
    public Task<CatalogueEntry?> UpdateAsync(
        string imageId,
        Func<CatalogueEntry?, CatalogueEntry?> change,
        Func<CatalogueEntry, CancellationToken, Task> beforeWrite,
        CancellationToken cancellationToken) => _writer.UpdateAsync(imageId, change, beforeWrite, cancellationToken);

    /// <summary>Removes the renditions that this execution has to remove, then records that in the entry.</summary>
    /// <param name="execution">Id of the execution.</param>
    /// <param name="entry">The entry with the execution's removals.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Number of prefixes whose renditions were removed.</returns>
    public async Task<int> RemoveOrphansAsync(string execution, CatalogueEntry? entry, CancellationToken cancellationToken)
    {
        var ownRemovals = entry?.Removals.Where(removal => removal.Execution == execution).ToArray() ?? [];
        if (ownRemovals.Length == 0)
        {
            return 0;
        }

        foreach (var removal in ownRemovals)
        {
            await store.RemoveRenditionsAsync(removal.Prefix, cancellationToken);
        }

        await UpdateAsync(entry!.Record.ImageId, current => current?.CompleteRemovals(execution), cancellationToken);
        return ownRemovals.Length;
    }
}
