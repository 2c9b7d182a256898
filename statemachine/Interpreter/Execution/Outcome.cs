using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Why a state or a scope failed.</summary>
/// <param name="LastEventId">The event that told of it: what comes next points back to it.</param>
internal sealed record Failure(string? Error, string? Cause, long LastEventId)
{
    /// <summary>What a Catch sees; a name or cause that is not there becomes "".</summary>
    public JsonObject ToErrorOutput() => new() { [nameof(Error)] = Error ?? "", [nameof(Cause)] = Cause ?? "" };
}

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
