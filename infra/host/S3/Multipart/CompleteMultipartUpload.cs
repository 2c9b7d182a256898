using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Bodies;
using Pipeline.Host.S3.Objects;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Multipart;

/// <summary>CompleteMultipartUpload: joins the parts into one original and starts one execution, however often the client repeats the request.</summary>
internal static class CompleteMultipartUpload
{
    /// <summary>Minimum size of every part but the last, in bytes.</summary>
    private const long MinPartBytes = 5 << 20;

    /// <summary>Maximum size of the request, in bytes: enough for 10,000 parts with a checksum each.</summary>
    private const int MaxBodyBytes = 8 << 20;

    /// <summary>A part has its number, its entity tag, up to nine checksums, and itself.</summary>
    private const int MaxElements = 12 * UploadPart.MaxParts + 100;

    public static async Task RunAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        UploadHeaders.Validate(context.Request);
        var uploadId = context.GetQueryValue("uploadId")!;
        var requested = ReadParts(await ReadAsync(context));
        var etag = await context.MultipartUploads.CompleteAsync(
            context.Key, uploadId, [.. requested.Select(part => part.ETag)], (upload, parts) => StoreAsync(context, upload, SelectParts(requested, parts)), context.RequestAborted);
        var stored = await context.Pipeline.Store.Uploads.HeadAsync(context.Key, context.RequestAborted);
        await S3Xml.WriteAsync(context.HttpContext, "CompleteMultipartUploadResult", writer =>
        {
            writer.WriteElement("Location", $"{context.Request.Scheme}://{context.Request.Host.Value}{context.Target.Path}");
            writer.WriteElement("Bucket", context.Target.Bucket);
            writer.WriteElement("Key", context.Key);
            writer.WriteElement("ETag", $"\"{etag}\"");
            // A repeated request may find another original.
            ChecksumHeaders.Write(writer, stored?.ETag == etag ? stored.Properties?.Checksum : null);
        });
    }

    /// <summary>Reads the document. The checksum headers refer to the object, not to the document.</summary>
    private static async Task<XElement> ReadAsync(S3RequestContext context)
    {
        using var document = UploadBody.OpenDocument(context.Request, MaxBodyBytes, withChecksums: false);
        return await S3Xml.ReadAsync(document.Content, "CompleteMultipartUpload", MaxElements, context.RequestAborted);
    }

    private static List<RequestedPart> ReadParts(XElement request)
    {
        var parts = new List<RequestedPart>();
        foreach (var part in request.ElementsNamed("Part"))
        {
            var text = part.ElementText("PartNumber")?.Trim();
            var etag = part.ElementText("ETag")?.Trim().Trim('"');
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > UploadPart.MaxParts || string.IsNullOrEmpty(etag))
            {
                throw S3Errors.MalformedXml($"A part has the number '{text}' and the entity tag '{etag}'.");
            }

            if (parts.Count > 0 && number <= parts[^1].Number)
            {
                throw new S3Exception(
                    StatusCodes.Status400BadRequest,
                    "InvalidPartOrder",
                    $"The list of parts was not in ascending order: {number} comes after {parts[^1].Number}. Parts must be ordered by part number.");
            }

            parts.Add(new(number, etag, Checksum.Lengths.Keys.Select(algorithm => (algorithm, part.ElementText(ChecksumHeaders.NameElement(algorithm))?.Trim())).Where(found => found.Item2 is not null).ToList()!));
        }

        return parts.Count > 0 ? parts : throw S3Errors.MalformedXml("You must specify at least one part.");
    }

    private static List<UploadedPart> SelectParts(List<RequestedPart> requested, IReadOnlyList<UploadedPart> found)
    {
        var byNumber = found.ToDictionary(part => part.Number);
        var chosen = new List<UploadedPart>();
        foreach (var (number, etag, checksums) in requested)
        {
            if (!byNumber.TryGetValue(number, out var part) || !part.ETag.Equals(etag, StringComparison.OrdinalIgnoreCase) || checksums.Any(checksum => checksum.Algorithm == part.Checksum?.Algorithm && checksum.Value != part.Checksum.Value))
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

        return chosen.SkipLast(1).FirstOrDefault(part => part.Size < MinPartBytes) is { } small
            ? throw new S3Exception(
                StatusCodes.Status400BadRequest,
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size",
                ("ProposedSize", small.Size.ToString(CultureInfo.InvariantCulture)),
                ("MinSizeAllowed", MinPartBytes.ToString(CultureInfo.InvariantCulture)),
                ("PartNumber", small.Number.ToString(CultureInfo.InvariantCulture)),
                ("ETag", small.ETag))
            : chosen;
    }

    private static async Task<string> StoreAsync(S3RequestContext context, MultipartUpload upload, List<UploadedPart> parts)
    {
        var size = parts.Sum(part => part.Size);
        if (long.TryParse(context.GetHeaderValue("x-amz-mp-object-size"), NumberStyles.None, CultureInfo.InvariantCulture, out var expected) && expected != size)
        {
            throw S3Errors.InvalidRequest($"The provided 'x-amz-mp-object-size' header value {expected} does not match what was computed: {size}.");
        }

        await using var content = context.MultipartUploads.OpenParts(upload.Key, upload.Id, parts);
        var made = upload.Checksum;
        // S3 makes a CRC-64 of the whole content if the client names no algorithm.
        var isWhole = made is { IsComposite: false } || context.GetHeaderValue(ChecksumHeaders.Type) == ChecksumHeaders.FullObject;
        var composite = isWhole || made is null ? null : CompositeChecksum.Create(made.Algorithm, parts);
        CompositeChecksum.Verify(context, composite);
        using var body = UploadBody.OpenParts(context.Request, content, isWhole, composite is null ? made?.Algorithm ?? Checksum.Default : null);
        var options = new UploadOptions(
            context.Options.MaxUploadBytes,
            upload.ContentType,
            Reason: "CompleteMultipartUpload",
            ETag: ComputeETag(parts),
            Condition: UploadHeaders.ReadCondition(context),
            Metadata: upload.Metadata)
        {
            Properties = upload.Properties,
            ReadChecksum = () => composite ?? body.Checksum,
        };
        var submission = await context.Pipeline.UploadAsync(upload.Key, body.Content, options, context.RequestAborted);
        return submission.Original!.ETag;
    }

    /// <summary>A part in the request.</summary>
    private sealed record RequestedPart(int Number, string ETag, IReadOnlyList<(string Algorithm, string Value)> Checksums);

    /// <summary>The MD5 of the parts' MD5s, and the number of parts.</summary>
    private static string ComputeETag(List<UploadedPart> parts)
    {
        var digests = parts.SelectMany(part => Convert.FromHexString(part.ETag)).ToArray();
#pragma warning disable CA5351 // S3 builds entity tags from MD5s; nothing relies on them for security.
        return $"{Convert.ToHexStringLower(MD5.HashData(digests))}-{parts.Count}";
#pragma warning restore CA5351
    }
}
