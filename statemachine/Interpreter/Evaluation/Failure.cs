using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Evaluation;

/// <summary>Why a state or a scope failed.</summary>
/// <param name="LastEventId">The event that told of it: what comes next points back to it.</param>
internal sealed record Failure(string? Error, string? Cause, long LastEventId)
{
    /// <summary>What a Catch sees; a name or cause that is not there becomes "".</summary>
    public JsonObject ToErrorOutput() => new() { [nameof(Error)] = Error ?? "", [nameof(Cause)] = Cause ?? "" };
}
