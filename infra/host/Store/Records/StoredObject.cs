using Pipeline.Core.Events;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Host.Store.Records;

/// <summary>Limits and metadata of an upload.</summary>
/// <param name="MaxBytes">Maximum size, in bytes. The default is the limit of S3 for one request.</param>
/// <param name="ContentType">Media type that the sender declares. It is stored but never trusted.</param>
/// <param name="ContentMd5">MD5 that the content must have, 32 hexadecimal digits; null accepts any content.</param>
/// <param name="Reason">S3 operation that the event names.</param>
/// <param name="ETag">Entity tag to record instead of the MD5: that of a multipart upload is computed from the tags of its parts.</param>
/// <param name="Condition">What the upload may replace; null accepts anything.</param>
/// <param name="Metadata">User metadata, by lower-case name without <c>x-amz-meta-</c>; null for none.</param>
public sealed record UploadOptions(
    long MaxBytes = 5L << 30,
    string? ContentType = null,
    string? ContentMd5 = null,
    string Reason = "PutObject",
    string? ETag = null,
    UploadCondition? Condition = null,
    IReadOnlyDictionary<string, string>? Metadata = null)
{
    /// <summary>Headers and tags to keep; null for none.</summary>
    public ObjectProperties? Properties { get; init; }

    /// <summary>Returns the checksum to keep. Called after the content has been read, because only then it is known.</summary>
    public Func<ObjectChecksum?>? ReadChecksum { get; init; }

    /// <summary>Sets the metadata to this focal point alone; null sets nothing.</summary>
    public FocalPoint? FocalPoint
    {
        init => Metadata = value is null
            ? Metadata
            : new Dictionary<string, string> { [OriginalRead.FocalPointMetadata] = value.ToString() };
    }
}

/// <summary>What an upload may replace.</summary>
/// <param name="ETag">Entity tag that the original under the key must have; null if there must be no original.</param>
public sealed record UploadCondition(string? ETag);

/// <summary>Metadata of an original or a rendition.</summary>
/// <param name="Key">Key.</param>
/// <param name="Size">Size, in bytes.</param>
/// <param name="ETag">
/// Entity tag, without quotation marks: MD5 of the content, 32 lower-case hexadecimal digits, or <see cref="UploadOptions.ETag"/>.
/// </param>
/// <param name="LastModified">When it was stored.</param>
/// <param name="ContentType">Media type that its sender declared; null if none.</param>
/// <param name="Metadata">User metadata; null if there is none.</param>
/// <param name="Properties">Headers, tags and checksum; null if there are none.</param>
public sealed record StoredObject(
    string Key,
    long Size,
    string ETag,
    DateTimeOffset LastModified,
    string? ContentType,
    IReadOnlyDictionary<string, string>? Metadata = null,
    ObjectProperties? Properties = null);

/// <summary>The result of an upload.</summary>
/// <param name="Object">The stored original.</param>
/// <param name="Event">The recorded event. Start an execution with its id.</param>
public sealed record Upload(StoredObject Object, ImageEvent Event);

/// <summary>An object that is open for reading. Its content does not change, whatever happens to the key meanwhile.</summary>
/// <param name="Object">Metadata.</param>
/// <param name="Content">Bytes.</param>
public sealed record OpenedObject(StoredObject Object, FileStream Content) : IDisposable
{
    public void Dispose() => Content.Dispose();
}

/// <summary>The objects to list, in the order of their keys' UTF-8 bytes, as S3 lists them.</summary>
/// <param name="Prefix">Start of the keys.</param>
/// <param name="After">Only keys and common prefixes after this key or common prefix.</param>
/// <param name="Limit">Maximum number of keys and common prefixes together, 1 to 1,000.</param>
/// <param name="Delimiter">
/// ASCII text. Keys that contain it after the prefix are grouped into one common prefix. Null lists every key.
/// </param>
public sealed record ObjectQuery(string Prefix = "", string? After = null, int Limit = 1000, string? Delimiter = null);

/// <summary>A page of objects.</summary>
/// <param name="Objects">Objects.</param>
/// <param name="CommonPrefixes">Groups of keys with the same text up to the delimiter.</param>
/// <param name="Next"><see cref="ObjectQuery.After"/> of the next page; null on the last page.</param>
public sealed record ObjectPage(IReadOnlyList<StoredObject> Objects, IReadOnlyList<string> CommonPrefixes, string? Next);

/// <summary>An event for which no execution was started yet.</summary>
/// <param name="Number">Ascending number of the event.</param>
/// <param name="Event">The event.</param>
public sealed record PendingEvent(long Number, ImageEvent Event);
