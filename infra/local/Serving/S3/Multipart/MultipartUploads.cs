using Pipeline.Local.Serving.S3.Bodies;
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
        var (algorithm, type) = (call.Header("x-amz-checksum-algorithm"), call.Header("x-amz-checksum-type"));
        if (algorithm is not null && !Checksum.Lengths.ContainsKey(algorithm))
        {
            throw S3Errors.InvalidRequest($"Checksum algorithm provided is unsupported. Please try again with any of the valid types: {string.Join(", ", Checksum.Lengths.Keys)}");
        }

        if (type is not (null or "COMPOSITE" or "FULL_OBJECT"))
        {
            throw S3Errors.InvalidRequest("Value for x-amz-checksum-type header is invalid.");
        }

        var upload = await call.MultipartUploads.CreateAsync(call.Key, call.Request.ContentType, call.Aborted);
        call.Response.Headers["x-amz-checksum-algorithm"] = algorithm;
        call.Response.Headers["x-amz-checksum-type"] = type;
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
