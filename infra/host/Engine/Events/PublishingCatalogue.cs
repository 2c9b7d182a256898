using Pipeline.Core.Catalogue;

namespace Pipeline.Host.Engine.Events;

/// <summary>A catalogue that publishes an event for every record that changes.</summary>
internal sealed class PublishingCatalogue(IImageCatalogue catalogue, PipelineEvents events) : IImageCatalogue
{
    /// <inheritdoc/>
    public Task<CatalogueEntry?> GetAsync(string imageId, CancellationToken cancellationToken) => catalogue.GetAsync(imageId, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CatalogueEntry>> GetManyAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellationToken) =>
        catalogue.GetManyAsync(imageIds, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(CatalogueEntry entry, CancellationToken cancellationToken)
    {
        var written = await catalogue.TryWriteAsync(entry, cancellationToken);
        if (written)
        {
            events.Publish(new ImageChanged(entry.Record));
        }

        return written;
    }

    /// <inheritdoc/>
    public Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken) =>
        catalogue.ListAsync(status, limit, continuation, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        catalogue.ListDueAsync(now, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        catalogue.ListRemovableAsync(now, limit, cancellationToken);
}
