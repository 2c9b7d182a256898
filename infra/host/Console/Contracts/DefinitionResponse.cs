using System.Text.Json.Nodes;

namespace Pipeline.Host.Console.Contracts;

/// <summary>The state machine's definition.</summary>
/// <param name="File">Path of the definition's file.</param>
/// <param name="Text">Current content of the file.</param>
/// <param name="Valid">False if the file is invalid. Executions then run the last valid definition.</param>
/// <param name="Errors">All errors in the file.</param>
/// <param name="Definition">The definition that new executions run, with its placeholders filled.</param>
/// <param name="LoadedAt">When the definition was read.</param>
internal sealed record DefinitionResponse(
    string File, string Text, bool Valid, IReadOnlyList<DefinitionErrorResponse> Errors, JsonNode? Definition, DateTimeOffset LoadedAt);

/// <param name="Path">JSON path, such as <c>$.States.Resize.Retry[0].MaxAttempts</c>.</param>
/// <param name="Message">What was found and what is allowed.</param>
internal sealed record DefinitionErrorResponse(string Path, string Message);
