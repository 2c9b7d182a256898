using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;

namespace Pipeline.Host.S3.Objects;

/// <summary>
/// Tags of an object, in the header <c>x-amz-tagging</c> or in a document. Source: Amazon S3 User Guide, "Categorizing your objects using tags".
/// </summary>
internal static class ObjectTags
{
    public const string Header = "x-amz-tagging";

    /// <summary>Maximum number of elements in a document: more than those of ten tags, so that the error for eleven is about their number.</summary>
    public const int MaxElements = 100;

    private const int MaxTags = 10;
    private const int MaxKeyLength = 128;
    private const int MaxValueLength = 256;

    /// <summary>Reads tags as they are in the header: parameters of a URL.</summary>
    /// <returns>By key; null if there are none.</returns>
    /// <exception cref="S3Exception">They are not valid tags.</exception>
    public static IReadOnlyDictionary<string, string>? Parse(string? parameters)
    {
        if (string.IsNullOrEmpty(parameters))
        {
            return null;
        }

        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in parameters.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = parameter.Split('=', 2);
            if (!TryDecode(parts[0], out var key) || !TryDecode(parts.Length > 1 ? parts[1] : "", out var value) || !tags.TryAdd(key, value))
            {
                throw S3Errors.InvalidArgument(
                    Header, parameters, $"The header '{Header}' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.");
            }
        }

        return Validate(tags);
    }

    /// <summary>Reads a <c>Tagging</c> document.</summary>
    /// <returns>By key; null if there are none.</returns>
    /// <exception cref="S3Exception">They are not valid tags.</exception>
    public static IReadOnlyDictionary<string, string>? Read(XElement tagging)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tagging.ElementsNamed("TagSet").SelectMany(set => set.ElementsNamed("Tag")))
        {
            var (key, value) = (tag.ElementText("Key"), tag.ElementText("Value"));
            if (key is null || value is null)
            {
                throw S3Errors.MalformedXml("A tag has no key or no value.");
            }

            if (!tags.TryAdd(key, value))
            {
                throw InvalidTag("Cannot provide multiple Tags with the same key", key);
            }
        }

        return Validate(tags);
    }

    /// <summary>Writes the content of a <c>Tagging</c> document.</summary>
    public static void Write(XmlWriter writer, IReadOnlyDictionary<string, string>? tags)
    {
        writer.WriteStartElement("TagSet");
        foreach (var (key, value) in tags ?? new Dictionary<string, string>())
        {
            writer.WriteStartElement("Tag");
            writer.WriteElement("Key", key);
            writer.WriteElement("Value", value);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static SortedDictionary<string, string>? Validate(SortedDictionary<string, string> tags)
    {
        if (tags.Count > MaxTags)
        {
            throw new S3Exception(StatusCodes.Status400BadRequest, "BadRequest", string.Create(CultureInfo.InvariantCulture, $"Object tags cannot be greater than {MaxTags}"));
        }

        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > MaxKeyLength || !key.All(IsAllowed))
            {
                throw InvalidTag("The TagKey you have provided is invalid", key);
            }

            if (value.Length > MaxValueLength || !value.All(IsAllowed))
            {
                throw InvalidTag("The TagValue you have provided is invalid", key);
            }
        }

        return tags.Count > 0 ? tags : null;
    }

    /// <summary>Letters of any script, numbers, spaces and a few signs; the halves of a pair, because it may be a letter.</summary>
    private static bool IsAllowed(char letter) =>
        char.IsLetterOrDigit(letter) || char.IsNumber(letter) || char.IsSurrogate(letter) || letter is ' ' or '+' or '-' or '=' or '.' or '_' or ':' or '/' or '@'
        || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.SpaceSeparator;

    private static bool TryDecode(string text, out string decoded)
    {
        try
        {
            decoded = S3Target.Decode(text.Replace('+', ' '));
            return true;
        }
        catch (S3Exception)
        {
            decoded = "";
            return false;
        }
    }

    private static S3Exception InvalidTag(string message, string key) => new(StatusCodes.Status400BadRequest, "InvalidTag", message, ("TagKey", key));
}
