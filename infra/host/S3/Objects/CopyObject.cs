using System.Xml;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Objects;

/// <summary>CopyObject: copies an original or a rendition to a new original. The copy is an upload and starts an execution.</summary>
internal static class CopyObject
{
    public static async Task RunAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        S3Errors.EnsureKeyLength(context.Key);
        UploadHeaders.Validate(context.Request);
        var source = CopySource.Read(context);
        var replacesMetadata = "REPLACE".Equals(context.GetHeaderValue("x-amz-metadata-directive"), StringComparison.OrdinalIgnoreCase);
        if (source == new CopySource(context.Target.Bucket, context.Key) && !replacesMetadata)
        {
            throw S3Errors.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, "
                + "storage class, website redirect location or encryption attributes.");
        }

        using var opened = await source.OpenAsync(context);
        var options = new UploadOptions(
            context.Options.MaxUploadBytes,
            replacesMetadata ? context.Request.ContentType : opened.Object.ContentType,
            Reason: "CopyObject",
            Condition: UploadHeaders.ReadCondition(context),
            Metadata: replacesMetadata ? UserMetadata.Read(context.Request) : opened.Object.Metadata);
        var submission = await context.Pipeline.UploadAsync(context.Key, opened.Content, options, context.RequestAborted);
        var stored = submission.Original!;
        await S3Xml.WriteAsync(context.HttpContext, "CopyObjectResult", writer => Write(writer, stored.ETag, stored.LastModified));
    }

    public static void Write(XmlWriter writer, string etag, DateTimeOffset modified)
    {
        writer.WriteElement("LastModified", modified);
        writer.WriteElement("ETag", $"\"{etag}\"");
    }
}
