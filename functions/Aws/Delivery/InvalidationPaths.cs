using System.Text;
using Pipeline.Core.Storage;

namespace Pipeline.Aws.Delivery;

/// <summary>The paths that take an image's renditions out of a CDN.</summary>
internal static class InvalidationPaths
{
    /// <summary>Printable ASCII that RFC 1738 calls unsafe, and the wildcard, which may only be the last character.</summary>
    private const string Escaped = " <>\"#%{}|\\^~[]`*";

    /// <summary>
    /// Lists <c>/{folder}/*</c> in the encoding of the URLs that were given out and, if it differs, in the one that CloudFront documents, which leaves more
    /// characters as they are. Nearly every folder has the same path in both.
    /// </summary>
    /// <param name="folder">Folder of the image's renditions.</param>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html">CloudFront Developer Guide, What you need to know when invalidating files</seealso>
    public static IReadOnlyList<string> Of(string folder) =>
        [.. new[] { UrlPath.Encode(folder), EscapeUnsafe(folder) }.Distinct(StringComparer.Ordinal).Select(path => $"/{path}/*")];

    private static string EscapeUnsafe(string folder)
    {
        var path = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(folder))
        {
            var character = (char)unit;
            _ = character is > ' ' and < '\x7f' && !Escaped.Contains(character, StringComparison.Ordinal)
                ? path.Append(character)
                : path.Append('%').Append(unit.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return path.ToString();
    }
}
