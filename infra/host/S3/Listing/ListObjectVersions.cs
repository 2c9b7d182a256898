using System.Xml;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Listing;

/// <summary>ListObjectVersions. As in a bucket without versions, every object has one, whose ID is <c>null</c>.</summary>
internal static class ListObjectVersions
{
    private const string OnlyVersion = "null";

    public static async Task RunAsync(S3RequestContext context)
    {
        var bucket = context.Bucket;
        var request = ListRequest.Read(context);
        var (keyMarker, versionMarker) = (context.GetQueryValue("key-marker"), context.GetQueryValue("version-id-marker"));
        if (versionMarker is not (null or "" or OnlyVersion) || (versionMarker == OnlyVersion && string.IsNullOrEmpty(keyMarker)))
        {
            throw S3Errors.InvalidArgument("version-id-marker", versionMarker, "Invalid version id specified");
        }

        var page = request.Limit == 0
            ? new([], [], Next: null)
            : await bucket.ListAsync(new(request.Prefix, string.IsNullOrEmpty(keyMarker) ? null : keyMarker, request.Limit, request.Delimiter), context.RequestAborted);
        await S3Xml.WriteAsync(context.HttpContext, "ListVersionsResult", writer =>
        {
            writer.WriteElement("Name", bucket.Name);
            writer.WriteElement("Prefix", request.Encode(request.Prefix));
            writer.WriteElement("KeyMarker", request.Encode(keyMarker ?? ""));
            writer.WriteElement("VersionIdMarker", versionMarker ?? "");
            writer.WriteElement("NextKeyMarker", request.Encode(page.Next));
            writer.WriteElement("NextVersionIdMarker", page.Next is not null && page.Objects is [.., var last] && last.Key == page.Next ? OnlyVersion : null);
            writer.WriteElement("MaxKeys", request.Limit);
            writer.WriteElement("Delimiter", request.Encode(request.Delimiter));
            writer.WriteElement("EncodingType", request.EncodingType);
            writer.WriteElement("IsTruncated", page.Next is not null);
            WriteEntries(writer, request, page);
        });
    }

    private static void WriteEntries(XmlWriter writer, ListRequest request, ObjectPage page)
    {
        foreach (var entry in page.Objects)
        {
            writer.WriteStartElement("Version");
            writer.WriteElement("Key", request.Encode(entry.Key));
            writer.WriteElement("VersionId", OnlyVersion);
            writer.WriteElement("IsLatest", true);
            writer.WriteElement("LastModified", entry.LastModified);
            writer.WriteElement("ETag", $"\"{entry.ETag}\"");
            writer.WriteElement("Size", entry.Size);
            writer.WriteOwner();
            writer.WriteElement("StorageClass", "STANDARD");
            writer.WriteEndElement();
        }

        ListObjects.WritePrefixes(writer, request, page.CommonPrefixes);
    }
}
