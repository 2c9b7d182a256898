using System.Collections.Concurrent;
using Pipeline.Core.Storage;

namespace Pipeline.Benchmarks.Ours;

/// <summary>Originals are files anywhere on disk, renditions stay in memory: what a resizer costs without a store's durability.</summary>
internal sealed class MemoryStore : IImageStore
{
    /// <summary>What was written, by key.</summary>
    public ConcurrentDictionary<string, ReadOnlyMemory<byte>> Renditions { get; } = new();

    public Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(original.Key, options: FileOptions.SequentialScan);
        var content = GC.AllocateUninitializedArray<byte>(checked((int)RandomAccess.GetLength(file)));
        for (var read = 0; read < content.Length;)
        {
            var part = RandomAccess.Read(file, content.AsSpan(read), read);
            read += part > 0 ? part : throw new EndOfStreamException($"{original.Key} ended at byte {read} of {content.Length}.");
        }

        return Task.FromResult<OriginalRead>(new OriginalRead.Found(content));
    }

    public Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken)
    {
        Renditions[rendition.Key] = rendition.Content;
        return Task.CompletedTask;
    }

    public Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();
}
