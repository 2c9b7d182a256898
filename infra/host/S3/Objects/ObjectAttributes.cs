using System.Globalization;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Objects;

/// <summary>GetObjectAttributes.</summary>
internal static class ObjectAttributes
{
    private const string Header = "x-amz-object-attributes";

    private static readonly string[] Known = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

    public static async Task GetAsync(S3RequestContext context)
    {
        var wanted = context.Request.Headers[Header].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        if (wanted.Count == 0 || wanted.Except(Known).Any())
        {
            throw S3Errors.InvalidArgument(Header, string.Join(',', wanted), $"Invalid attribute name specified. {Header} must have some of {string.Join(", ", Known)}.");
        }

        using var opened = await context.Bucket.OpenAsync(context.Key, context.RequestAborted) ?? throw S3Errors.NoSuchKey(context.Key);
        var found = opened.Object;
        context.Response.Headers.LastModified = found.LastModified.ToString("R", CultureInfo.InvariantCulture);
        await S3Xml.WriteAsync(context.HttpContext, "GetObjectAttributesResponse", writer =>
        {
            writer.WriteElement("ETag", wanted.Contains("ETag") ? found.ETag : null);
            if (wanted.Contains("Checksum") && found.Properties?.Checksum is { } checksum)
            {
                writer.WriteStartElement("Checksum");
                ChecksumHeaders.Write(writer, checksum);
                writer.WriteEndElement();
            }

            if (wanted.Contains("ObjectParts") && context.Bucket.IsWritable && found.ETag.IndexOf('-', StringComparison.Ordinal) is > 0 and var hyphen)
            {
                // The parts themselves are joined and forgotten.
                writer.WriteStartElement("ObjectParts");
                writer.WriteElement("PartsCount", found.ETag[(hyphen + 1)..]);
                writer.WriteEndElement();
            }

            writer.WriteElement("StorageClass", wanted.Contains("StorageClass") ? "STANDARD" : null);
            if (wanted.Contains("ObjectSize"))
            {
                writer.WriteElement("ObjectSize", found.Size);
            }
        });
    }
}
