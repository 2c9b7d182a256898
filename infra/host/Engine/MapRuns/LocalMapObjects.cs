using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Host.Engine.MapRuns;

/// <summary>The buckets of this host, for distributed Maps. They write to the internal bucket only: nothing there starts an execution.</summary>
internal sealed class LocalMapObjects(LocalStore store) : IMapObjects
{
    private const int PageSize = 1_000;

    public async Task<MapObjectPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken)
    {
        if (bucket == BucketNames.Internal)
        {
            return ListInternal(prefix, startAfter);
        }

        var query = new ObjectQuery(prefix, startAfter, PageSize);
        var page = bucket switch
        {
            BucketNames.Uploads => await store.Uploads.ListAsync(query, cancellationToken),
            BucketNames.Renditions => await store.Images.ListAsync(query, cancellationToken),
            _ => throw CreateUnknown(bucket),
        };
        return new([.. page.Objects.Select(found => new MapObject(found.Key, found.Size, $"\"{found.ETag}\"", found.LastModified))], page.Next is null);
    }

    public async Task<Stream> OpenReadAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken)
    {
        try
        {
            var content = bucket switch
            {
                BucketNames.Uploads => (await store.Uploads.OpenAsync(key, cancellationToken))?.Content,
                BucketNames.Renditions => store.Images.OpenRenditionObject(key)?.Content,
                BucketNames.Internal => store.Internal.OpenRead(key),
                _ => throw CreateUnknown(bucket),
            };
            return content ?? throw new MapObjectException($"The object '{key}' does not exist in the bucket '{bucket}'.");
        }
        catch (InvalidKeyException exception)
        {
            throw new MapObjectException(exception.Message, exception);
        }
    }

    public async Task WriteAsync(string bucket, string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (bucket != BucketNames.Internal)
        {
            throw new MapObjectException($"A Map writes to the bucket '{BucketNames.Internal}' only, not to '{bucket}'.");
        }

        try
        {
            await store.Internal.WriteAsync(key, write, cancellationToken);
        }
        catch (InvalidKeyException exception)
        {
            throw new MapObjectException(exception.Message, exception);
        }
    }

    private MapObjectPage ListInternal(string prefix, string? startAfter)
    {
        string[] keys = [.. store.Internal.ListKeys(prefix).Where(key => startAfter is null || string.CompareOrdinal(key, startAfter) > 0).Take(PageSize + 1)];
        return new([.. keys.Take(PageSize).Select(Describe)], keys.Length <= PageSize);
    }

    private MapObject Describe(string key)
    {
        using var content = store.Internal.OpenRead(key);
        return new(key, content?.Length ?? 0, "\"\"", DateTimeOffset.UnixEpoch);
    }

    private static MapObjectException CreateUnknown(string bucket) => new(
        $"The bucket '{bucket}' does not exist. This host has {BucketNames.Uploads}, {BucketNames.Renditions} and {BucketNames.Internal}.");
}
