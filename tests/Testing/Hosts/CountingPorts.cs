using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;

namespace Pipeline.Testing.Hosts;

/// <summary>A real store that lists the calls made to it.</summary>
internal sealed class CountingStore(IImageStore store, List<string> calls) : IImageStore
{
    public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken)
    {
        calls.Add("GET");
        return store.ReadOriginalAsync(original, maxBytes, cancellationToken);
    }

    public Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken)
    {
        calls.Add("HEAD");
        return store.FindOriginalAsync(original, cancellationToken);
    }

    public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken)
    {
        calls.Add("PUT rendition");
        return store.WriteRenditionAsync(rendition, cancellationToken);
    }

    public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        calls.Add("publish renditions");
        return store.PublishRenditionsAsync(keys, cancellationToken);
    }

    public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        calls.Add("quarantine renditions");
        return store.QuarantineRenditionsAsync(keys, cancellationToken);
    }

    public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken)
    {
        calls.Add("read rendition");
        return store.ReadRenditionAsync(key, cancellationToken);
    }

    public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken)
    {
        calls.Add("remove renditions");
        return store.RemoveRenditionsAsync(prefix, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken)
    {
        calls.Add("list renditions");
        return store.ListRenditionsAsync(prefix, cancellationToken);
    }
}

/// <summary>A real catalogue that lists the calls made to it.</summary>
internal sealed class CountingCatalogue(IImageCatalogue catalogue, List<string> calls) : IImageCatalogue
{
    public Task<CatalogueEntry?> GetAsync(string imageId, CancellationToken cancellationToken)
    {
        calls.Add("read record");
        return catalogue.GetAsync(imageId, cancellationToken);
    }

    public Task<IReadOnlyList<CatalogueEntry>> GetManyAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellationToken)
    {
        calls.Add("read records");
        return catalogue.GetManyAsync(imageIds, cancellationToken);
    }

    public Task<bool> TryWriteAsync(CatalogueEntry entry, CancellationToken cancellationToken)
    {
        calls.Add("write record");
        return catalogue.TryWriteAsync(entry, cancellationToken);
    }

    public Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken)
    {
        calls.Add("list records");
        return catalogue.ListAsync(status, limit, continuation, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        calls.Add("list due records");
        return catalogue.ListDueAsync(now, limit, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        calls.Add("list removable records");
        return catalogue.ListRemovableAsync(now, limit, cancellationToken);
    }
}
