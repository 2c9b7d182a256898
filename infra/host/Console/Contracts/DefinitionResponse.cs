using System.Text.Json.Nodes;

namespace Pipeline.Host.Console.Contracts;

/// <summary>The state machine's definition.</summary>
/// <param name="File">Where it is read from.</param>
/// <param name="Text">The file as it lies there.</param>
/// <param name="Valid">False: the file is wrong, and executions run the last good one.</param>
/// <param name="Errors">All that is wrong with the file.</param>
/// <param name="Definition">What executions that start now run, its placeholders filled.</param>
/// <param name="LoadedAt">When that was read.</param>
internal sealed record DefinitionResponse(
    string File, string Text, bool Valid, IReadOnlyList<DefinitionErrorResponse> Errors, JsonNode? Definition, DateTimeOffset LoadedAt);

/// <param name="Path">JSON path: <c>$.States.Resize.Retry[0].MaxAttempts</c>.</param>
/// <param name="Message">What was found, and what is allowed.</param>
internal sealed record DefinitionErrorResponse(string Path, string Message);
