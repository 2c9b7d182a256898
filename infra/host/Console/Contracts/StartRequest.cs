using System.Text.Json.Nodes;

namespace Pipeline.Host.Console.Contracts;

/// <param name="Input">Any JSON.</param>
/// <param name="Name">Name of the execution; a new UUID when null.</param>
internal sealed record StartRequest(JsonNode? Input, string? Name = null);
