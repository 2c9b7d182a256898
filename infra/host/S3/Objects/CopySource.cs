using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Objects;

/// <summary>The source of a copy: <c>x-amz-copy-source: [/]bucket/key</c>, percent-encoded.</summary>
/// <param name="Bucket">Bucket.</param>
/// <param name="Key">Key.</param>
internal sealed record CopySource(string Bucket, string Key)
{
    public const string Header = "x-amz-copy-source";

    /// <exception cref="S3Exception">The header does not name an object.</exception>
    public static CopySource Read(S3RequestContext context)
    {
        var header = context.GetHeaderValue(Header) ?? throw S3Errors.InvalidArgument(Header, null, "The copy source is missing.");
        var version = header.LastIndexOf("?versionId=", StringComparison.Ordinal);
        if (version >= 0 && header[(version + "?versionId=".Length)..] != "null")
        {
            throw S3Errors.InvalidArgument(Header, header, "This host keeps no versions.");
        }

        var name = S3Target.Decode(version < 0 ? header : header[..version]).TrimStart('/');
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < name.Length - 1
            ? new(name[..slash], name[(slash + 1)..])
            : throw S3Errors.InvalidArgument(Header, header, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }

    /// <summary>Opens the source.</summary>
    /// <exception cref="S3Exception">The source does not exist, or a precondition fails.</exception>
    public async Task<OpenedObject> OpenAsync(S3RequestContext context)
    {
        var opened = await context.Buckets.Get(Bucket).OpenAsync(Key, context.RequestAborted) ?? throw S3Errors.NoSuchKey(Key);
        try
        {
            return Preconditions.ReadSource(context.Request).Evaluate(opened.Object) == StatusCodes.Status200OK
                ? opened
                : throw S3Errors.PreconditionFailed($"{Header}-If-None-Match or {Header}-If-Modified-Since");
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }
}
