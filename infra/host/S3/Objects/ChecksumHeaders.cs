using System.Xml;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Objects;

/// <summary>The checksum that is kept with an object, in the headers and documents of responses.</summary>
internal static class ChecksumHeaders
{
    public const string Prefix = "x-amz-checksum-";
    public const string Type = Prefix + "type";
    public const string FullObject = "FULL_OBJECT";
    public const string Composite = "COMPOSITE";

    public static void Write(HttpResponse response, ObjectChecksum? checksum)
    {
        if (checksum is not null)
        {
            response.Headers[Prefix + checksum.Algorithm] = checksum.Value;
            response.Headers[Type] = NameType(checksum.IsComposite);
        }
    }

    public static void Write(XmlWriter writer, ObjectChecksum? checksum)
    {
        WriteValue(writer, checksum);
        writer.WriteElement("ChecksumType", checksum is null ? null : NameType(checksum.IsComposite));
    }

    /// <summary>Writes the checksum without its type, as for a part.</summary>
    public static void WriteValue(XmlWriter writer, ObjectChecksum? checksum) =>
        writer.WriteElement(NameElement(checksum?.Algorithm), checksum?.Value);

    /// <summary>Name of the element with a checksum, such as <c>ChecksumCRC32</c>.</summary>
    public static string NameElement(string? algorithm) => $"Checksum{algorithm?.ToUpperInvariant()}";

    public static string NameType(bool isComposite) => isComposite ? Composite : FullObject;
}
