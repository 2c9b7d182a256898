using System.Xml;
using Pipeline.Local.Serving.S3.Protocol;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.S3.Objects;

/// <summary>CopyObject: an original like another, or like a rendition. It is an upload, and gets its execution.</summary>
internal static class CopyObject
{
    public static async Task RunAsync(S3Call call)
    {
        call.RequireWritable();
        S3Errors.RequireKey(call.Key);
        UploadHeaders.Require(call.Request);
        var source = CopySource.Read(call);
        var replaces = "REPLACE".Equals(call.Header("x-amz-metadata-directive"), StringComparison.OrdinalIgnoreCase);
        if (source == new CopySource(call.Target.Bucket, call.Key) && !replaces)
        {
            throw S3Errors.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, "
                + "storage class, website redirect location or encryption attributes.");
        }

        using var opened = await source.OpenAsync(call);
        var options = new UploadOptions(
            call.Options.MaxUploadBytes,
            replaces ? call.Request.ContentType : opened.Object.ContentType,
            Reason: "CopyObject",
            Condition: UploadHeaders.Condition(call));
        var submission = await call.Pipeline.UploadAsync(call.Key, opened.Content, options, call.Aborted);
        var stored = submission.Original!;
        await S3Xml.WriteAsync(call.Http, "CopyObjectResult", writer => Write(writer, stored.ETag, stored.LastModified));
    }

    public static void Write(XmlWriter writer, string etag, DateTimeOffset modified)
    {
        writer.Element("LastModified", modified);
        writer.Element("ETag", $"\"{etag}\"");
    }
}
