using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Host.Console.Http;

/// <summary>User metadata of an upload: headers or query parameters whose names begin with <c>x-amz-meta-</c>. URLs hold any characters.</summary>
internal static class RequestMetadata
{
    private const string Prefix = "x-amz-meta-";

    /// <summary>Maximum of all names and values together, in bytes of UTF-8; the limit of S3.</summary>
    private const int MaxBytes = 2_048;

    /// <returns>The metadata by lower-case name, without the prefix; or what is wrong with them.</returns>
    public static (Dictionary<string, string> Metadata, string? Error) Read(HttpRequest request)
    {
        var metadata = new Dictionary<string, string>();
        foreach (var (name, values) in request.Headers.Concat(request.Query))
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Length > Prefix.Length)
            {
                metadata[name[Prefix.Length..].ToLowerInvariant()] = string.Join(',', values.ToArray());
            }
        }

        var size = metadata.Sum(entry => Encoding.UTF8.GetByteCount(entry.Key) + Encoding.UTF8.GetByteCount(entry.Value));
        var wrongName = metadata.Keys.FirstOrDefault(name => !name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character)));
        return (metadata, wrongName is not null ? $"'{wrongName}' is not a name of user metadata; it must be letters, digits and hyphens."
            : metadata.Values.Any(value => value.Any(char.IsControl)) ? "The user metadata have a control character; it must be plain text."
            : size > MaxBytes ? $"The user metadata have {size:N0} bytes; names and values together may have {MaxBytes:N0}."
            : null);
    }
}
