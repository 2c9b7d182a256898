using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.Host.Signatures;

/// <summary>
/// The text that stands for a request in its signature. Source: Amazon S3 API Reference, "Authenticating Requests: Using the Authorization
/// Header", "Canonical request".
/// </summary>
internal static class CanonicalRequest
{
    /// <summary>Query parameter of a presigned URL that is not part of the text: the signature itself.</summary>
    public const string SignatureParameter = "X-Amz-Signature";

    /// <param name="request">The request.</param>
    /// <param name="signedHeaders">Names of the signed headers, in the order of the signature.</param>
    /// <param name="contentHash">SHA-256 of the content in hexadecimal, or the word that stands for it.</param>
    public static string Create(HttpRequest request, IEnumerable<string> signedHeaders, string contentHash)
    {
        // The raw target: the server's path has dot segments removed and an escaped slash left.
        var (path, query) = Split(request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var names = signedHeaders.ToArray();
        var text = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(Encode(Decode(path), keepSlash: true)).Append('\n')
            .AppendJoin('&', Canonicalize(query)).Append('\n');
        foreach (var name in names)
        {
            text.Append(name).Append(':').AppendJoin(',', request.Headers[name].Select(CollapseSpaces)).Append('\n');
        }

        return text.Append('\n').AppendJoin(';', names).Append('\n').Append(contentHash).ToString();
    }

    private static IEnumerable<string> Canonicalize(string query) => query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(parameter => parameter.Split('=', 2))
        .Select(parts => (Name: EncodeParameter(parts[0]), Value: parts.Length > 1 ? EncodeParameter(parts[1]) : ""))
        .Where(parameter => parameter.Name != SignatureParameter)
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
        .ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
        .Select(parameter => $"{parameter.Name}={parameter.Value}");

    /// <summary>In a query, unlike in a path, a plus sign is a space.</summary>
    private static string EncodeParameter(string text) => Encode(Decode(text.Replace('+', ' ')), keepSlash: false);

    private static (string Path, string Query) Split(string target)
    {
        var start = target.StartsWith('/') ? 0 : target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme ? target.IndexOf('/', scheme + 3) : -1;
        var relative = start < 0 ? "/" : target[start..];
        var query = relative.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? (relative, "") : (relative[..query], relative[(query + 1)..]);
    }

    /// <summary>Bytes of percent-encoded text. What is not encoded, or not rightly, stays as it is.</summary>
    private static byte[] Decode(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        var length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '%' && index + 2 < text.Length && char.IsAsciiHexDigit(text[index + 1]) && char.IsAsciiHexDigit(text[index + 2]))
            {
                bytes[length++] = Convert.FromHexString(text.AsSpan(index + 1, 2))[0];
                index += 2;
            }
            else
            {
                length += Encoding.UTF8.GetBytes(text, index, 1, bytes, length);
            }
        }

        return bytes[..length];
    }

    private static string Encode(byte[] bytes, bool keepSlash)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
        {
            var letter = (char)value;
            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~' || (keepSlash && letter == '/'))
            {
                text.Append(letter);
            }
            else
            {
                text.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    private static string CollapseSpaces(string? value) => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
