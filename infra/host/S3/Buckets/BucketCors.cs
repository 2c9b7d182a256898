using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Buckets;

/// <summary>GetBucketCors: what the host was started with. It is the same for both buckets.</summary>
internal static class BucketCors
{
    public static Task GetAsync(S3RequestContext context)
    {
        var bucket = context.Bucket;
        if (context.Options.AllowedOrigins.Count == 0)
        {
            throw new S3Exception(
                StatusCodes.Status404NotFound, "NoSuchCORSConfiguration", "The CORS configuration does not exist: this host was started without --allow-origin.",
                ("BucketName", bucket.Name));
        }

        return S3Xml.WriteAsync(context.HttpContext, "CORSConfiguration", writer =>
        {
            writer.WriteStartElement("CORSRule");
            WriteAll("AllowedOrigin", context.Options.AllowedOrigins);
            WriteAll("AllowedMethod", S3CrossOrigin.Methods);
            writer.WriteElement("AllowedHeader", "*");
            WriteAll("ExposeHeader", [.. S3CrossOrigin.ExposedHeaders, "x-amz-*", "x-amzn-*"]);
            writer.WriteElement("MaxAgeSeconds", (long)S3CrossOrigin.MaxAge.TotalSeconds);
            writer.WriteEndElement();

            void WriteAll(string name, IEnumerable<string> values)
            {
                foreach (var value in values)
                {
                    writer.WriteElement(name, value);
                }
            }
        });
    }
}
