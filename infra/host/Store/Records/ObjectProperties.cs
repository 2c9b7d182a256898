namespace Pipeline.Host.Store.Records;

/// <summary>What is kept of an original besides its content, media type and user metadata.</summary>
/// <param name="Headers">Values of the headers to serve it with, such as <c>Cache-Control</c>, by name; null for none.</param>
/// <param name="Tags">Tags; null for none.</param>
/// <param name="Checksum">Checksum of the content, besides the entity tag; null for none.</param>
public sealed record ObjectProperties(
    IReadOnlyDictionary<string, string>? Headers = null, IReadOnlyDictionary<string, string>? Tags = null, ObjectChecksum? Checksum = null)
{
    /// <summary>No properties.</summary>
    public static readonly ObjectProperties None = new();

    /// <summary>Whether there is anything to keep.</summary>
    internal bool IsEmpty => Headers is not { Count: > 0 } && Tags is not { Count: > 0 } && Checksum is null;
}

/// <summary>A checksum of an original or of a part, as S3 keeps it.</summary>
/// <param name="Algorithm">Algorithm in lower case, such as <c>crc32</c>.</param>
/// <param name="Value">Base64. A composite checksum ends in a hyphen and the number of parts.</param>
/// <param name="IsComposite">Whether it is the checksum of the checksums of parts.</param>
public sealed record ObjectChecksum(string Algorithm, string Value, bool IsComposite = false);
