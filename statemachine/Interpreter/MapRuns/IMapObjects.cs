namespace Pipeline.Interpreter.MapRuns;

/// <summary>The objects that distributed Maps read their items from and write their results to. A host implements it over its storage.</summary>
public interface IMapObjects
{
    /// <summary>Lists a page of the objects whose keys begin with a prefix, in the order of the keys' UTF-8 bytes.</summary>
    /// <param name="startAfter">Only keys after this one; null for all.</param>
    /// <exception cref="MapObjectException">The bucket cannot be listed.</exception>
    Task<MapObjectPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken);

    /// <summary>Opens the content of an object. The caller disposes it.</summary>
    /// <param name="versionId">The version; null for the current one.</param>
    /// <exception cref="MapObjectException">The object cannot be read.</exception>
    Task<Stream> OpenReadAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken);

    /// <summary>Writes an object, or replaces it. The object is there with its whole content or not at all.</summary>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="MapObjectException">The object cannot be written.</exception>
    Task WriteAsync(string bucket, string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);
}

/// <summary>An object in a listing.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="ETag">With its quotes, as S3 returns it.</param>
public sealed record MapObject(string Key, long Size, string ETag, DateTimeOffset LastModified, string StorageClass = "STANDARD");

/// <summary>A page of a listing.</summary>
/// <param name="IsLast">Whether no page follows.</param>
public sealed record MapObjectPage(IReadOnlyList<MapObject> Objects, bool IsLast);

/// <summary>A bucket or an object that a distributed Map needs is not there, or cannot be read or written. The message says which and why.</summary>
public sealed class MapObjectException : Exception
{
    /// <param name="message">Which bucket or object, and what is wrong with it.</param>
    public MapObjectException(string message)
        : base(message)
    {
    }

    /// <param name="message">Which bucket or object, and what is wrong with it.</param>
    /// <param name="innerException">What failed.</param>
    public MapObjectException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
