using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Serving.S3.Bodies;
using Pipeline.Local.Serving.S3.Objects;
using Pipeline.Local.Serving.S3.Protocol;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.S3.Multipart;

/// <summary>CompleteMultipartUpload: the parts become one original, and it gets its one execution, however often the client asks.</summary>
internal static class CompleteUpload
{
    /// <summary>Of every part but the last.</summary>
    private const long LeastPartBytes = 5 << 20;

    /// <summary>10,000 parts, with a checksum each.</summary>
    private const int MostBodyBytes = 8 << 20;

    public static async Task RunAsync(S3Call call)
    {
        call.RequireWritable();
        UploadHeaders.Require(call.Request);
        var uploadId = call.Query("uploadId")!;
        var wanted = ReadParts(await ReadAsync(call));
        var etag = await call.MultipartUploads.CompleteAsync(
            call.Key, uploadId, [.. wanted.Select(part => part.ETag)], (upload, parts) => StoreAsync(call, upload, Choose(wanted, parts)), call.Aborted);
        await S3Xml.WriteAsync(call.Http, "CompleteMultipartUploadResult", writer =>
        {
            writer.Element("Location", $"{call.Request.Scheme}://{call.Request.Host}{call.Target.Path}");
            writer.Element("Bucket", call.Target.Bucket);
            writer.Element("Key", call.Key);
            writer.Element("ETag", $"\"{etag}\"");
        });
    }

    /// <summary>The checksum headers are about the object, not about this document.</summary>
    private static async Task<XElement> ReadAsync(S3Call call)
    {
        using var document = UploadBody.OpenDocument(call.Request, MostBodyBytes, withChecksums: false);
        return await S3Xml.ReadAsync(document.Content, "CompleteMultipartUpload", call.Aborted);
    }

    private static List<(int Number, string ETag)> ReadParts(XElement request)
    {
        var parts = new List<(int Number, string ETag)>();
        foreach (var part in request.Named("Part"))
        {
            var text = part.Text("PartNumber")?.Trim();
            var etag = part.Text("ETag")?.Trim().Trim('"');
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > UploadPart.MostParts || string.IsNullOrEmpty(etag))
            {
                throw S3Errors.MalformedXml($"a part has the number '{text}' and the entity tag '{etag}'.");
            }

            if (parts.Count > 0 && number <= parts[^1].Number)
            {
                throw new S3Exception(
                    StatusCodes.Status400BadRequest,
                    "InvalidPartOrder",
                    $"The list of parts was not in ascending order: {number} comes after {parts[^1].Number}. Parts must be ordered by part number.");
            }

            parts.Add((number, etag));
        }

        return parts.Count > 0 ? parts : throw S3Errors.MalformedXml("You must specify at least one part.");
    }

    private static List<UploadedPart> Choose(List<(int Number, string ETag)> wanted, IReadOnlyList<UploadedPart> found)
    {
        var byNumber = found.ToDictionary(part => part.Number);
        var chosen = new List<UploadedPart>();
        foreach (var (number, etag) in wanted)
        {
            if (!byNumber.TryGetValue(number, out var part) || !part.ETag.Equals(etag, StringComparison.OrdinalIgnoreCase))
            {
                throw new S3Exception(
                    StatusCodes.Status400BadRequest,
                    "InvalidPart",
                    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
                    ("PartNumber", number.ToString(CultureInfo.InvariantCulture)),
                    ("ETag", etag));
            }

            chosen.Add(part);
        }

        return chosen.SkipLast(1).FirstOrDefault(part => part.Size < LeastPartBytes) is { } small
            ? throw new S3Exception(
                StatusCodes.Status400BadRequest,
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size",
                ("ProposedSize", small.Size.ToString(CultureInfo.InvariantCulture)),
                ("MinSizeAllowed", LeastPartBytes.ToString(CultureInfo.InvariantCulture)),
                ("PartNumber", small.Number.ToString(CultureInfo.InvariantCulture)),
                ("ETag", small.ETag))
            : chosen;
    }

    private static async Task<string> StoreAsync(S3Call call, MultipartUpload upload, List<UploadedPart> parts)
    {
        var size = parts.Sum(part => part.Size);
        if (long.TryParse(call.Header("x-amz-mp-object-size"), NumberStyles.None, CultureInfo.InvariantCulture, out var expected) && expected != size)
        {
            throw S3Errors.InvalidRequest($"The provided 'x-amz-mp-object-size' header value {expected} does not match what was computed: {size}.");
        }

        await using var content = call.MultipartUploads.Read(upload.Key, upload.Id, parts);
        using var body = UploadBody.OfParts(call.Request, content);
        var options = new UploadOptions(
            call.Options.MaxUploadBytes, upload.ContentType, Reason: "CompleteMultipartUpload", ETag: ETagOf(parts), Condition: UploadHeaders.Condition(call));
        var submission = await call.Pipeline.UploadAsync(upload.Key, body.Content, options, call.Aborted);
        return submission.Original!.ETag;
    }

    /// <summary>MD5 of the parts' MD5s, and how many there are.</summary>
    private static string ETagOf(List<UploadedPart> parts)
    {
        var digests = parts.SelectMany(part => Convert.FromHexString(part.ETag)).ToArray();
#pragma warning disable CA5351 // S3's entity tag is made of MD5s; nothing trusts it.
        return $"{Convert.ToHexStringLower(MD5.HashData(digests))}-{parts.Count}";
#pragma warning restore CA5351
    }
}
