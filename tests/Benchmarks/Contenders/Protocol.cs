using System.Text.Json.Serialization;

namespace Pipeline.Benchmarks.Contenders;

/// <summary>One request to a contender: a line of JSON on its standard input.</summary>
/// <param name="Operation">What to do; the contender's script lists what it knows.</param>
/// <param name="Inputs">Full paths of the originals.</param>
/// <param name="Targets">Renditions to make.</param>
/// <param name="Output">Folder that the renditions go to, after the clock has stopped; null: they are dropped.</param>
/// <param name="Threads">Threads that the library may use for one picture.</param>
/// <param name="Parallelism">Pictures or renditions at a time.</param>
/// <param name="Variant">Way of an operation that has several.</param>
internal sealed record PeerRequest(
    string Operation,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<Target> Targets,
    string? Output = null,
    int Threads = 1,
    int Parallelism = 1,
    string? Variant = null)
{
    public static PeerRequest Version { get; } = new("version", [], []);
}

/// <summary>A rendition to make: inside a width, or covering width and height.</summary>
/// <param name="Name">Names the file, with the format as its extension.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels; null: follows from the width.</param>
/// <param name="Format"><c>jpeg</c>, <c>png</c> or <c>webp</c>.</param>
/// <param name="Quality">1 to 100.</param>
/// <param name="Effort">Of WebP, 0 to 6; null for formats without one.</param>
internal sealed record Target(string Name, int Width, int? Height, string Format, int Quality, int? Effort = null)
{
    [JsonIgnore]
    public string FileName => $"{Name}.{Format}";
}

/// <summary>The answer to a request: a line of JSON on standard output.</summary>
/// <param name="Milliseconds">Wall time by the contender's own clock, from the file on disk to bytes in memory.</param>
/// <param name="Bytes">Of all renditions together.</param>
/// <param name="Error">Why there is no answer; otherwise null.</param>
/// <param name="Version">Answer to <c>version</c>.</param>
/// <param name="Numbers">Answers of other kinds, by name.</param>
internal sealed record PeerResponse(
    double Milliseconds = 0,
    long Bytes = 0,
    string? Error = null,
    string? Version = null,
    IReadOnlyDictionary<string, double>? Numbers = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PeerRequest))]
[JsonSerializable(typeof(PeerResponse))]
internal sealed partial class PeerJson : JsonSerializerContext;
