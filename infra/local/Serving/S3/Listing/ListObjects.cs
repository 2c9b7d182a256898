using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Xml;
using Pipeline.Local.Serving.S3.Protocol;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.S3.Listing;

/// <summary>ListObjectsV2, and ListObjects, which came before it.</summary>
internal static class ListObjects
{
    public static async Task RunAsync(S3Call call)
    {
        var bucket = call.Bucket;
        var version = call.Query("list-type");
        if (version is not (null or "1" or "2"))
        {
            throw S3Errors.InvalidArgument("list-type", version, "Invalid List Type specified in Query");
        }

        var two = version == "2";
        var request = ListRequest.Read(call);
        var token = two ? call.Query("continuation-token") : null;
        var start = call.Query(two ? "start-after" : "marker");
        var after = token is null ? start : After(token);
        var page = request.Limit == 0
            ? new([], [], Next: null)
            : await bucket.ListAsync(
                new(request.Prefix, string.IsNullOrEmpty(after) ? null : after, request.Limit, request.Delimiter), call.Aborted);
        await S3Xml.WriteAsync(call.Http, "ListBucketResult", writer =>
        {
            writer.Element("Name", bucket.Name);
            writer.Element("Prefix", request.Encode(request.Prefix));
            if (two)
            {
                WriteTwo(writer, request, page, token, start);
            }
            else
            {
                writer.Element("Marker", request.Encode(start ?? ""));
                writer.Element("NextMarker", request.Encode(page.Next));
            }

            writer.Element("MaxKeys", request.Limit);
            writer.Element("Delimiter", request.Encode(request.Delimiter));
            writer.Element("EncodingType", request.EncodingType);
            writer.Element("IsTruncated", page.Next is not null);
            WriteEntries(writer, request, page, owner: !two || call.Query("fetch-owner") == "true");
        });
    }

    private static void WriteTwo(XmlWriter writer, ListRequest request, UploadPage page, string? token, string? start)
    {
        writer.Element("StartAfter", request.Encode(start));
        writer.Element("ContinuationToken", token);
        writer.Element("NextContinuationToken", page.Next is { } next ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(next)) : null);
        writer.Element("KeyCount", page.Objects.Count + page.CommonPrefixes.Count);
    }

    private static void WriteEntries(XmlWriter writer, ListRequest request, UploadPage page, bool owner)
    {
        foreach (var entry in page.Objects)
        {
            writer.WriteStartElement("Contents");
            writer.Element("Key", request.Encode(entry.Key));
            writer.Element("LastModified", entry.LastModified);
            writer.Element("ETag", $"\"{entry.ETag}\"");
            writer.Element("Size", entry.Size);
            if (owner)
            {
                writer.Owner();
            }

            writer.Element("StorageClass", "STANDARD");
            writer.WriteEndElement();
        }

        foreach (var prefix in page.CommonPrefixes)
        {
            writer.WriteStartElement("CommonPrefixes");
            writer.Element("Prefix", request.Encode(prefix));
            writer.WriteEndElement();
        }
    }

    private static string After(string token)
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

/// <summary>What every kind of list takes.</summary>
/// <param name="Prefix">Start of the keys.</param>
/// <param name="Delimiter">What ends a common prefix; null: none is made.</param>
/// <param name="Limit">Most entries, 0 to 1,000.</param>
/// <param name="EncodingType"><c>url</c>, or null.</param>
internal sealed record ListRequest(string Prefix, string? Delimiter, int Limit, string? EncodingType)
{
    private const int Most = 1000;

    /// <exception cref="S3Exception">Something is out of its bounds.</exception>
    public static ListRequest Read(S3Call call, string limitName = "max-keys")
    {
        var delimiter = call.Query("delimiter");
        var encoding = call.Query("encoding-type");
        if (delimiter is not null && !Ascii.IsValid(delimiter))
        {
            throw S3Errors.InvalidArgument("delimiter", delimiter, "This host takes delimiters of ASCII only.");
        }

        if (encoding is not (null or "url"))
        {
            throw S3Errors.InvalidArgument("encoding-type", encoding, "Invalid Encoding Method specified in Request");
        }

        return new(call.Query("prefix") ?? "", string.IsNullOrEmpty(delimiter) ? null : delimiter, Number(call, limitName), encoding);
    }

    /// <summary>Text as the client wants it: URL-encoded when it asked so, since XML cannot hold every character of a key.</summary>
    public string? Encode(string? text) => text is null || EncodingType is null
        ? text
        : string.Join('/', text.Split('/').Select(Uri.EscapeDataString));

    private static int Number(S3Call call, string name)
    {
        if (call.Query(name) is not { Length: > 0 } text)
        {
            return Most;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Min(number, Most)
            : throw S3Errors.InvalidArgument(name, text, $"Argument {name} must be an integer between 0 and 2147483647");
    }
}
