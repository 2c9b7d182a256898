using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pipeline.Host.Store.Files;

namespace Pipeline.Host.S3.Protocol;

/// <summary>The bucket and key that a request addresses.</summary>
/// <param name="Bucket">Name of the bucket; empty for all buckets.</param>
/// <param name="Key">Key of the object; empty for the bucket itself.</param>
/// <param name="Path">The path as sent.</param>
/// <param name="IsVirtualHost">Whether the bucket is in the name of the host, not in the path.</param>
internal sealed record S3Target(string Bucket, string Key, string Path, bool IsVirtualHost = false)
{
    /// <summary>A host name with this suffix starts with the name of the bucket, or is that of the service.</summary>
    public const string VirtualHostSuffix = ".localhost";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Parses the raw request target, because keys can contain anything, and the server's path has dot segments removed and <c>%2F</c>
    /// left encoded. A plus sign stays a plus sign.
    /// </summary>
    /// <exception cref="S3Exception">The target is not percent-encoded UTF-8, or has no path.</exception>
    public static S3Target Parse(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = GetPath(target);
        if (!EncodedText.IsUtf8(target))
        {
            throw S3Errors.InvalidUri();
        }

        if (FindVirtualHost(http.Request.Host.Host) is { } bucket)
        {
            return new(bucket, Decode(path[1..]), path, IsVirtualHost: true);
        }

        var end = path.IndexOf('/', 1);
        return end < 0 ? new(Decode(path[1..]), "", path) : new(Decode(path[1..end]), Decode(path[(end + 1)..]), path);
    }

    /// <summary>
    /// The bucket in the name of a host: <c>uploads.localhost</c>, or <c>uploads.s3.localhost</c> and <c>uploads.s3.eu-central-1.localhost</c>, as
    /// those of AWS.
    /// </summary>
    /// <returns>Null if there is none: <c>localhost</c>, <c>s3.localhost</c>, <c>s3.eu-central-1.localhost</c>.</returns>
    private static string? FindVirtualHost(string host)
    {
        if (!host.EndsWith(VirtualHostSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // No bucket of this host has a dot in its name.
        var labels = host.ToLowerInvariant().Split('.')[..^1];
        return labels is ["s3"] or ["s3", _] ? null
            : labels is [_, "s3"] or [_, "s3", _] ? labels[0]
            : string.Join('.', labels);
    }

    /// <summary>Decodes percent-encoded UTF-8.</summary>
    /// <exception cref="S3Exception">The text is not percent-encoded UTF-8.</exception>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        var length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '%')
            {
                length += Encoding.UTF8.GetBytes(text, index, 1, bytes, length);
            }
            else if (index + 2 < text.Length && char.IsAsciiHexDigit(text[index + 1]) && char.IsAsciiHexDigit(text[index + 2]))
            {
                bytes[length++] = Convert.FromHexString(text.AsSpan(index + 1, 2))[0];
                index += 2;
            }
            else
            {
                throw S3Errors.InvalidUri();
            }
        }

        try
        {
            return Utf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw S3Errors.InvalidUri();
        }
    }

    private static string GetPath(string target)
    {
        var path = target.AsSpan();
        if (path.IndexOf("://") is > 0 and var scheme)
        {
            // A client that uses this host as a proxy sends the absolute URL.
            var start = path[(scheme + 3)..].IndexOf('/');
            path = start < 0 ? "/" : path[(scheme + 3 + start)..];
        }

        var query = path.IndexOf('?');
        path = query < 0 ? path : path[..query];
        return path.StartsWith('/') ? path.ToString() : throw S3Errors.InvalidUri();
    }
}
