using System.Text.Json.Nodes;

namespace Pipeline.Host.Console.Contracts;

/// <param name="Input">Input of the execution: any JSON.</param>
/// <param name="Name">Name of the execution; null for a new UUID.</param>
/// <param name="StateMachine">Name of the state machine, such as <c>backfill</c>; null for the pipeline.</param>
internal sealed record StartRequest(JsonNode? Input, string? Name = null, string? StateMachine = null);
