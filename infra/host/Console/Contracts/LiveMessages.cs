using System.Text.Json.Nodes;

namespace Pipeline.Host.Console.Contracts;

/// <summary>New events of an execution that a page follows.</summary>
/// <param name="Execution">Name of the execution.</param>
/// <param name="Events">Events, as <c>aws stepfunctions get-execution-history</c> prints them.</param>
internal sealed record LiveHistory(string Execution, IReadOnlyList<JsonObject> Events);

/// <summary>A record changed.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Status">Its status in lower case; null if unknown.</param>
internal sealed record LiveImage(string ImageId, string? Status);

/// <summary>The definition's file changed and was read again.</summary>
/// <param name="Valid">False if the file is invalid. Executions then run the last valid definition.</param>
internal sealed record LiveDefinition(bool Valid);
