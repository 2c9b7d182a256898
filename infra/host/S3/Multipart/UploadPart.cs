using System.Globalization;
using Pipeline.Host.S3.Bodies;
using Pipeline.Host.S3.Objects;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Multipart;

/// <summary>UploadPart, and UploadPartCopy, which copies the bytes from another object.</summary>
internal static class UploadPart
{
    public const int MaxParts = 10_000;

    public static async Task RunAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        UploadHeaders.Validate(context.Request);
        var (uploadId, number) = (context.GetQueryValue("uploadId"), ReadPartNumber(context));
        if (string.IsNullOrEmpty(uploadId))
        {
            throw S3Errors.InvalidArgument("uploadId", uploadId, "This operation does not accept a part number without an upload id.");
        }

        if (context.GetHeaderValue(CopySource.Header) is not null)
        {
            await CopyAsync(context, uploadId, number);
            return;
        }

        // A composite checksum needs that of every part.
        var checksum = context.MultipartUploads.ListParts(context.Key, uploadId).Upload.Checksum;
        using var body = UploadBody.Open(context.Request, context.Options.MaxUploadBytes, checksum?.Algorithm, isRequired: checksum is not null);
        var options = new UploadOptions(context.Options.MaxUploadBytes, ContentMd5: body.Md5) { ReadChecksum = () => body.Checksum };
        var part = await context.MultipartUploads.PutPartAsync(context.Key, uploadId, number, body.Content, options, context.RequestAborted);
        context.Response.Headers.ETag = $"\"{part.ETag}\"";
        body.WriteChecksumHeaders(context.Response);
    }

    private static async Task CopyAsync(S3RequestContext context, string uploadId, int number)
    {
        using var opened = await CopySource.Read(context).OpenAsync(context);
        var range = ParseRange(context.GetHeaderValue("x-amz-copy-source-range"), opened.Object.Size);
        opened.Content.Position = range.First;
        await using var bounded = new BoundedStream(opened.Content, range.Length);
        using var content = ComputedContent.Open(bounded, context.MultipartUploads.ListParts(context.Key, uploadId).Upload.Checksum?.Algorithm ?? Checksum.Default);
        var options = new UploadOptions(context.Options.MaxUploadBytes) { ReadChecksum = () => content.Checksum };
        var part = await context.MultipartUploads.PutPartAsync(context.Key, uploadId, number, content.Content, options, context.RequestAborted);
        await S3Xml.WriteAsync(context.HttpContext, "CopyPartResult", writer =>
        {
            CopyObject.Write(writer, part.ETag, part.LastModified);
            ChecksumHeaders.WriteValue(writer, part.Checksum);
        });
    }

    /// <summary>Parses the range to copy. Unlike the range of a read, it must be inside the object.</summary>
    private static ByteRange ParseRange(string? header, long size)
    {
        if (header is null)
        {
            return new(0, size, IsPartial: false);
        }

        var ends = header.StartsWith("bytes=", StringComparison.Ordinal) ? header["bytes=".Length..].Split('-') : [];
        return ends.Length == 2
            && long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first <= last
            && last < size
            ? new(first, last - first + 1, IsPartial: true)
            : throw S3Errors.InvalidArgument(
                "x-amz-copy-source-range", header, $"The x-amz-copy-source-range value must be of the form bytes=first-last, inside an object of {size} bytes");
    }

    private static int ReadPartNumber(S3RequestContext context) =>
        int.TryParse(context.GetQueryValue("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxParts
            ? number
            : throw S3Errors.InvalidArgument("partNumber", context.GetQueryValue("partNumber"), $"Part number must be an integer between 1 and {MaxParts}, inclusive");
}
