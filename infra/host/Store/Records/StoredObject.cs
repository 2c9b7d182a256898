using Pipeline.Core.Events;

namespace Pipeline.Host.Store.Records;

/// <param name="MaxBytes">Most bytes; the default is what S3 takes in one request.</param>
/// <param name="ContentType">Media type as its sender names it; kept, never believed.</param>
/// <param name="ContentMd5">MD5 that the content must have, 32 hexadecimal digits; null: any.</param>
/// <param name="Reason">S3 operation that the event names.</param>
/// <param name="ETag">Entity tag to record instead of the MD5: that of a multipart upload is made of its parts' tags.</param>
/// <param name="Condition">What must be under the key when the upload is recorded; null: whatever.</param>
public sealed record UploadOptions(
    long MaxBytes = 5L << 30,
    string? ContentType = null,
    string? ContentMd5 = null,
    string Reason = "PutObject",
    string? ETag = null,
    UploadCondition? Condition = null);

/// <summary>What an upload may replace.</summary>
/// <param name="ETag">Entity tag of the original that is there; null: none may be there.</param>
public sealed record UploadCondition(string? ETag);

/// <summary>An original.</summary>
/// <param name="Key">Key.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">MD5 of the content, 32 lower-case hexadecimal digits, or what <see cref="UploadOptions.ETag"/> named; without quotation marks.</param>
/// <param name="LastModified">When it was put.</param>
/// <param name="ContentType">As its sender named it.</param>
public sealed record StoredObject(string Key, long Size, string ETag, DateTimeOffset LastModified, string? ContentType);

/// <param name="Object">What was stored.</param>
/// <param name="Event">What is to be processed; recorded, and to be started with its id.</param>
public sealed record Upload(StoredObject Object, ImageEvent Event);

/// <summary>An original, open for reading. What it reads does not change, whatever happens to the key meanwhile.</summary>
/// <param name="Object">What it is.</param>
/// <param name="Content">Its bytes.</param>
public sealed record OpenedObject(StoredObject Object, FileStream Content) : IDisposable
{
    public void Dispose() => Content.Dispose();
}

/// <summary>Which originals to list, in the order of their keys' UTF-8 bytes, as S3 lists.</summary>
/// <param name="Prefix">Start of the keys.</param>
/// <param name="After">Only what comes after this key or common prefix.</param>
/// <param name="Limit">At most so many keys and common prefixes together, 1 to 1,000.</param>
/// <param name="Delimiter">ASCII. Keys that have it after the prefix are listed as one common prefix; null: all are listed.</param>
public sealed record ObjectQuery(string Prefix = "", string? After = null, int Limit = 1000, string? Delimiter = null);

/// <param name="Objects">Originals.</param>
/// <param name="CommonPrefixes">What a delimiter took together.</param>
/// <param name="Next">To list on from, as <see cref="ObjectQuery.After"/>; null on the last page.</param>
public sealed record ObjectPage(IReadOnlyList<StoredObject> Objects, IReadOnlyList<string> CommonPrefixes, string? Next);

/// <param name="Number">Order of the events.</param>
/// <param name="Event">What is to be processed.</param>
public sealed record PendingEvent(long Number, ImageEvent Event);
