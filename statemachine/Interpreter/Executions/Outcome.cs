using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>How a scope ended: with an output or a failure.</summary>
internal readonly record struct Outcome(Payload? Output, Failure? Failure)
{
    public static Outcome FromOutput(JsonNode? node) => new(new Payload(node), null);
}

/// <summary>How a state ended: with an output for the next state, or with a failure.</summary>
/// <param name="Next">The next state; null at the end of the scope.</param>
internal readonly record struct Transition(Payload? Output, string? Next, Failure? Failure)
{
    public static Transition Failed(Failure failure) => new(null, null, failure);
}
