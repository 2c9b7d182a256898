using System.Text.Json.Nodes;

namespace Pipeline.Host.Console.Contracts;

/// <summary>The definition that an execution ran.</summary>
/// <param name="IsKnown">False if the host did not record it. The response then has the current definition.</param>
/// <param name="IsCurrent">Whether new executions run the same definition.</param>
/// <param name="Hash">SHA-256 of its text, in hex; null if it is unknown.</param>
/// <param name="LoadedAt">When the host first read the definition.</param>
/// <param name="Definition">The definition, with its placeholders filled.</param>
internal sealed record ExecutionDefinitionResponse(
    bool IsKnown, bool IsCurrent, string? Hash, DateTimeOffset LoadedAt, JsonNode? Definition);
