using Pipeline.Local.Serving.S3.Objects;
using Pipeline.Local.Serving.S3.Protocol;

namespace Pipeline.Local.Serving.S3.Multipart;

/// <summary>Begin and early end of a multipart upload.</summary>
internal static class MultipartUploads
{
    /// <summary>CreateMultipartUpload.</summary>
    public static async Task CreateAsync(S3Call call)
    {
        call.RequireWritable();
        S3Errors.RequireKey(call.Key);
        UploadHeaders.Require(call.Request);
        var upload = await call.MultipartUploads.CreateAsync(call.Key, call.Request.ContentType, call.Aborted);
        foreach (var echoed in (string[])["x-amz-checksum-algorithm", "x-amz-checksum-type"])
        {
            if (call.Header(echoed) is { } value)
            {
                call.Response.Headers[echoed] = value;
            }
        }

        await S3Xml.WriteAsync(call.Http, "InitiateMultipartUploadResult", writer =>
        {
            writer.Element("Bucket", call.Target.Bucket);
            writer.Element("Key", call.Key);
            writer.Element("UploadId", upload.Id);
        });
    }

    /// <summary>AbortMultipartUpload.</summary>
    public static async Task AbortAsync(S3Call call)
    {
        call.RequireWritable();
        await call.MultipartUploads.AbortAsync(call.Key, call.Query("uploadId")!, call.Aborted);
        call.NoContent();
    }
}
