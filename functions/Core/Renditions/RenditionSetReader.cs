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

    private static readonly string[] KnownProperties = ["$schema", "keepCopyright", "watermark", "renditions"];

    /// <param name="json">The file's text.</param>
    /// <param name="fileName">The file's name, for the message.</param>
    /// <param name="folder">The file's folder, where paths of watermarks start; null for the current folder.</param>
    /// <exception cref="InvalidRenditionSetException">The file is not valid. The message lists all problems, each with its JSON path.</exception>
    public static RenditionSet Read(string json, string fileName, string? folder = null)
    {
        List<RenditionSetProblem> problems = [];
        RenditionSet? set = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            set = Read(new JsonField(document.RootElement, "$", problems), new WatermarkReader(Path.GetFullPath(folder ?? ".")));
        }
        catch (JsonException exception)
        {
            problems.Add(new("$", $"is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"));
        }

        return problems.Count == 0 ? set! : throw new InvalidRenditionSetException(fileName, problems);
    }

    private static RenditionSet? Read(JsonField root, WatermarkReader watermarks)
    {
        if (root.ReadProperties(KnownProperties) is not { } properties)
        {
            return null;
        }

        properties.GetValueOrDefault("$schema")?.ReadString();
        var keepCopyright = properties.GetValueOrDefault("keepCopyright")?.ReadBoolean() ?? false;
        watermarks.ReadDefault(properties.GetValueOrDefault("watermark"));
        if (!properties.TryGetValue("renditions", out var list))
        {
            root.AddProblem("has no \"renditions\"; it must have 1 to 40");
            return null;
        }

        if (list.ReadElements(1, MaxRenditions) is not { } elements)
        {
            return null;
        }

        var renditions = elements.Select(element => RenditionReader.Read(element, watermarks)).ToArray();
        RejectDuplicateNames(elements, renditions);
        return new([.. renditions.OfType<Rendition>()], keepCopyright) { Watermarks = watermarks.Files };
    }

    private static void RejectDuplicateNames(IReadOnlyList<JsonField> elements, Rendition?[] renditions)
    {
        var firstIndexes = new Dictionary<string, int>();
        foreach (var (rendition, i) in renditions.Select((rendition, i) => (rendition, i)))
        {
            if (rendition is { Name.Length: > 0 } && !firstIndexes.TryAdd(rendition.Name, i))
            {
                elements[i].Child("name").AddProblem($"is \"{rendition.Name}\", which is also the name of $.renditions[{firstIndexes[rendition.Name]}]; names must be unique");
            }
        }
    }
}
