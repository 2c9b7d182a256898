using System.Text.Json;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>
/// Reads a rendition-set file. <c>renditions.schema.json</c> in this folder states the same rules for editors; a test keeps the two in step.
/// </summary>
public static class RenditionSetReader
{
    /// <summary>Concurrency of an inline Map in AWS Step Functions.</summary>
    public const int MaxRenditions = 40;

    private static readonly string[] KnownProperties = ["$schema", "keepCopyright", "renditions", "sets"];

    /// <param name="json">The file's text.</param>
    /// <param name="fileName">The file's name, for the message.</param>
    /// <exception cref="InvalidRenditionSetException">The file is not valid. The message lists all problems, each with its JSON path.</exception>
    public static RenditionSets Read(string json, string fileName)
    {
        List<RenditionSetProblem> problems = [];
        RenditionSets? sets = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            sets = Read(new JsonField(document.RootElement, "$", problems));
        }
        catch (JsonException exception)
        {
            problems.Add(new("$", $"is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"));
        }

        return problems.Count == 0 ? sets! : throw new InvalidRenditionSetException(fileName, problems);
    }

    /// <summary>Reads what the file and each of its sets have in common. If the field got problems, do not use the set.</summary>
    /// <param name="field">The set.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="defaults">Values of the properties that it leaves out.</param>
    internal static RenditionSet ReadSet(JsonField field, IReadOnlyDictionary<string, JsonField> properties, RenditionSet defaults)
    {
        var options = ReadOptions(properties, defaults);
        if (properties.TryGetValue("renditions", out var list))
        {
            return options with { Renditions = ReadRenditions(list) };
        }

        field.AddProblem("has no \"renditions\"; it must have 1 to 40");
        return options;
    }

    /// <returns>Null if there is no set for all other keys. If the field got problems, do not use the sets.</returns>
    private static RenditionSets? Read(JsonField root)
    {
        if (root.ReadProperties(KnownProperties) is not { } properties)
        {
            return null;
        }

        properties.GetValueOrDefault("$schema")?.ReadString();
        var none = new RenditionSet([]);
        if (!properties.TryGetValue("sets", out var list))
        {
            return ReadSet(root, properties, none);
        }

        var hasDefault = properties.ContainsKey("renditions");
        var defaults = hasDefault ? ReadSet(root, properties, none) : ReadOptions(properties, none);
        if (PrefixedSetReader.Read(list, defaults, hasDefault) is not { } sets)
        {
            return null;
        }

        if (!hasDefault && !sets.Any(IsDefault))
        {
            root.AddProblem("has neither \"renditions\" nor a set with the prefix \"\"; one of them must say what to make of all other keys");
        }

        return new(sets.FirstOrDefault(IsDefault)?.Set ?? defaults, [.. sets.Where(set => !IsDefault(set))]);
    }

    private static bool IsDefault(PrefixedRenditionSet set) => set.Prefix.Length == 0;

    private static RenditionSet ReadOptions(IReadOnlyDictionary<string, JsonField> properties, RenditionSet defaults) =>
        defaults with { KeepCopyright = properties.GetValueOrDefault("keepCopyright")?.ReadBoolean() ?? defaults.KeepCopyright };

    private static IReadOnlyList<Rendition> ReadRenditions(JsonField list)
    {
        if (list.ReadElements(1, MaxRenditions) is not { } elements)
        {
            return [];
        }

        var renditions = elements.Select(RenditionReader.Read).ToArray();
        RejectDuplicateNames(elements, renditions);
        return [.. renditions.OfType<Rendition>()];
    }

    private static void RejectDuplicateNames(IReadOnlyList<JsonField> elements, Rendition?[] renditions)
    {
        var firstPaths = new Dictionary<string, string>();
        foreach (var (rendition, element) in renditions.Zip(elements))
        {
            if (rendition is { Name.Length: > 0 } && !firstPaths.TryAdd(rendition.Name, element.Path))
            {
                element.Child("name").AddProblem($"is \"{rendition.Name}\", which is also the name of {firstPaths[rendition.Name]}; names must be unique");
            }
        }
    }
}
