using Pipeline.Core.Photos;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Core.Storage;

/// <summary>Reads originals; writes, publishes and removes renditions. Nothing else reads or writes image bytes in storage.</summary>
public interface IImageStore
{
    /// <summary>Reads or opens one original of at most <paramref name="maxBytes"/> bytes.</summary>
    /// <param name="original">What to read. If it has an entity tag, other content counts as <see cref="OriginalRead.Superseded"/>.</param>
    /// <param name="maxBytes">Maximum size in bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What came of it. Dispose <see cref="OriginalRead.Found"/> after use.</returns>
    Task<OriginalRead> ReadOriginalAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Looks an original up without reading its content.</summary>
    /// <param name="original">What to look up: one version, or without a version what the key shows now.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null if it is gone, hidden by a delete marker, or has another entity tag than asked for.</returns>
    Task<OriginalHead?> FindOriginalAsync(OriginalReference original, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a rendition, which becomes visible only when complete. It is permanent only after it is published: a store may
    /// sweep what a dead execution left behind. Writing the same key again means the same content, and does not undo publishing.
    /// </summary>
    Task WriteRenditionAsync(RenditionContent rendition, CancellationToken cancellationToken);

    /// <summary>Makes renditions permanent, before a record points to them. Publishing again is harmless.</summary>
    /// <param name="keys">Keys in the renditions bucket.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RenditionMissingException">A rendition does not exist, and a record must never point to nothing.</exception>
    Task PublishRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Makes renditions permanent, as publishing does, but lets no reader have them. Publishing makes them visible. Doing it again is harmless.
    /// </summary>
    /// <param name="keys">Keys in the renditions bucket.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RenditionMissingException">A rendition does not exist.</exception>
    Task QuarantineRenditionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Reads a rendition, whether it is published or not.</summary>
    /// <returns>Its content; null if it does not exist.</returns>
    Task<ReadOnlyMemory<byte>?> ReadRenditionAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes all renditions below a prefix that ends with a slash. It is not an error if there are none.</summary>
    /// <returns>Number of renditions removed.</returns>
    Task<int> RemoveRenditionsAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Keys of the renditions below a prefix that ends with a slash, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListRenditionsAsync(string prefix, CancellationToken cancellationToken);
}

/// <summary>The original to read.</summary>
/// <param name="Bucket">Bucket of the original.</param>
/// <param name="Key">Key of the original.</param>
/// <param name="VersionId">Object version to read; null for the newest.</param>
/// <param name="ETag">Entity tag that the content must have; null for any.</param>
public sealed record OriginalReference(string Bucket, string Key, string? VersionId, string? ETag);

/// <summary>What the store knows about an original without reading it.</summary>
/// <param name="ETag">Entity tag, without quotation marks.</param>
/// <param name="VersionId">Object version, in a bucket with versioning; otherwise null.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="User">The object's user metadata and, if the settings keep them, its tags; null if it has none.</param>
public sealed record OriginalHead(string ETag, string? VersionId, long Size, UserMetadata? User = null)
{
    /// <inheritdoc cref="OriginalRead.Found.FocalPoint"/>
    public string? FocalPoint => User?.Metadata?.GetValueOrDefault(OriginalRead.FocalPointMetadata);
}

/// <summary>The outcome of reading an original. Expected outcomes are values.</summary>
public abstract record OriginalRead
{
    /// <summary>Name of the object metadata with the focal point: the header <c>x-amz-meta-focal-point</c>.</summary>
    public const string FocalPointMetadata = "focal-point";

    private OriginalRead()
    {
    }

    /// <summary>The original was read or opened.</summary>
    /// <param name="Content">The content, which is disposed with this.</param>
    /// <param name="User">The object's user metadata and, if the settings keep them, its tags; null if it has none.</param>
    public sealed record Found(ImageSource Content, UserMetadata? User = null) : OriginalRead, IDisposable
    {
        /// <summary>Value of the object's metadata <see cref="FocalPointMetadata"/>, unchecked; null if it has none.</summary>
        public string? FocalPoint => User?.Metadata?.GetValueOrDefault(FocalPointMetadata);

        public void Dispose() => Content.Dispose();
    }

    /// <summary>The object is gone, or its content is no longer what the event named.</summary>
    public sealed record Superseded : OriginalRead;

    /// <summary>The object exceeds the limit.</summary>
    /// <param name="Size">Size of the object in bytes.</param>
    public sealed record TooLarge(long Size) : OriginalRead;
}

/// <summary>A rendition to write.</summary>
/// <param name="Key">Key in the renditions bucket.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="SourceVersion">SHA-256 of the original, stored in the object's metadata <see cref="SourceVersionMetadata"/>.</param>
/// <param name="Content">Encoded picture.</param>
public sealed record RenditionContent(string Key, string ContentType, string SourceVersion, ReadOnlyMemory<byte> Content)
{
    /// <summary>Renditions never change under their key.</summary>
    public const string CacheControl = "public, max-age=31536000, immutable";

    /// <summary>Name of the object metadata that holds <see cref="SourceVersion"/>.</summary>
    public const string SourceVersionMetadata = "source-version";
}
