using System.Globalization;
using Pipeline.Local.Serving.S3.Bodies;
using Pipeline.Local.Serving.S3.Objects;
using Pipeline.Local.Serving.S3.Protocol;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.S3.Multipart;

/// <summary>UploadPart, and UploadPartCopy, whose bytes come from another object.</summary>
internal static class UploadPart
{
    public const int MostParts = 10_000;

    public static async Task RunAsync(S3Call call)
    {
        call.RequireWritable();
        UploadHeaders.Require(call.Request);
        var (uploadId, number) = (call.Query("uploadId"), Number(call));
        if (string.IsNullOrEmpty(uploadId))
        {
            throw S3Errors.InvalidArgument("uploadId", uploadId, "This operation does not accept a part number without an upload id.");
        }

        if (call.Header(CopySource.Header) is not null)
        {
            await CopyAsync(call, uploadId, number);
            return;
        }

        using var body = UploadBody.Open(call.Request, call.Options.MaxUploadBytes);
        var options = new UploadOptions(call.Options.MaxUploadBytes, ContentMd5: body.Md5);
        var part = await call.MultipartUploads.PutPartAsync(call.Key, uploadId, number, body.Content, options, call.Aborted);
        call.Response.Headers.ETag = $"\"{part.ETag}\"";
        body.Echo(call.Response);
    }

    private static async Task CopyAsync(S3Call call, string uploadId, int number)
    {
        using var opened = await CopySource.Read(call).OpenAsync(call);
        var range = Range(call.Header("x-amz-copy-source-range"), opened.Object.Size);
        opened.Content.Position = range.First;
        await using var content = new BoundedStream(opened.Content, range.Length);
        var options = new UploadOptions(call.Options.MaxUploadBytes);
        var part = await call.MultipartUploads.PutPartAsync(call.Key, uploadId, number, content, options, call.Aborted);
        await S3Xml.WriteAsync(call.Http, "CopyPartResult", writer => CopyObject.Write(writer, part.ETag, part.LastModified));
    }

    /// <summary>Unlike a range to be read, this one must lie within the object.</summary>
    private static ByteRange Range(string? header, long size)
    {
        if (header is null)
        {
            return new(0, size, Partial: false);
        }

        var ends = header.StartsWith("bytes=", StringComparison.Ordinal) ? header["bytes=".Length..].Split('-') : [];
        return ends.Length == 2
            && long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first <= last
            && last < size
            ? new(first, last - first + 1, Partial: true)
            : throw S3Errors.InvalidArgument(
                "x-amz-copy-source-range", header, $"The x-amz-copy-source-range value must be of the form bytes=first-last where first and last lie in an object of {size} bytes");
    }

    private static int Number(S3Call call) =>
        int.TryParse(call.Query("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostParts
            ? number
            : throw S3Errors.InvalidArgument("partNumber", call.Query("partNumber"), $"Part number must be an integer between 1 and {MostParts}, inclusive");
}
