using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Objects;

/// <summary>GetObjectTagging, PutObjectTagging and DeleteObjectTagging. Accepts tags, since some clients always set them, but does not keep them.</summary>
internal static class ObjectTagging
{
    public static async Task RunAsync(S3RequestContext context)
    {
        using var opened = await context.Bucket.OpenAsync(context.Key, context.RequestAborted) ?? throw S3Errors.NoSuchKey(context.Key);
        if (HttpMethods.IsDelete(context.Request.Method))
        {
            context.SetNoContent();
        }
        else if (HttpMethods.IsGet(context.Request.Method))
        {
            await S3Xml.WriteAsync(context.HttpContext, "Tagging", writer =>
            {
                writer.WriteStartElement("TagSet");
                writer.WriteEndElement();
            });
        }
    }
}
