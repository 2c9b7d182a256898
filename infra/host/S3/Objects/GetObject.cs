using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Objects;

/// <summary>GetObject and HeadObject.</summary>
internal static class GetObject
{
    private const int BufferBytes = 128 << 10;

    public static async Task RunAsync(S3RequestContext context)
    {
        var bucket = context.Bucket;
        if (context.GetQueryValue("versionId") is { } version and not "null")
        {
            throw new S3Exception(
                StatusCodes.Status404NotFound, "NoSuchVersion", "The specified version does not exist: this host keeps no versions.", ("Key", context.Key), ("VersionId", version));
        }

        using var opened = await bucket.OpenAsync(context.Key, context.RequestAborted) ?? throw S3Errors.NoSuchKey(context.Key);
        var found = opened.Object;
        var response = context.Response;
        response.Headers.ETag = $"\"{found.ETag}\"";
        response.Headers.CacheControl = bucket.CacheControl;
        StoredHeaders.Write(response, found.Properties?.Headers, context.GetQueryValue);
        response.Headers.LastModified = found.LastModified.ToString("R", CultureInfo.InvariantCulture);
        if (Preconditions.Read(context.Request).Evaluate(found) is StatusCodes.Status304NotModified)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var range = ReadRange(context, found);
        UserMetadata.Write(response, found);
        ObjectHeaders.Set(response, opened, context.GetQueryValue("response-content-type") ?? found.ContentType);
        if (found.Properties?.Tags is { Count: > 0 } tags)
        {
            response.Headers["x-amz-tagging-count"] = tags.Count.ToString(CultureInfo.InvariantCulture);
        }

        response.ContentLength = range.Length;
        if (range.IsPartial)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.First}-{range.First + range.Length - 1}/{found.Size}";
        }

        if (range.Length == found.Size && "ENABLED".Equals(context.GetHeaderValue("x-amz-checksum-mode"), StringComparison.OrdinalIgnoreCase))
        {
            ChecksumHeaders.Write(response, found.Properties?.Checksum);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            opened.Content.Position = range.First;
            await StreamCopyOperation.CopyToAsync(opened.Content, response.Body, range.Length, BufferBytes, context.RequestAborted);
        }
    }

    private static ByteRange ReadRange(S3RequestContext context, StoredObject found)
    {
        if (context.GetQueryValue("partNumber") is { } number)
        {
            // The host joins parts and does not remember them, so every object has one part.
            return number == "1" ? new(0, found.Size, IsPartial: found.Size > 0) : throw new S3Exception(
                StatusCodes.Status416RangeNotSatisfiable, "InvalidPartNumber", "The requested partnumber is not satisfiable", ("PartNumberRequested", number), ("ActualPartCount", "1"));
        }

        var ifRange = context.GetHeaderValue("If-Range");
        var applies = ifRange is null || ifRange.Trim('"') == found.ETag || ifRange == context.Response.Headers.LastModified;
        return ByteRange.Parse(applies ? context.GetHeaderValue("Range") : null, found.Size);
    }
}
