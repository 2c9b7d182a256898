using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Pipeline.Local.Serving.S3.Protocol;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.S3.Objects;

/// <summary>GetObject and HeadObject.</summary>
internal static class GetObject
{
    private const int BufferBytes = 128 << 10;

    public static async Task RunAsync(S3Call call)
    {
        var bucket = call.Bucket;
        if (call.Query("versionId") is { } version and not "null")
        {
            throw new S3Exception(
                StatusCodes.Status404NotFound, "NoSuchVersion", "The specified version does not exist: no versions are kept here.", ("Key", call.Key), ("VersionId", version));
        }

        using var opened = await bucket.OpenAsync(call.Key, call.Aborted) ?? throw S3Errors.NoSuchKey(call.Key);
        var found = opened.Object;
        var response = call.Response;
        response.Headers.ETag = $"\"{found.ETag}\"";
        response.Headers.CacheControl = bucket.CacheControl;
        response.Headers.LastModified = found.LastModified.ToString("R", CultureInfo.InvariantCulture);
        if (Preconditions.Of(call.Request).Check(found) is StatusCodes.Status304NotModified)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var range = Range(call, found);
        ObjectHeaders.Set(response, opened, call.Query("response-content-disposition"));
        response.ContentLength = range.Length;
        if (range.Partial)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.First}-{range.First + range.Length - 1}/{found.Size}";
        }

        if (!HttpMethods.IsHead(call.Request.Method))
        {
            opened.Content.Position = range.First;
            await StreamCopyOperation.CopyToAsync(opened.Content, response.Body, range.Length, BufferBytes, call.Aborted);
        }
    }

    private static ByteRange Range(S3Call call, UploadedObject found)
    {
        if (call.Query("partNumber") is { } number)
        {
            // Parts are put together and forgotten, so every object is one part.
            return number == "1" ? new(0, found.Size, Partial: found.Size > 0) : throw new S3Exception(
                StatusCodes.Status416RangeNotSatisfiable, "InvalidPartNumber", "The requested partnumber is not satisfiable", ("PartNumberRequested", number), ("ActualPartCount", "1"));
        }

        var ifRange = call.Header("If-Range");
        var applies = ifRange is null || ifRange.Trim('"') == found.ETag || ifRange == call.Response.Headers.LastModified;
        return ByteRange.Of(applies ? call.Header("Range") : null, found.Size);
    }
}
