using System.Collections.Concurrent;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Benchmarks.Ours;

/// <summary>Originals are files anywhere on disk, renditions stay in memory: what a resizer costs without a store's durability.</summary>
internal sealed class MemoryStore : IImageStore
{
    /// <summary>What was written, by key.</summary>
    public ConcurrentDictionary<string, ReadOnlyMemory<byte>> Renditions { get; } = new();

    public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken) =>
        Task.FromResult<OriginalRead>(new OriginalRead.Found(ImageSource.OpenFile(original.Key)));

    public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken)
    {
        Renditions[rendition.Key] = rendition.Content;
        return Task.CompletedTask;
    }

    public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();
}
