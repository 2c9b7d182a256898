namespace Pipeline.Host.Store.Records;

/// <summary>An original that arrives in parts.</summary>
/// <param name="Id">32 lower-case hexadecimal digits.</param>
/// <param name="Key">Key that the original gets.</param>
/// <param name="Initiated">When it was created.</param>
/// <param name="ContentType">As its sender named it.</param>
public sealed record MultipartUpload(string Id, string Key, DateTimeOffset Initiated, string? ContentType);

/// <param name="Number">1 to 10,000; the order of the bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">MD5 of the content, 32 lower-case hexadecimal digits.</param>
/// <param name="LastModified">When it was put.</param>
public sealed record UploadedPart(int Number, long Size, string ETag, DateTimeOffset LastModified);

/// <summary>What became of a multipart upload; kept for a while, so that completing it twice is the same as once.</summary>
/// <param name="ETag">Entity tag of the original.</param>
/// <param name="Parts">Entity tags of its parts, in order.</param>
public sealed record CompletedUpload(string ETag, IReadOnlyList<string> Parts);
