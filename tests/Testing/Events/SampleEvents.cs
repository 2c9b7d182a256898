using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Events;

/// <summary>The sample events, with the expected outcome of each.</summary>
internal static class SampleEvents
{
    private static readonly string Folder = Repository.PathOf("statemachine", "samples", "events");

    public static JsonObject Index { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "index.json")))!.AsObject();

    public static IReadOnlyList<JsonObject> Entries { get; } = [.. Index["events"]!.AsArray().Select(entry => entry!.AsObject())];

    /// <summary>The file name of every sample, for theories.</summary>
    public static TheoryData<string> Files => [.. Entries.Select(entry => (string)entry["file"]!)];

    public static IEnumerable<string> FilesInFolder =>
        Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileName).Where(file => file != "index.json")!;

    public static JsonObject Entry(string file) => Entries.Single(entry => (string)entry["file"]! == file);

    public static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;
}
