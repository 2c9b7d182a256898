using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;

namespace Pipeline.Infra.Packaging;

/// <summary>The rendition sets of a file as the functions get them: watermarks are named by their content, whatever the path of their file.</summary>
/// <param name="Text">Text of the file.</param>
/// <param name="Watermarks">PNGs of the watermarks, by their path in the zips.</param>
internal sealed record PackagedRenditionSet(string Text, IReadOnlyDictionary<string, byte[]> Watermarks)
{
    /// <summary>Reads a rendition-set file and its watermarks.</summary>
    /// <param name="path">Full path of a valid rendition-set file.</param>
    /// <exception cref="InvalidRenditionSetException">The rendition set is not valid.</exception>
    public static PackagedRenditionSet Read(string path)
    {
        var text = File.ReadAllText(path);
        var folder = Path.GetDirectoryName(path)!;
        var sets = RenditionSetReader.Read(text, Path.GetFileName(path), folder);
        if (sets.Watermarks.Count == 0)
        {
            return new(text, new Dictionary<string, byte[]>());
        }

        var json = JsonNode.Parse(text)!;
        Rename(json, file => FunctionEnvironment.WatermarkFile(sets.Watermarks.First(watermark => IsSameContent(watermark, Path.GetFullPath(file, folder))).Sha256));
        return new(
            json.ToJsonString(), sets.Watermarks.ToDictionary(watermark => FunctionEnvironment.WatermarkFile(watermark.Sha256), watermark => watermark.Content.ToArray()));
    }

    /// <summary>Renames the file of every watermark at any depth.</summary>
    private static void Rename(JsonNode? node, Func<string, string> rename)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["watermark"] is JsonObject watermark && watermark["file"] is JsonValue file)
                {
                    watermark["file"] = rename(file.GetValue<string>());
                }

                foreach (var (_, member) in members)
                {
                    Rename(member, rename);
                }

                break;
            case JsonArray elements:
                foreach (var element in elements)
                {
                    Rename(element, rename);
                }

                break;
        }
    }

    // Two files may have the same content; the sets have it once.
    private static bool IsSameContent(WatermarkFile watermark, string path) =>
        watermark.Path == path || watermark.Content.Span.SequenceEqual(File.ReadAllBytes(path));
}
