using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Buckets;
using Pipeline.Host.S3.Forms;
using Pipeline.Host.S3.Listing;
using Pipeline.Host.S3.Multipart;
using Pipeline.Host.S3.Objects;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3;

/// <summary>Finds the operation of a request by method, target and subresource. Source: Amazon S3 API Reference, "Actions".</summary>
internal static class S3Operations
{
    /// <summary>Subresources of buckets and objects. This host implements none of them, except for reading some.</summary>
    private static readonly HashSet<string> UnsupportedSubresources = new(StringComparer.Ordinal)
    {
        "abac", "accelerate", "acl", "analytics", "annotation", "attributes", "encryption", "intelligent-tiering", "inventory", "legal-hold",
        "lifecycle", "logging", "metadataConfiguration", "metadataInventoryTable", "metadataJournalTable", "metadataTable", "metrics", "notification",
        "object-lock", "ownershipControls", "policy", "policyStatus", "publicAccessBlock", "renameObject", "replication", "requestPayment",
        "restore", "retention", "select", "session", "torrent", "versioning", "website",
    };

    /// <exception cref="S3Exception">S3 has no such operation, or this host does not implement it.</exception>
    public static Func<S3RequestContext, Task> Find(S3RequestContext context)
    {
        var target = context.Target;
        if (target.Bucket.Length == 0)
        {
            return HttpMethods.IsGet(context.Request.Method) ? BucketOperations.ListAsync : throw S3Errors.MethodNotAllowed(context.Request.Method, "SERVICE");
        }

        if (context.Request.Query.Keys.FirstOrDefault(UnsupportedSubresources.Contains) is { } unsupported)
        {
            return FindRead(context, unsupported) ?? throw S3Errors.NotImplemented($"This host does not implement the subresource '{unsupported}'.");
        }

        return target.Key.Length == 0 ? FindBucketOperation(context) : FindObjectOperation(context);
    }

    /// <summary>Whether a request is a form with a file, whose signature is in its fields.</summary>
    public static bool IsForm(HttpRequest request, S3Target target) =>
        HttpMethods.IsPost(request.Method) && target.Bucket.Length > 0 && target.Key.Length == 0 && request.Query.Count == 0 && UploadForm.IsForm(request);

    /// <returns>The operation that reads a subresource; null if this host does not implement it.</returns>
    private static Func<S3RequestContext, Task>? FindRead(S3RequestContext context, string subresource) =>
        !HttpMethods.IsGet(context.Request.Method) ? null
        : context.Target.Key.Length == 0 ? BucketProperties.Find(subresource, context.GetQueryValue("id"))
        : subresource switch
        {
            "acl" => ObjectAccess.GetAsync,
            "attributes" => ObjectAttributes.GetAsync,
            "retention" or "legal-hold" => ObjectAccess.GetLockAsync,
            _ => null,
        };

    private static Func<S3RequestContext, Task> FindBucketOperation(S3RequestContext context) => context.Request.Method switch
    {
        "GET" when HasQuery(context, "tagging") => BucketProperties.Find("tagging", id: null)!,
        _ when HasQuery(context, "tagging") => throw S3Errors.NotImplemented("This host does not implement tags of buckets."),
        "GET" when HasQuery(context, "cors") => BucketCors.GetAsync,
        _ when HasQuery(context, "cors") => throw S3Errors.NotImplemented("Start the host with --allow-origin to let pages of other origins use it."),
        "GET" when HasQuery(context, "versions") => ListObjectVersions.RunAsync,
        "GET" when HasQuery(context, "location") => BucketOperations.GetLocationAsync,
        "GET" when HasQuery(context, "uploads") => MultipartLists.ListUploadsAsync,
        "GET" => ListObjects.RunAsync,
        "HEAD" => BucketOperations.HeadAsync,
        _ when HasQuery(context, "versions") => throw S3Errors.MethodNotAllowed(context.Request.Method, "BUCKET"),
        "PUT" => BucketOperations.CreateAsync,
        "DELETE" => BucketOperations.DeleteAsync,
        "POST" when HasQuery(context, "delete") => DeleteObjects.RunAsync,
        "POST" when context.Request.Query.Count == 0 => PostObject.RunAsync,
        "POST" => throw S3Errors.MethodNotAllowed("POST", "BUCKET"),
        var method => throw S3Errors.MethodNotAllowed(method, "BUCKET"),
    };

    private static Func<S3RequestContext, Task> FindObjectOperation(S3RequestContext context) => context.Request.Method switch
    {
        "GET" when HasQuery(context, "tagging") => ObjectTagging.GetAsync,
        "PUT" when HasQuery(context, "tagging") => ObjectTagging.PutAsync,
        "DELETE" when HasQuery(context, "tagging") => ObjectTagging.DeleteAsync,
        "GET" when HasQuery(context, "uploadId") => MultipartLists.ListPartsAsync,
        "GET" or "HEAD" => GetObject.RunAsync,
        "PUT" when HasQuery(context, "uploadId") || HasQuery(context, "partNumber") => UploadPart.RunAsync,
        "PUT" when context.GetHeaderValue(CopySource.Header) is not null => CopyObject.RunAsync,
        "PUT" => PutObject.RunAsync,
        "POST" when HasQuery(context, "uploads") => MultipartUploads.CreateAsync,
        "POST" when HasQuery(context, "uploadId") => CompleteMultipartUpload.RunAsync,
        "DELETE" when HasQuery(context, "uploadId") => MultipartUploads.AbortAsync,
        "DELETE" => DeleteObject.RunAsync,
        var method => throw S3Errors.MethodNotAllowed(method, "OBJECT"),
    };

    private static bool HasQuery(S3RequestContext context, string name) => context.Request.Query.ContainsKey(name);
}
