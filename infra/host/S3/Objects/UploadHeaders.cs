using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Objects;

/// <summary>Headers of requests that store objects.</summary>
internal static class UploadHeaders
{
    /// <summary>
    /// Refuses headers that a client relies on for safety. Ignores storage class and access rights, which the pipeline does not have.
    /// </summary>
    /// <exception cref="S3Exception">A header asks for something that this host does not implement.</exception>
    public static void Validate(HttpRequest request) => Validate(request.Headers.Keys);

    /// <param name="names">Names of headers, or of the fields of a form.</param>
    /// <inheritdoc cref="Validate(HttpRequest)"/>
    public static void Validate(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (name.StartsWith("x-amz-server-side-encryption-customer-", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("x-amz-object-lock-", StringComparison.OrdinalIgnoreCase)
                || name.Equals("x-amz-write-offset-bytes", StringComparison.OrdinalIgnoreCase))
            {
                throw S3Errors.NotImplemented($"This host does not implement the header {name}.");
            }
        }
    }

    /// <summary>The headers and tags to keep with an object.</summary>
    /// <exception cref="S3Exception">A tag is not valid.</exception>
    public static ObjectProperties ReadProperties(HttpRequest request) =>
        new(StoredHeaders.Read(name => request.Headers[name]), ObjectTags.Parse(request.Headers[ObjectTags.Header]));

    /// <summary>The condition under which an upload may replace an object; null for none.</summary>
    /// <exception cref="S3Exception">This host does not implement the condition.</exception>
    public static UploadCondition? ReadCondition(S3RequestContext context) => (context.GetHeaderValue("If-None-Match"), context.GetHeaderValue("If-Match")) switch
    {
        (null, null) => null,
        ("*", null) => new(ETag: null),
        (null, { } etag) when etag != "*" => new(etag.Trim('"')),
        _ => throw S3Errors.NotImplemented("For a PUT, this host implements only the conditions If-None-Match: * and If-Match with an entity tag."),
    };
}
