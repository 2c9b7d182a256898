using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Host.S3.Objects;

/// <summary>
/// Headers that S3 keeps with an object and serves it with, besides <c>Content-Type</c>. Source: Amazon S3 User Guide, "Working with object
/// metadata", "System-defined object metadata".
/// </summary>
internal static class StoredHeaders
{
    private const string ChunkedCoding = "aws-chunked";

    private static readonly string[] Names = ["Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires"];

    /// <param name="read">Returns the value of a header or of a field of a form; null or empty if there is none.</param>
    /// <returns>Values by name; null if there are none.</returns>
    public static IReadOnlyDictionary<string, string>? Read(Func<string, string?> read)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            var value = name == "Content-Encoding" ? WithoutChunkedCoding(read(name)) : read(name);
            if (!string.IsNullOrEmpty(value))
            {
                found[name] = value;
            }
        }

        return found.Count > 0 ? found : null;
    }

    /// <summary>Sets the headers. A query parameter such as <c>response-cache-control</c> goes before what is kept.</summary>
    /// <param name="response">The response.</param>
    /// <param name="stored">What is kept; null for nothing.</param>
    /// <param name="query">Returns the value of a query parameter; null if there is none.</param>
    public static void Write(HttpResponse response, IReadOnlyDictionary<string, string>? stored, Func<string, string?> query)
    {
        foreach (var name in Names)
        {
            if ((query("response-" + name.ToLowerInvariant()) ?? stored?.GetValueOrDefault(name)) is { } value)
            {
                response.Headers[name] = Encode(value);
            }
        }
    }

    /// <summary>As S3 does, encodes values that are not ASCII by RFC 2047. Control characters cannot be in a header.</summary>
    public static string Encode(string value)
    {
        var line = value.Any(char.IsControl) ? string.Concat(value.Where(letter => !char.IsControl(letter))) : value;
        return Ascii.IsValid(line) ? line : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(line))}?=";
    }

    private static string? WithoutChunkedCoding(string? codings) => codings is null || !codings.Contains(ChunkedCoding, StringComparison.OrdinalIgnoreCase)
        ? codings
        : string.Join(',', codings.Split(',', StringSplitOptions.TrimEntries).Where(coding => !coding.Equals(ChunkedCoding, StringComparison.OrdinalIgnoreCase)));
}
