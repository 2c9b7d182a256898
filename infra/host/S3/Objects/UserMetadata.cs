using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Objects;

/// <summary>User metadata of objects: headers that start with <c>x-amz-meta-</c>.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata"/>
internal static class UserMetadata
{
    private const string Prefix = "x-amz-meta-";

    /// <summary>Maximum of all names and values together, in bytes of UTF-8; the limit of S3.</summary>
    private const int MaxBytes = 2048;

    /// <returns>By lower-case name; null if there is none.</returns>
    /// <exception cref="S3Exception">It is larger than S3 allows.</exception>
    public static IReadOnlyDictionary<string, string>? Read(HttpRequest request) =>
        Read(request.Headers.Select(header => KeyValuePair.Create(header.Key, string.Join(',', header.Value.ToArray()))));

    /// <param name="fields">Headers, or fields of a form.</param>
    /// <inheritdoc cref="Read(HttpRequest)"/>
    public static IReadOnlyDictionary<string, string>? Read(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Length > Prefix.Length)
            {
                metadata[name.All(IsTokenCharacter) ? name[Prefix.Length..].ToLowerInvariant() : throw InvalidName(name, value)] = value;
            }
        }

        var size = metadata.Sum(entry => Encoding.UTF8.GetByteCount(entry.Key) + Encoding.UTF8.GetByteCount(entry.Value));
        if (size > MaxBytes)
        {
            throw new S3Exception(
                StatusCodes.Status400BadRequest,
                "MetadataTooLarge",
                "Your metadata headers exceed the maximum allowed metadata size",
                ("Size", size.ToString(CultureInfo.InvariantCulture)),
                ("MaxSizeAllowed", MaxBytes.ToString(CultureInfo.InvariantCulture)));
        }

        return metadata.Count > 0 ? metadata : null;
    }

    /// <summary>Whether a character can be in the name of a header. The names of the fields of a form can have others. Source: RFC 9110, section 5.6.2.</summary>
    private static bool IsTokenCharacter(char letter) => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal);

    private static S3Exception InvalidName(string name, string value) =>
        S3Errors.InvalidArgument(name, value, "The name of user metadata must be one that a header can have.");

    /// <summary>Sets the headers.</summary>
    public static void Write(HttpResponse response, StoredObject found)
    {
        foreach (var (name, value) in found.Metadata ?? new Dictionary<string, string>())
        {
            response.Headers[Prefix + name] = StoredHeaders.Encode(value);
        }
    }
}
