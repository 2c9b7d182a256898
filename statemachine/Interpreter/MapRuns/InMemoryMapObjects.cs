using System.Security.Cryptography;

namespace Pipeline.Interpreter.MapRuns;

/// <summary>Objects in memory, for tests and trial runs. A bucket exists as soon as it has an object or is written to.</summary>
public sealed class InMemoryMapObjects : IMapObjects
{
    private const int PageSize = 1_000;
    private static readonly DateTimeOffset DefaultTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedList<string, (MapObject Entry, byte[] Content)>> _buckets = [];

    /// <summary>Adds an object, or replaces it.</summary>
    /// <param name="listed">How a listing shows the object; null for the size and the MD5 of its content.</param>
    public void Add(string bucket, string key, byte[] content, MapObject? listed = null)
    {
        lock (_gate)
        {
            if (!_buckets.TryGetValue(bucket, out var objects))
            {
                _buckets[bucket] = objects = new(StringComparer.Ordinal);
            }

            objects[key] = (listed ?? Describe(key, content), content);
        }
    }

    /// <summary>Returns the content of an object; null if there is none.</summary>
    public byte[]? Find(string bucket, string key)
    {
        lock (_gate)
        {
            return _buckets.GetValueOrDefault(bucket) is { } objects && objects.TryGetValue(key, out var found) ? found.Content : null;
        }
    }

    /// <summary>Returns the keys of a bucket, in order.</summary>
    public IReadOnlyList<string> ListKeys(string bucket)
    {
        lock (_gate)
        {
            return [.. _buckets.GetValueOrDefault(bucket)?.Keys ?? []];
        }
    }

    /// <inheritdoc/>
    public Task<MapObjectPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var objects = _buckets.GetValueOrDefault(bucket) ?? throw new MapObjectException($"The bucket '{bucket}' does not exist.");
            MapObject[] found = [.. objects.Values
                .Select(stored => stored.Entry)
                .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal) && (startAfter is null || string.CompareOrdinal(entry.Key, startAfter) > 0))
                .Take(PageSize + 1)];
            return Task.FromResult(new MapObjectPage([.. found.Take(PageSize)], found.Length <= PageSize));
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken) =>
        Find(bucket, key) is { } content
            ? Task.FromResult<Stream>(new MemoryStream(content, writable: false))
            : throw new MapObjectException($"The object '{key}' does not exist in the bucket '{bucket}'.");

    /// <inheritdoc/>
    public async Task WriteAsync(string bucket, string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await write(content, cancellationToken);
        Add(bucket, key, content.ToArray());
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "S3's ETag is an MD5.")]
    private static MapObject Describe(string key, byte[] content) =>
        new(key, content.Length, $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"", DefaultTime);
}
