using System.Globalization;
using System.Text;
using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Renditions;

/// <summary>Reads <c>sets</c> of a rendition-set file: the sets of keys with a prefix.</summary>
internal static class PrefixedSetReader
{
    private const int MaxSets = 100;

    private static readonly string[] KnownProperties = ["prefix", "keepCopyright", "colours", "watermark", "renditions"];

    /// <param name="list">The array of sets.</param>
    /// <param name="defaults">Values of the properties that a set leaves out.</param>
    /// <param name="hasDefault">Whether the file has a set for all other keys besides these.</param>
    /// <returns>Null if a set has no valid prefix. If the list got problems, do not use the sets.</returns>
    public static IReadOnlyList<PrefixedRenditionSet>? Read(JsonField list, RenditionSetOptions defaults, bool hasDefault)
    {
        if (list.ReadElements(1, MaxSets) is not { } elements)
        {
            return null;
        }

        var sets = elements.Select(element => ReadSet(element, defaults)).ToArray();
        RejectDuplicatePrefixes(elements, sets, hasDefault);
        return sets.Contains(null) ? null : [.. sets.OfType<PrefixedRenditionSet>()];
    }

    private static PrefixedRenditionSet? ReadSet(JsonField field, RenditionSetOptions defaults)
    {
        if (field.ReadProperties(KnownProperties) is not { } properties)
        {
            return null;
        }

        var prefix = ReadPrefix(field, properties.GetValueOrDefault("prefix"));
        var set = RenditionSetReader.ReadSet(field, properties, defaults.ReadSet(properties));
        return prefix is null ? null : new(prefix, set);
    }

    private static string? ReadPrefix(JsonField set, JsonField? prefix)
    {
        if (prefix is null)
        {
            set.AddProblem("has no \"prefix\"; it must say which keys the set is for");
        }

        if (prefix?.ReadString() is not { } text)
        {
            return null;
        }

        if (Encoding.UTF8.GetByteCount(text) is > ImageIds.MaxKeyBytes and var bytes)
        {
            prefix.AddProblem(string.Create(CultureInfo.InvariantCulture, $"has {bytes} bytes; it must have at most {ImageIds.MaxKeyBytes}, like a key"));
            return null;
        }

        return text;
    }

    private static void RejectDuplicatePrefixes(IReadOnlyList<JsonField> elements, PrefixedRenditionSet?[] sets, bool hasDefault)
    {
        var firstPaths = new Dictionary<string, string>();
        foreach (var (set, element) in sets.Zip(elements))
        {
            if (set is { Prefix: "" } && hasDefault)
            {
                element.Child("prefix").AddProblem("is \"\", which stands for all other keys, as $.renditions does; remove one of the two");
            }
            else if (set is not null && !firstPaths.TryAdd(set.Prefix, element.Path))
            {
                element.Child("prefix").AddProblem($"is \"{set.Prefix}\", which is also the prefix of {firstPaths[set.Prefix]}; prefixes must be unique");
            }
        }
    }
}
