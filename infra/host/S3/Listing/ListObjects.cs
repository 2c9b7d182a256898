using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Xml;
using Pipeline.Core.Storage;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Listing;

/// <summary>ListObjectsV2 and its predecessor, ListObjects.</summary>
internal static class ListObjects
{
    public static async Task RunAsync(S3RequestContext context)
    {
        var bucket = context.Bucket;
        var version = context.GetQueryValue("list-type");
        if (version is not (null or "1" or "2"))
        {
            throw S3Errors.InvalidArgument("list-type", version, "Invalid List Type specified in Query");
        }

        var isVersion2 = version == "2";
        var request = ListRequest.Read(context);
        var token = isVersion2 ? context.GetQueryValue("continuation-token") : null;
        var start = context.GetQueryValue(isVersion2 ? "start-after" : "marker");
        var after = token is null ? start : DecodeToken(token);
        var page = request.Limit == 0
            ? new([], [], Next: null)
            : await bucket.ListAsync(
                new(request.Prefix, string.IsNullOrEmpty(after) ? null : after, request.Limit, request.Delimiter), context.RequestAborted);
        await S3Xml.WriteAsync(context.HttpContext, "ListBucketResult", writer =>
        {
            writer.WriteElement("Name", bucket.Name);
            writer.WriteElement("Prefix", request.Encode(request.Prefix));
            if (isVersion2)
            {
                WriteVersion2Fields(writer, request, page, token, start);
            }
            else
            {
                writer.WriteElement("Marker", request.Encode(start ?? ""));
                writer.WriteElement("NextMarker", request.Encode(page.Next));
            }

            writer.WriteElement("MaxKeys", request.Limit);
            writer.WriteElement("Delimiter", request.Encode(request.Delimiter));
            writer.WriteElement("EncodingType", request.EncodingType);
            writer.WriteElement("IsTruncated", page.Next is not null);
            WriteEntries(writer, request, page, withOwner: !isVersion2 || context.GetQueryValue("fetch-owner") == "true");
        });
    }

    private static void WriteVersion2Fields(XmlWriter writer, ListRequest request, ObjectPage page, string? token, string? start)
    {
        writer.WriteElement("StartAfter", request.Encode(start));
        writer.WriteElement("ContinuationToken", token);
        writer.WriteElement("NextContinuationToken", page.Next is { } next ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(next)) : null);
        writer.WriteElement("KeyCount", page.Objects.Count + page.CommonPrefixes.Count);
    }

    private static void WriteEntries(XmlWriter writer, ListRequest request, ObjectPage page, bool withOwner)
    {
        foreach (var entry in page.Objects)
        {
            writer.WriteStartElement("Contents");
            writer.WriteElement("Key", request.Encode(entry.Key));
            writer.WriteElement("LastModified", entry.LastModified);
            writer.WriteElement("ETag", $"\"{entry.ETag}\"");
            if (entry.Properties?.Checksum is { } checksum)
            {
                writer.WriteElement("ChecksumAlgorithm", checksum.Algorithm.ToUpperInvariant());
                writer.WriteElement("ChecksumType", checksum.IsComposite ? "COMPOSITE" : "FULL_OBJECT");
            }

            writer.WriteElement("Size", entry.Size);
            if (withOwner)
            {
                writer.WriteOwner();
            }

            writer.WriteElement("StorageClass", "STANDARD");
            writer.WriteEndElement();
        }

        WritePrefixes(writer, request, page.CommonPrefixes);
    }

    public static void WritePrefixes(XmlWriter writer, ListRequest request, IEnumerable<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            writer.WriteStartElement("CommonPrefixes");
            writer.WriteElement("Prefix", request.Encode(prefix));
            writer.WriteEndElement();
        }
    }

    private static string DecodeToken(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            throw S3Errors.InvalidArgument("continuation-token", token, "The continuation token provided is incorrect");
        }
    }
}

/// <summary>The parameters that all lists share.</summary>
/// <param name="Prefix">Prefix of the keys to list.</param>
/// <param name="Delimiter">Text that ends a common prefix; null to list without common prefixes.</param>
/// <param name="Limit">Maximum number of entries, 0 to 1,000.</param>
/// <param name="EncodingType"><c>url</c>, or null.</param>
internal sealed record ListRequest(string Prefix, string? Delimiter, int Limit, string? EncodingType)
{
    private const int MaxEntries = 1000;

    /// <exception cref="S3Exception">A parameter is invalid.</exception>
    public static ListRequest Read(S3RequestContext context, string limitName = "max-keys")
    {
        var delimiter = context.GetQueryValue("delimiter");
        var encoding = context.GetQueryValue("encoding-type");
        if (delimiter is not null && !Ascii.IsValid(delimiter))
        {
            throw S3Errors.InvalidArgument("delimiter", delimiter, "This host accepts ASCII delimiters only.");
        }

        if (encoding is not (null or "url"))
        {
            throw S3Errors.InvalidArgument("encoding-type", encoding, "Invalid Encoding Method specified in Request");
        }

        return new(context.GetQueryValue("prefix") ?? "", string.IsNullOrEmpty(delimiter) ? null : delimiter, ReadLimit(context, limitName), encoding);
    }

    /// <summary>Encodes text as the client requested: URL-encoded or unchanged. XML cannot represent every character of a key.</summary>
    public string? Encode(string? text) => text is null || EncodingType is null ? text : UrlPath.Encode(text);

    private static int ReadLimit(S3RequestContext context, string name)
    {
        if (context.GetQueryValue(name) is not { Length: > 0 } text)
        {
            return MaxEntries;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Min(number, MaxEntries)
            : throw S3Errors.InvalidArgument(name, text, $"Argument {name} must be an integer between 0 and 2147483647");
    }
}
