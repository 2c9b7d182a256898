using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;

namespace Pipeline.Testing.Hosts;

/// <summary>Ends a process at one point: before or after one of its calls to a port. All its later calls fail, too.</summary>
/// <param name="point">Number of the point, from 1: each call has one before and one after it.</param>
internal sealed class Crash(int point)
{
    private int _passed;

    public bool Occurred => _passed >= point;

    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        Pass();
        var result = await call();
        Pass();
        return result;
    }

    public Task CallAsync(Func<Task> call) => CallAsync(async () =>
    {
        await call();
        return true;
    });

    private void Pass()
    {
        if (++_passed >= point)
        {
            throw new CrashException();
        }
    }
}

internal sealed class CrashException() : Exception("The process died.");

/// <summary>A real catalogue, called by a process that dies.</summary>
internal sealed class CrashingCatalogue(IImageCatalogue catalogue, Crash crash) : IImageCatalogue
{
    public Task<CatalogueEntry?> GetAsync(string imageId, CancellationToken cancellationToken) =>
        crash.CallAsync(() => catalogue.GetAsync(imageId, cancellationToken));

    public Task<IReadOnlyList<CatalogueEntry>> GetManyAsync(IReadOnlyCollection<string> imageIds, CancellationToken cancellationToken) =>
        crash.CallAsync(() => catalogue.GetManyAsync(imageIds, cancellationToken));

    public Task<bool> TryWriteAsync(CatalogueEntry entry, CancellationToken cancellationToken) =>
        crash.CallAsync(() => catalogue.TryWriteAsync(entry, cancellationToken));

    public Task<RecordPage> ListAsync(ImageStatus status, int limit, string? continuation, CancellationToken cancellationToken) =>
        crash.CallAsync(() => catalogue.ListAsync(status, limit, continuation, cancellationToken));

    public Task<IReadOnlyList<string>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        crash.CallAsync(() => catalogue.ListDueAsync(now, limit, cancellationToken));

    public Task<IReadOnlyList<string>> ListRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        crash.CallAsync(() => catalogue.ListRemovableAsync(now, limit, cancellationToken));
}

/// <summary>A real store, called by a process that dies.</summary>
internal sealed class CrashingStore(IImageStore store, Crash crash) : IImageStore
{
    public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken) =>
        crash.CallAsync(() => store.ReadOriginalAsync(original, maxBytes, cancellationToken));

    public Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken) =>
        crash.CallAsync(() => store.FindOriginalAsync(original, cancellationToken));

    public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken) =>
        crash.CallAsync(() => store.WriteRenditionAsync(rendition, cancellationToken));

    public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        crash.CallAsync(() => store.PublishRenditionsAsync(keys, cancellationToken));

    public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        crash.CallAsync(() => store.QuarantineRenditionsAsync(keys, cancellationToken));

    public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken) =>
        crash.CallAsync(() => store.ReadRenditionAsync(key, cancellationToken));

    public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken) =>
        crash.CallAsync(() => store.RemoveRenditionsAsync(prefix, cancellationToken));

    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) =>
        crash.CallAsync(() => store.ListRenditionsAsync(prefix, cancellationToken));
}
