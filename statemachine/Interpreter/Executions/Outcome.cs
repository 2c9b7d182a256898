using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>How a scope ended: with an output or with a failure.</summary>
internal readonly record struct Outcome(Payload? Output, Failure? Failure)
{
    public static Outcome Of(JsonNode? node) => new(new Payload(node), null);
}

/// <summary>How a state ended: with an output for the next state (null: the scope is at its end) or with a failure.</summary>
internal readonly record struct Transition(Payload? Output, string? Next, Failure? Failure)
{
    public static Transition Failed(Failure failure) => new(null, null, failure);
}
