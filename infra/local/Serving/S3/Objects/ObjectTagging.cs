using Microsoft.AspNetCore.Http;
using Pipeline.Local.Serving.S3.Protocol;

namespace Pipeline.Local.Serving.S3.Objects;

/// <summary>GetObjectTagging, PutObjectTagging and DeleteObjectTagging: tags are taken and forgotten, since clients set them unasked.</summary>
internal static class ObjectTagging
{
    public static async Task RunAsync(S3Call call)
    {
        using var opened = await call.Bucket.OpenAsync(call.Key, call.Aborted) ?? throw S3Errors.NoSuchKey(call.Key);
        if (HttpMethods.IsDelete(call.Request.Method))
        {
            call.NoContent();
        }
        else if (HttpMethods.IsGet(call.Request.Method))
        {
            await S3Xml.WriteAsync(call.Http, "Tagging", writer =>
            {
                writer.WriteStartElement("TagSet");
                writer.WriteEndElement();
            });
        }
    }
}
