using System.Xml;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Buckets;

/// <summary>
/// What holds for the buckets of this host, in the words of S3: both belong to one owner, keep no versions, and have none of what can be
/// configured. Source: Amazon S3 API Reference, the actions named after <c>GetBucket…</c>.
/// </summary>
internal static class BucketProperties
{
    /// <summary>Subresources of a bucket that are read with a document.</summary>
    private static readonly Dictionary<string, (string Root, Action<XmlWriter> Write)> Documents = new(StringComparer.Ordinal)
    {
        // Without a status: versioning was never turned on.
        ["versioning"] = ("VersioningConfiguration", _ => { }),
        ["acl"] = ("AccessControlPolicy", AccessRights.Write),
        ["accelerate"] = ("AccelerateConfiguration", _ => { }),
        ["logging"] = ("BucketLoggingStatus", _ => { }),
        ["notification"] = ("NotificationConfiguration", _ => { }),
        ["requestPayment"] = ("RequestPaymentConfiguration", writer => writer.WriteElement("Payer", "BucketOwner")),
    };

    /// <summary>Subresources that S3 has no document for as long as they are not configured: error code and message.</summary>
    private static readonly Dictionary<string, (string Code, string Message)> Missing = new(StringComparer.Ordinal)
    {
        ["policy"] = ("NoSuchBucketPolicy", "The bucket policy does not exist"),
        ["policyStatus"] = ("NoSuchBucketPolicy", "The bucket policy does not exist"),
        ["lifecycle"] = ("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
        ["tagging"] = ("NoSuchTagSet", "The TagSet does not exist"),
        ["website"] = ("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"),
        ["encryption"] = ("ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found"),
        ["replication"] = ("ReplicationConfigurationNotFoundError", "The replication configuration was not found"),
        ["object-lock"] = ("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket"),
        ["ownershipControls"] = ("OwnershipControlsNotFoundError", "The bucket ownership controls were not found"),
        ["publicAccessBlock"] = ("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"),
    };

    /// <summary>Subresources with any number of configurations: the root of the list of all of them, which is empty.</summary>
    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["analytics"] = "ListBucketAnalyticsConfigurationResult",
        ["intelligent-tiering"] = "ListBucketIntelligentTieringConfigurationsOutput",
        ["inventory"] = "ListInventoryConfigurationsResult",
        ["metrics"] = "ListMetricsConfigurationsResult",
    };

    /// <summary>The operation that reads a subresource.</summary>
    /// <param name="subresource">Name of the subresource.</param>
    /// <param name="id">ID of one of its configurations; null for all of them, or if it has one only.</param>
    /// <returns>Null if this host does not implement it.</returns>
    public static Func<S3RequestContext, Task>? Find(string subresource, string? id) =>
        Documents.TryGetValue(subresource, out var document) ? context =>
        {
            _ = context.Bucket;
            return S3Xml.WriteAsync(context.HttpContext, document.Root, document.Write);
        }
        : Missing.TryGetValue(subresource, out var missing) ? context =>
            throw new S3Exception(StatusCodes.Status404NotFound, missing.Code, missing.Message, ("BucketName", context.Bucket.Name))
        : Lists.TryGetValue(subresource, out var root) ? context =>
        {
            var bucket = context.Bucket;
            return id is null
                ? S3Xml.WriteAsync(context.HttpContext, root, writer => writer.WriteElement("IsTruncated", false))
                : throw new S3Exception(StatusCodes.Status404NotFound, "NoSuchConfiguration", "The specified configuration does not exist.", ("BucketName", bucket.Name));
        }
        : null;
}
