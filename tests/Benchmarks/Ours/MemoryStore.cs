using System.Collections.Concurrent;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Benchmarks.Ours;

/// <summary>A store that reads originals from disk and keeps renditions in memory, to measure a resizer without durability.</summary>
internal sealed class MemoryStore : IImageStore
{
    /// <summary>Renditions by key.</summary>
    public ConcurrentDictionary<string, ReadOnlyMemory<byte>> Renditions { get; } = new();

    public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken) =>
        Task.FromResult<OriginalRead>(new OriginalRead.Found(ImageSource.OpenFile(original.Key)));

    public Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken)
    {
        Renditions[rendition.Key] = rendition.Content;
        return Task.CompletedTask;
    }

    public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();
}
