using System.Text.Json.Serialization;

namespace Pipeline.Benchmarks.Contenders;

/// <summary>One request to a contender: a line of JSON on its standard input.</summary>
/// <param name="Operation">Name of the operation. The contender's script lists those that it supports.</param>
/// <param name="Inputs">Full paths of the originals.</param>
/// <param name="Targets">Renditions to make.</param>
/// <param name="Output">Folder to write the renditions to after the clock has stopped; null to discard them.</param>
/// <param name="Threads">Number of threads that the library may use for one picture.</param>
/// <param name="Parallelism">Number of pictures or renditions at a time.</param>
/// <param name="Variant">Variant of an operation that has several.</param>
/// <param name="Codec">Codec that the pipeline uses, a <see cref="Imaging.Codecs.CodecSelection"/>; null for both. Other contenders have one.</param>
internal sealed record PeerRequest(
    string Operation,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<Target> Targets,
    string? Output = null,
    int Threads = 1,
    int Parallelism = 1,
    string? Variant = null,
    string? Codec = null)
{
    public static PeerRequest Version { get; } = new("version", [], []);
}

/// <summary>A rendition to make: inside a width, or covering width and height.</summary>
/// <param name="Name">Name of the file without its extension, which is the format.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels; null to derive it from the width.</param>
/// <param name="Format"><c>jpeg</c>, <c>png</c>, <c>webp</c> or <c>avif</c>.</param>
/// <param name="Quality">Quality, 1 to 100.</param>
/// <param name="Effort">Effort of WebP, 0 to 6, and of AVIF, 0 to 9; null for other formats.</param>
internal sealed record Target(string Name, int Width, int? Height, string Format, int Quality, int? Effort = null)
{
    [JsonIgnore]
    public string FileName => $"{Name}.{Format}";
}

/// <summary>The response to a request: a line of JSON on standard output.</summary>
/// <param name="Milliseconds">Wall time by the contender's own clock, from the file on disk to bytes in memory.</param>
/// <param name="Bytes">Size of all renditions together, in bytes.</param>
/// <param name="Error">Reason for a failure; otherwise null.</param>
/// <param name="Version">Name and version, in the response to <c>version</c>.</param>
/// <param name="Numbers">Other results by name.</param>
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
