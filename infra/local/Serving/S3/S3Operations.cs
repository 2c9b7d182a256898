using Microsoft.AspNetCore.Http;
using Pipeline.Local.Serving.S3.Buckets;
using Pipeline.Local.Serving.S3.Listing;
using Pipeline.Local.Serving.S3.Multipart;
using Pipeline.Local.Serving.S3.Objects;
using Pipeline.Local.Serving.S3.Protocol;

namespace Pipeline.Local.Serving.S3;

/// <summary>Which operation a request asks for: method, kind of target, and subresource. Source: Amazon S3 API Reference, "Actions".</summary>
internal static class S3Operations
{
    /// <summary>What a query names beside the object or bucket itself, and what is not here.</summary>
    private static readonly HashSet<string> Missing = new(StringComparer.Ordinal)
    {
        "abac", "accelerate", "acl", "analytics", "annotation", "attributes", "cors", "encryption", "intelligent-tiering", "inventory", "legal-hold",
        "lifecycle", "logging", "metadataConfiguration", "metadataInventoryTable", "metadataJournalTable", "metadataTable", "metrics", "notification",
        "object-lock", "ownershipControls", "policy", "policyStatus", "publicAccessBlock", "renameObject", "replication", "requestPayment",
        "restore", "retention", "select", "session", "torrent", "versioning", "versions", "website",
    };

    /// <exception cref="S3Exception">There is no such operation, or it is not here.</exception>
    public static Func<S3Call, Task> Find(S3Call call)
    {
        var target = call.Target;
        if (target.Bucket.Length == 0)
        {
            return HttpMethods.IsGet(call.Request.Method) ? BucketOperations.ListAsync : throw S3Errors.MethodNotAllowed(call.Request.Method, "SERVICE");
        }

        if (call.Request.Query.Keys.FirstOrDefault(Missing.Contains) is { } missing)
        {
            throw S3Errors.NotImplemented($"The subresource '{missing}' is not implemented here.");
        }

        return target.Key.Length == 0 ? OfBucket(call) : OfObject(call);
    }

    private static Func<S3Call, Task> OfBucket(S3Call call) => call.Request.Method switch
    {
        _ when Has(call, "tagging") => throw S3Errors.NotImplemented("Tags of buckets are not implemented here."),
        "GET" when Has(call, "location") => BucketOperations.LocationAsync,
        "GET" when Has(call, "uploads") => MultipartLists.UploadsAsync,
        "GET" => ListObjects.RunAsync,
        "HEAD" => BucketOperations.HeadAsync,
        "PUT" => BucketOperations.CreateAsync,
        "DELETE" => BucketOperations.DeleteAsync,
        "POST" when Has(call, "delete") => DeleteObjects.RunAsync,
        "POST" => throw S3Errors.NotImplemented("Uploads by HTML form are not implemented here; use PUT."),
        var method => throw S3Errors.MethodNotAllowed(method, "BUCKET"),
    };

    private static Func<S3Call, Task> OfObject(S3Call call) => call.Request.Method switch
    {
        "GET" or "PUT" or "DELETE" when Has(call, "tagging") => ObjectTagging.RunAsync,
        "GET" when Has(call, "uploadId") => MultipartLists.PartsAsync,
        "GET" or "HEAD" => GetObject.RunAsync,
        "PUT" when Has(call, "uploadId") || Has(call, "partNumber") => UploadPart.RunAsync,
        "PUT" when call.Header(CopySource.Header) is not null => CopyObject.RunAsync,
        "PUT" => PutObject.RunAsync,
        "POST" when Has(call, "uploads") => MultipartUploads.CreateAsync,
        "POST" when Has(call, "uploadId") => CompleteUpload.RunAsync,
        "DELETE" when Has(call, "uploadId") => MultipartUploads.AbortAsync,
        "DELETE" => DeleteObject.RunAsync,
        var method => throw S3Errors.MethodNotAllowed(method, "OBJECT"),
    };

    private static bool Has(S3Call call, string name) => call.Request.Query.ContainsKey(name);
}
