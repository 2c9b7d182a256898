using Pipeline.Imaging.Codecs;

namespace Pipeline.Core.Storage;

/// <summary>Originals are read, renditions written and removed; nothing else touches image bytes.</summary>
public interface IImageStore
{
    /// <summary>Reads or opens one original, and never one of more than <paramref name="maxBytes"/>.</summary>
    /// <param name="original">What to read. With an entity tag, that content only: anything else is <see cref="OriginalRead.Superseded"/>.</param>
    /// <param name="maxBytes">Limit in bytes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was found is to be disposed when it has been used.</returns>
    Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a rendition, visible only when whole. Not kept for good before it is published: a store may sweep what an
    /// execution that died left behind. Writing the same key again means the same content, and takes no publishing back.
    /// </summary>
    Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken);

    /// <summary>Keeps renditions for good, before a record points to them; again is harmless.</summary>
    /// <param name="keys">Keys in the renditions bucket.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RenditionMissingException">One is not there: a record must never point to nothing.</exception>
    Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Removes all renditions below a prefix that ends with a slash; none there is no error.</summary>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Keys of the renditions below a prefix that ends with a slash, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken);
}

/// <param name="Bucket">Bucket of the original.</param>
/// <param name="Key">Key of the original.</param>
/// <param name="VersionId">Object version to read; null: the newest.</param>
/// <param name="ETag">Entity tag that the content must have; null: any.</param>
public sealed record OriginalReference(string Bucket, string Key, string? VersionId, string? ETag);

/// <summary>What came of reading an original: expected outcomes are values.</summary>
public abstract record OriginalRead
{
    private OriginalRead()
    {
    }

    /// <param name="Content">The content. Owned: disposed with this.</param>
    public sealed record Found(ImageSource Content) : OriginalRead, IDisposable
    {
        public void Dispose() => Content.Dispose();
    }

    /// <summary>The object is gone, or its content is no longer what the event told of.</summary>
    public sealed record Superseded : OriginalRead;

    /// <param name="Size">The object's size in bytes, over the limit.</param>
    public sealed record TooLarge(long Size) : OriginalRead;
}

/// <summary>A rendition to write.</summary>
/// <param name="Key">Key in the renditions bucket.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="SourceVersion">SHA-256 of the original, kept as the object's metadata <see cref="SourceVersionMetadata"/>.</param>
/// <param name="Content">Encoded picture.</param>
public sealed record RenditionContent(string Key, string ContentType, string SourceVersion, ReadOnlyMemory<byte> Content)
{
    /// <summary>Renditions never change under their key.</summary>
    public const string CacheControl = "public, max-age=31536000, immutable";

    /// <summary>Metadata of the object that holds <see cref="SourceVersion"/>.</summary>
    public const string SourceVersionMetadata = "source-version";
}
