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
