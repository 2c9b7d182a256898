using System.Globalization;
using Pipeline.Local.Serving.S3.Listing;
using Pipeline.Local.Serving.S3.Protocol;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.S3.Multipart;

/// <summary>ListMultipartUploads and ListParts.</summary>
internal static class MultipartLists
{
    private const int Most = 1000;

    public static async Task UploadsAsync(S3Call call)
    {
        var bucket = call.Bucket;
        var request = ListRequest.Read(call, "max-uploads");
        if (request.Delimiter is not null)
        {
            throw S3Errors.NotImplemented("A list of multipart uploads with a delimiter is not implemented here.");
        }

        var (keyMarker, idMarker) = (call.Query("key-marker") ?? "", call.Query("upload-id-marker") ?? "");
        var all = bucket.Writable ? call.MultipartUploads.List() : [];
        var known = all.FirstOrDefault(upload => upload.Key == keyMarker && upload.Id == idMarker);
        var rest = all
            .Where(upload => upload.Key.StartsWith(request.Prefix, StringComparison.Ordinal))
            .Where(upload => IsAfter(upload, keyMarker, known))
            .ToList();
        var page = rest.Take(request.Limit).ToList();
        await S3Xml.WriteAsync(call.Http, "ListMultipartUploadsResult", writer =>
        {
            writer.Element("Bucket", bucket.Name);
            writer.Element("KeyMarker", request.Encode(keyMarker));
            writer.Element("UploadIdMarker", idMarker);
            writer.Element("NextKeyMarker", request.Encode(page.LastOrDefault()?.Key));
            writer.Element("NextUploadIdMarker", page.LastOrDefault()?.Id);
            writer.Element("Prefix", request.Encode(request.Prefix));
            writer.Element("EncodingType", request.EncodingType);
            writer.Element("MaxUploads", request.Limit);
            writer.Element("IsTruncated", page.Count < rest.Count);
            foreach (var upload in page)
            {
                writer.WriteStartElement("Upload");
                writer.Element("Key", request.Encode(upload.Key));
                writer.Element("UploadId", upload.Id);
                writer.Owner("Initiator");
                writer.Owner();
                writer.Element("StorageClass", "STANDARD");
                writer.Element("Initiated", upload.Initiated);
                writer.WriteEndElement();
            }
        });
    }

    public static async Task PartsAsync(S3Call call)
    {
        call.RequireWritable();
        var (limit, marker) = (Number(call, "max-parts", Most), Number(call, "part-number-marker", 0));
        var (upload, all) = call.MultipartUploads.List(call.Key, call.Query("uploadId")!);
        var rest = all.Where(part => part.Number > marker).ToList();
        var page = rest.Take(Math.Min(limit, Most)).ToList();
        await S3Xml.WriteAsync(call.Http, "ListPartsResult", writer =>
        {
            writer.Element("Bucket", call.Target.Bucket);
            writer.Element("Key", upload.Key);
            writer.Element("UploadId", upload.Id);
            writer.Owner("Initiator");
            writer.Owner();
            writer.Element("StorageClass", "STANDARD");
            writer.Element("PartNumberMarker", marker);
            writer.Element("NextPartNumberMarker", page.LastOrDefault()?.Number ?? 0);
            writer.Element("MaxParts", Math.Min(limit, Most));
            writer.Element("IsTruncated", page.Count < rest.Count);
            foreach (var part in page)
            {
                writer.WriteStartElement("Part");
                writer.Element("PartNumber", part.Number);
                writer.Element("LastModified", part.LastModified);
                writer.Element("ETag", $"\"{part.ETag}\"");
                writer.Element("Size", part.Size);
                writer.WriteEndElement();
            }
        });
    }

    /// <summary>Behind the key marker, and of the same key behind the upload that the id marker names, if it is still there.</summary>
    private static bool IsAfter(MultipartUpload upload, string keyMarker, MultipartUpload? known) =>
        Utf8Order.Compare(upload.Key, keyMarker) > 0
        || (known is not null && upload.Key == keyMarker
            && (upload.Initiated, upload.Id).CompareTo((known.Initiated, known.Id)) > 0);

    private static int Number(S3Call call, string name, int otherwise)
    {
        if (call.Query(name) is not { Length: > 0 } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw S3Errors.InvalidArgument(name, text, $"Argument {name} must be an integer between 0 and 2147483647");
    }
}
