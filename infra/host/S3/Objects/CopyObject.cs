using System.Xml;
using Pipeline.Host.S3.Bodies;
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
        var (replacesMetadata, replacesTags) = (IsReplace(context, "x-amz-metadata-directive"), IsReplace(context, "x-amz-tagging-directive"));
        if (source == new CopySource(context.Target.Bucket, context.Key) && !replacesMetadata)
        {
            throw S3Errors.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, "
                + "storage class, website redirect location or encryption attributes.");
        }

        using var opened = await source.OpenAsync(context);
        var own = UploadHeaders.ReadProperties(context.Request);
        var copied = opened.Object.Properties;
        using var content = ComputedContent.Open(opened.Content, ReadAlgorithm(context) ?? copied?.Checksum?.Algorithm ?? Checksum.Default);
        var options = new UploadOptions(
            context.Options.MaxUploadBytes,
            replacesMetadata ? context.Request.ContentType : opened.Object.ContentType,
            Reason: "CopyObject",
            Condition: UploadHeaders.ReadCondition(context),
            Metadata: replacesMetadata ? UserMetadata.Read(context.Request) : opened.Object.Metadata)
        {
            Properties = new(replacesMetadata ? own.Headers : copied?.Headers, replacesTags ? own.Tags : copied?.Tags),
            ReadChecksum = () => content.Checksum,
        };
        var submission = await context.Pipeline.UploadAsync(context.Key, content.Content, options, context.RequestAborted);
        var stored = submission.Original!;
        await S3Xml.WriteAsync(context.HttpContext, "CopyObjectResult", writer =>
        {
            Write(writer, stored.ETag, stored.LastModified);
            ChecksumHeaders.Write(writer, stored.Properties?.Checksum);
        });
    }

    /// <summary>The algorithm that the client chooses for the checksum of the copy; null if it chooses none.</summary>
    private static string? ReadAlgorithm(S3RequestContext context) => context.GetHeaderValue("x-amz-checksum-algorithm") switch
    {
        null => null,
        var name when Checksum.Lengths.ContainsKey(name) => name.ToLowerInvariant(),
        _ => throw S3Errors.InvalidRequest($"Checksum algorithm provided is unsupported. Please try again with any of the valid types: {string.Join(", ", Checksum.Lengths.Keys)}"),
    };

    private static bool IsReplace(S3RequestContext context, string directive) => context.GetHeaderValue(directive)?.ToUpperInvariant() switch
    {
        null or "COPY" => false,
        "REPLACE" => true,
        _ => throw S3Errors.InvalidArgument(directive, context.GetHeaderValue(directive), $"Unknown {(directive.Contains("tag", StringComparison.Ordinal) ? "tagging" : "metadata")} directive."),
    };

    public static void Write(XmlWriter writer, string etag, DateTimeOffset modified)
    {
        writer.WriteElement("LastModified", modified);
        writer.WriteElement("ETag", $"\"{etag}\"");
    }
}
