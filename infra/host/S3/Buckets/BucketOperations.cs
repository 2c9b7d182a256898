using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Buckets;

/// <summary>Operations on buckets themselves.</summary>
internal static class BucketOperations
{
    private const string Region = "us-east-1";

    /// <summary>ListBuckets.</summary>
    public static Task ListAsync(S3RequestContext context)
    {
        var prefix = context.GetQueryValue("prefix");
        var buckets = context.Buckets.All.Where(bucket => bucket.Name.StartsWith(prefix ?? "", StringComparison.Ordinal));
        return S3Xml.WriteAsync(context.HttpContext, "ListAllMyBucketsResult", writer =>
        {
            writer.WriteOwner();
            writer.WriteStartElement("Buckets");
            foreach (var bucket in buckets)
            {
                writer.WriteStartElement("Bucket");
                writer.WriteElement("Name", bucket.Name);
                writer.WriteElement("CreationDate", context.Buckets.CreatedAt);
                writer.WriteElement("BucketRegion", Region);
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            writer.WriteElement("Prefix", prefix);
        });
    }

    /// <summary>CreateBucket. The caller already owns both buckets; in us-east-1, creating such a bucket again succeeds.</summary>
    public static Task CreateAsync(S3RequestContext context)
    {
        if (context.Buckets.Find(context.Target.Bucket) is null)
        {
            throw new S3Exception(
                StatusCodes.Status400BadRequest,
                "TooManyBuckets",
                "This host has the buckets uploads and renditions. You cannot create others.",
                ("BucketName", context.Target.Bucket));
        }

        context.Response.Headers.Location = $"/{context.Target.Bucket}";
        return Task.CompletedTask;
    }

    /// <summary>HeadBucket.</summary>
    public static Task HeadAsync(S3RequestContext context)
    {
        _ = context.Bucket;
        context.Response.Headers["x-amz-bucket-region"] = Region;
        context.Response.ContentType = "application/xml";
        return Task.CompletedTask;
    }

    /// <summary>GetBucketLocation. The location of us-east-1 is empty.</summary>
    public static Task GetLocationAsync(S3RequestContext context)
    {
        _ = context.Bucket;
        return S3Xml.WriteAsync(context.HttpContext, "LocationConstraint", _ => { });
    }

    /// <summary>DeleteBucket.</summary>
    public static Task DeleteAsync(S3RequestContext context) =>
        throw S3Errors.AccessDenied($"The bucket {context.Bucket.Name} is part of this host and cannot be deleted.");
}
