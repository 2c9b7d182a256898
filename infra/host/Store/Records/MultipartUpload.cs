namespace Pipeline.Host.Store.Records;

/// <summary>An original that arrives in parts.</summary>
/// <param name="Id">32 lower-case hexadecimal digits.</param>
/// <param name="Key">Key that the original gets.</param>
/// <param name="Initiated">When it was created.</param>
/// <param name="ContentType">Media type that its sender declared.</param>
/// <param name="Metadata">User metadata that the original gets; null for none.</param>
/// <param name="Properties">Headers and tags that the original gets; null for none.</param>
/// <param name="Checksum">How its checksum is made; null if its sender does not say.</param>
public sealed record MultipartUpload(
    string Id,
    string Key,
    DateTimeOffset Initiated,
    string? ContentType,
    IReadOnlyDictionary<string, string>? Metadata = null,
    ObjectProperties? Properties = null,
    MultipartChecksum? Checksum = null);

/// <summary>How the checksum of a multipart upload is made.</summary>
/// <param name="Algorithm">Algorithm in lower case, such as <c>crc32</c>.</param>
/// <param name="IsComposite">Whether it is the checksum of the checksums of the parts, and not of the whole content.</param>
public sealed record MultipartChecksum(string Algorithm, bool IsComposite);

/// <summary>A part of a multipart upload.</summary>
/// <param name="Number">Position in the original, 1 to 10,000.</param>
/// <param name="Size">Size, in bytes.</param>
/// <param name="ETag">MD5 of the content, 32 lower-case hexadecimal digits.</param>
/// <param name="LastModified">When it was stored.</param>
/// <param name="Checksum">Its checksum; null for none.</param>
public sealed record UploadedPart(int Number, long Size, string ETag, DateTimeOffset LastModified, ObjectChecksum? Checksum = null);

/// <summary>
/// Outcome of a multipart upload. It is kept for a while, so that completing the upload twice has the same effect as once.
/// </summary>
/// <param name="ETag">Entity tag of the original.</param>
/// <param name="Parts">Entity tags of its parts, in order.</param>
internal sealed record CompletedUpload(string ETag, IReadOnlyList<string> Parts);
