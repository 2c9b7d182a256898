using Pipeline.Host.S3.Bodies;
using Pipeline.Host.S3.Objects;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

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

        var checksum = ReadChecksum(algorithm?.ToLowerInvariant(), type);
        var upload = await context.MultipartUploads.CreateAsync(
            context.Key, context.Request.ContentType, UserMetadata.Read(context.Request), UploadHeaders.ReadProperties(context.Request), checksum, context.RequestAborted);
        context.Response.Headers["x-amz-checksum-algorithm"] = algorithm;
        context.Response.Headers[ChecksumHeaders.Type] = checksum is null ? type : ChecksumHeaders.NameType(checksum.IsComposite);
        await S3Xml.WriteAsync(context.HttpContext, "InitiateMultipartUploadResult", writer =>
        {
            writer.WriteElement("Bucket", context.Target.Bucket);
            writer.WriteElement("Key", context.Key);
            writer.WriteElement("UploadId", upload.Id);
        });
    }

    /// <summary>How the checksum is made. Without a type, as S3 makes it: a CRC-64 only of the whole content, all others of the parts' checksums.</summary>
    private static MultipartChecksum? ReadChecksum(string? algorithm, string? type) => (algorithm, type) switch
    {
        (null, _) => null,
        ("sha1" or "sha256", ChecksumHeaders.FullObject) or (Checksum.Default, ChecksumHeaders.Composite) =>
            throw S3Errors.InvalidRequest($"The {type} checksum type cannot be used with the {algorithm} checksum algorithm."),
        _ => new(algorithm, IsComposite: algorithm != Checksum.Default && type != ChecksumHeaders.FullObject),
    };

    /// <summary>AbortMultipartUpload.</summary>
    public static async Task AbortAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        await context.MultipartUploads.AbortAsync(context.Key, context.GetQueryValue("uploadId")!, context.RequestAborted);
        context.SetNoContent();
    }
}
