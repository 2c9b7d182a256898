using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Objects;

/// <summary>Headers of requests that store an object.</summary>
internal static class UploadHeaders
{
    /// <summary>
    /// Metadata, tags, storage class and access rights are nothing that the pipeline has, and are ignored; what a client relies on for
    /// its safety is refused.
    /// </summary>
    /// <exception cref="S3Exception">The request asks for what is not here.</exception>
    public static void Validate(HttpRequest request)
    {
        foreach (var name in request.Headers.Keys)
        {
            if (name.StartsWith("x-amz-server-side-encryption-customer-", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("x-amz-object-lock-", StringComparison.OrdinalIgnoreCase)
                || name.Equals("x-amz-write-offset-bytes", StringComparison.OrdinalIgnoreCase))
            {
                throw S3Errors.NotImplemented($"What the header {name} asks for is not implemented here.");
            }
        }
    }

    /// <summary>What the object may replace; null: whatever is there.</summary>
    /// <exception cref="S3Exception">No object can be replaced under these conditions.</exception>
    public static UploadCondition? ReadCondition(S3RequestContext context) => (context.GetHeaderValue("If-None-Match"), context.GetHeaderValue("If-Match")) switch
    {
        (null, null) => null,
        ("*", null) => new(ETag: null),
        (null, { } etag) when etag != "*" => new(etag.Trim('"')),
        _ => throw S3Errors.NotImplemented("Of the conditions of a PUT, If-None-Match: * and If-Match with an entity tag are implemented here."),
    };
}
