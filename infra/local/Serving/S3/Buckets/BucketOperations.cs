using Microsoft.AspNetCore.Http;
using Pipeline.Local.Serving.S3.Protocol;

namespace Pipeline.Local.Serving.S3.Buckets;

/// <summary>What is asked of buckets rather than of what is in them.</summary>
internal static class BucketOperations
{
    private const string Region = "us-east-1";

    /// <summary>ListBuckets.</summary>
    public static Task ListAsync(S3Call call)
    {
        var prefix = call.Query("prefix");
        var buckets = call.Buckets.All.Where(bucket => bucket.Name.StartsWith(prefix ?? "", StringComparison.Ordinal));
        return S3Xml.WriteAsync(call.Http, "ListAllMyBucketsResult", writer =>
        {
            writer.Owner();
            writer.WriteStartElement("Buckets");
            foreach (var bucket in buckets)
            {
                writer.WriteStartElement("Bucket");
                writer.Element("Name", bucket.Name);
                writer.Element("CreationDate", call.Buckets.Created);
                writer.Element("BucketRegion", Region);
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            writer.Element("Prefix", prefix);
        });
    }

    /// <summary>CreateBucket: what is there is the sender's, which us-east-1 answers with success.</summary>
    public static Task CreateAsync(S3Call call)
    {
        if (call.Buckets.Find(call.Target.Bucket) is null)
        {
            throw new S3Exception(
                StatusCodes.Status400BadRequest,
                "TooManyBuckets",
                "This host has the buckets uploads and renditions, and no others can be created.",
                ("BucketName", call.Target.Bucket));
        }

        call.Response.Headers.Location = $"/{call.Target.Bucket}";
        return Task.CompletedTask;
    }

    /// <summary>HeadBucket.</summary>
    public static Task HeadAsync(S3Call call)
    {
        _ = call.Bucket;
        call.Response.Headers["x-amz-bucket-region"] = Region;
        call.Response.ContentType = "application/xml";
        return Task.CompletedTask;
    }

    /// <summary>GetBucketLocation: of us-east-1, an empty one.</summary>
    public static Task LocationAsync(S3Call call)
    {
        _ = call.Bucket;
        return S3Xml.WriteAsync(call.Http, "LocationConstraint", _ => { });
    }

    /// <summary>DeleteBucket.</summary>
    public static Task DeleteAsync(S3Call call) =>
        throw S3Errors.AccessDenied($"The bucket {call.Bucket.Name} is part of this host and cannot be deleted.");
}
