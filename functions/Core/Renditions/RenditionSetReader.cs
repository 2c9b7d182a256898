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

    private static readonly string[] KnownProperties = ["$schema", "keepCopyright", "colours", "watermark", "renditions", "sets"];

    /// <param name="json">The file's text.</param>
    /// <param name="fileName">The file's name, for the message.</param>
    /// <param name="folder">The file's folder, where paths of watermarks start; null for the current folder.</param>
    /// <exception cref="InvalidRenditionSetException">The file is not valid. The message lists all problems, each with its JSON path.</exception>
    public static RenditionSets Read(string json, string fileName, string? folder = null)
    {
        List<RenditionSetProblem> problems = [];
        RenditionSets? sets = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            sets = Read(new JsonField(document.RootElement, "$", problems), Path.GetFullPath(folder ?? "."));
        }
        catch (JsonException exception)
        {
            problems.Add(new("$", $"is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"));
        }
        catch (InvalidOperationException)
        {
            problems.Add(new("$", "has the name of a property that is not valid text, because it has half of a surrogate pair"));
        }

        return problems.Count == 0 ? sets! : throw new InvalidRenditionSetException(fileName, problems);
    }

    /// <summary>Reads what the file and each of its sets have in common. If the field got problems, do not use the set.</summary>
    /// <param name="field">The set.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="options">Its options.</param>
    internal static RenditionSet ReadSet(JsonField field, IReadOnlyDictionary<string, JsonField> properties, RenditionSetOptions options)
    {
        if (properties.TryGetValue("renditions", out var list))
        {
            return new(ReadRenditions(list, options.Watermarks), options.KeepCopyright, options.Colours);
        }

        field.AddProblem("has no \"renditions\"; it must have 1 to 40");
        return new([]);
    }

    /// <returns>Null if there is no set for all other keys. If the field got problems, do not use the sets.</returns>
    private static RenditionSets? Read(JsonField root, string folder)
    {
        if (root.ReadProperties(KnownProperties) is not { } properties)
        {
            return null;
        }

        properties.GetValueOrDefault("$schema")?.ReadString();
        var options = RenditionSetOptions.ReadFile(properties, folder);
        if (!properties.TryGetValue("sets", out var list))
        {
            return new(ReadSet(root, properties, options)) { Watermarks = options.Watermarks.Files };
        }

        var hasDefault = properties.ContainsKey("renditions");
        var defaultSet = hasDefault ? ReadSet(root, properties, options) : new([]);
        if (PrefixedSetReader.Read(list, options, hasDefault) is not { } sets)
        {
            return null;
        }

        if (!hasDefault && !sets.Any(IsDefault))
        {
            root.AddProblem("has neither \"renditions\" nor a set with the prefix \"\"; one of them must say what to make of all other keys");
        }

        return new(sets.FirstOrDefault(IsDefault)?.Set ?? defaultSet, [.. sets.Where(set => !IsDefault(set))]) { Watermarks = options.Watermarks.Files };
    }

    private static bool IsDefault(PrefixedRenditionSet set) => set.Prefix.Length == 0;

    private static IReadOnlyList<Rendition> ReadRenditions(JsonField list, WatermarkReader watermarks)
    {
        if (list.ReadElements(1, MaxRenditions) is not { } elements)
        {
            return [];
        }

        var renditions = elements.Select(element => RenditionReader.Read(element, watermarks)).ToArray();
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
