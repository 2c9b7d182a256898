using Microsoft.AspNetCore.Http;
using Pipeline.Core.Storage;
using Pipeline.Host.Engine;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.Signatures;
using Pipeline.Host.Store.Multipart;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Requests;

/// <summary>One request and everything that its operation needs.</summary>
/// <param name="HttpContext">Request and response.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Options">Limits.</param>
/// <param name="Buckets">The buckets.</param>
/// <param name="Target">The bucket and key that the request addresses.</param>
/// <param name="Signatures">Checks signatures; null if nothing needs one.</param>
internal sealed record S3RequestContext(
    HttpContext HttpContext, LocalPipeline Pipeline, S3Options Options, S3Buckets Buckets, S3Target Target, SignatureCheck? Signatures)
{
    public string Key => Target.Key;

    public HttpRequest Request => HttpContext.Request;

    public HttpResponse Response => HttpContext.Response;

    public CancellationToken RequestAborted => HttpContext.RequestAborted;

    /// <exception cref="S3Exception">There is no such bucket.</exception>
    public IS3Bucket Bucket => Buckets.Get(Target.Bucket);

    public MultipartStore MultipartUploads => Pipeline.Store.MultipartUploads;

    /// <summary>Value of a query parameter; null if it is missing.</summary>
    public string? GetQueryValue(string name) => Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Value of a header; null if it is missing or empty.</summary>
    public string? GetHeaderValue(string name) => Request.Headers[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>URL of an object in the bucket of the request.</summary>
    public string GetLocation(string key) =>
        $"{Request.Scheme}://{Request.Host.Value}{(Target.IsVirtualHost ? "" : "/" + Target.Bucket)}/{UrlPath.Encode(key)}";

    /// <exception cref="S3Exception">Clients may not write to the bucket.</exception>
    public void EnsureWritable()
    {
        if (!Bucket.IsWritable)
        {
            throw S3Errors.AccessDenied(
                $"Only the pipeline writes to the bucket {Target.Bucket}. Put originals into {BucketNames.Uploads}; the pipeline makes their renditions.");
        }
    }

    public void SetNoContent() => Response.StatusCode = StatusCodes.Status204NoContent;
}
