using Pipeline.Host.S3.Bodies;
using Pipeline.Host.S3.Objects;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Multipart;

/// <summary>Starts and aborts multipart uploads.</summary>
internal static class MultipartUploads
{
    /// <summary>CreateMultipartUpload.</summary>
    public static async Task CreateAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        S3Errors.EnsureKeyLength(context.Key);
        UploadHeaders.Validate(context.Request);
        var (algorithm, type) = (context.GetHeaderValue("x-amz-checksum-algorithm"), context.GetHeaderValue("x-amz-checksum-type"));
        if (algorithm is not null && !Checksum.Lengths.ContainsKey(algorithm))
        {
            throw S3Errors.InvalidRequest($"Checksum algorithm provided is unsupported. Please try again with any of the valid types: {string.Join(", ", Checksum.Lengths.Keys)}");
        }

        if (type is not (null or "COMPOSITE" or "FULL_OBJECT"))
        {
            throw S3Errors.InvalidRequest("Value for x-amz-checksum-type header is invalid.");
        }

        var upload = await context.MultipartUploads.CreateAsync(
            context.Key, context.Request.ContentType, UserMetadata.Read(context.Request), context.RequestAborted);
        context.Response.Headers["x-amz-checksum-algorithm"] = algorithm;
        context.Response.Headers["x-amz-checksum-type"] = type;
        await S3Xml.WriteAsync(context.HttpContext, "InitiateMultipartUploadResult", writer =>
        {
            writer.WriteElement("Bucket", context.Target.Bucket);
            writer.WriteElement("Key", context.Key);
            writer.WriteElement("UploadId", upload.Id);
        });
    }

    /// <summary>AbortMultipartUpload.</summary>
    public static async Task AbortAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        await context.MultipartUploads.AbortAsync(context.Key, context.GetQueryValue("uploadId")!, context.RequestAborted);
        context.SetNoContent();
    }
}
