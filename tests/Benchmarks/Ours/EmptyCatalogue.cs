using Pipeline.Core.Catalogue;

namespace Pipeline.Benchmarks.Ours;

/// <summary>A catalogue that knows no image and accepts every write, to measure a function without its database.</summary>
internal sealed class EmptyCatalogue : IImageCatalogue
{
    public Task<CatalogueEntry?> GetAsync(string imageId, CancellationToken cancellationToken) => Task.FromResult<CatalogueEntry?>(null);

    public Task<IReadOnlyList<CatalogueEntry>> GetManyAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CatalogueEntry>>([]);

    public Task<bool> TryWriteAsync(CatalogueEntry entry, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
}
