using System.Globalization;
using Pipeline.Host.S3.Listing;
using Pipeline.Host.S3.Objects;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.S3.Multipart;

/// <summary>ListMultipartUploads and ListParts.</summary>
internal static class MultipartLists
{
    private const int MaxEntries = 1000;

    public static async Task ListUploadsAsync(S3RequestContext context)
    {
        var bucket = context.Bucket;
        var request = ListRequest.Read(context, "max-uploads");
        var (keyMarker, idMarker) = (context.GetQueryValue("key-marker") ?? "", context.GetQueryValue("upload-id-marker") ?? "");
        var all = bucket.IsWritable ? context.MultipartUploads.ListUploads() : [];
        var known = all.FirstOrDefault(upload => upload.Key == keyMarker && upload.Id == idMarker);
        var remaining = all
            .Where(upload => upload.Key.StartsWith(request.Prefix, StringComparison.Ordinal))
            .Where(upload => IsAfter(upload, keyMarker, known))
            .Select(upload => (Upload: upload, CommonPrefix: FindCommonPrefix(upload.Key, request)))
            // A common prefix stands for all uploads with it; as a marker, it has been listed.
            .Where(entry => entry.CommonPrefix is null || entry.CommonPrefix != keyMarker)
            .DistinctBy(entry => entry.CommonPrefix ?? $"\0{entry.Upload.Id}")
            .ToList();
        var page = remaining.Take(request.Limit).ToList();
        var last = page.LastOrDefault();
        await S3Xml.WriteAsync(context.HttpContext, "ListMultipartUploadsResult", writer =>
        {
            writer.WriteElement("Bucket", bucket.Name);
            writer.WriteElement("KeyMarker", request.Encode(keyMarker));
            writer.WriteElement("UploadIdMarker", idMarker);
            writer.WriteElement("NextKeyMarker", request.Encode(last.CommonPrefix ?? last.Upload?.Key));
            writer.WriteElement("NextUploadIdMarker", last.CommonPrefix is null ? last.Upload?.Id : null);
            writer.WriteElement("Delimiter", request.Encode(request.Delimiter));
            writer.WriteElement("Prefix", request.Encode(request.Prefix));
            writer.WriteElement("EncodingType", request.EncodingType);
            writer.WriteElement("MaxUploads", request.Limit);
            writer.WriteElement("IsTruncated", page.Count < remaining.Count);
            foreach (var (upload, _) in page.Where(entry => entry.CommonPrefix is null))
            {
                writer.WriteStartElement("Upload");
                writer.WriteElement("Key", request.Encode(upload.Key));
                writer.WriteElement("UploadId", upload.Id);
                writer.WriteOwner("Initiator");
                writer.WriteOwner();
                writer.WriteElement("StorageClass", "STANDARD");
                writer.WriteElement("Initiated", upload.Initiated);
                writer.WriteEndElement();
            }

            ListObjects.WritePrefixes(writer, request, page.Select(entry => entry.CommonPrefix).OfType<string>());
        });
    }

    public static async Task ListPartsAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        var (limit, marker) = (ReadNumber(context, "max-parts", MaxEntries), ReadNumber(context, "part-number-marker", 0));
        var (upload, all) = context.MultipartUploads.ListParts(context.Key, context.GetQueryValue("uploadId")!);
        var remaining = all.Where(part => part.Number > marker).ToList();
        var page = remaining.Take(Math.Min(limit, MaxEntries)).ToList();
        await S3Xml.WriteAsync(context.HttpContext, "ListPartsResult", writer =>
        {
            writer.WriteElement("Bucket", context.Target.Bucket);
            writer.WriteElement("Key", upload.Key);
            writer.WriteElement("UploadId", upload.Id);
            writer.WriteOwner("Initiator");
            writer.WriteOwner();
            writer.WriteElement("StorageClass", "STANDARD");
            writer.WriteElement("PartNumberMarker", marker);
            writer.WriteElement("NextPartNumberMarker", page.LastOrDefault()?.Number ?? 0);
            writer.WriteElement("MaxParts", Math.Min(limit, MaxEntries));
            writer.WriteElement("IsTruncated", page.Count < remaining.Count);
            writer.WriteElement("ChecksumAlgorithm", upload.Checksum?.Algorithm.ToUpperInvariant());
            writer.WriteElement("ChecksumType", upload.Checksum is { } checksum ? ChecksumHeaders.NameType(checksum.IsComposite) : null);
            foreach (var part in page)
            {
                writer.WriteStartElement("Part");
                writer.WriteElement("PartNumber", part.Number);
                writer.WriteElement("LastModified", part.LastModified);
                writer.WriteElement("ETag", $"\"{part.ETag}\"");
                writer.WriteElement("Size", part.Size);
                ChecksumHeaders.WriteValue(writer, part.Checksum);
                writer.WriteEndElement();
            }
        });
    }

    /// <summary>
    /// Whether an upload comes after the markers: its key after the key marker or, for the same key, after the upload that the id
    /// marker names, if that still exists.
    /// </summary>
    private static bool IsAfter(MultipartUpload upload, string keyMarker, MultipartUpload? known) =>
        Utf8Order.Compare(upload.Key, keyMarker) > 0
        || (known is not null && upload.Key == keyMarker
            && (upload.Initiated, upload.Id).CompareTo((known.Initiated, known.Id)) > 0);

    /// <returns>The key up to the delimiter after the prefix; null if it has none there.</returns>
    private static string? FindCommonPrefix(string key, ListRequest request) =>
        request.Delimiter is { } delimiter && key.IndexOf(delimiter, request.Prefix.Length, StringComparison.Ordinal) is >= 0 and var index
            ? key[..(index + delimiter.Length)]
            : null;

    private static int ReadNumber(S3RequestContext context, string name, int defaultValue)
    {
        if (context.GetQueryValue(name) is not { Length: > 0 } text)
        {
            return defaultValue;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw S3Errors.InvalidArgument(name, text, $"Argument {name} must be an integer between 0 and 2147483647");
    }
}
