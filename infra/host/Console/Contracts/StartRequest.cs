using System.Text.Json.Nodes;

namespace Pipeline.Host.Console.Contracts;

/// <param name="Input">Input of the execution: any JSON.</param>
/// <param name="Name">Name of the execution; null for a new UUID.</param>
internal sealed record StartRequest(JsonNode? Input, string? Name = null);
