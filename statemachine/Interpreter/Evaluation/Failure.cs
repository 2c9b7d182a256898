using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Evaluation;

/// <summary>Why a state or a scope failed.</summary>
/// <param name="LastEventId">The event that reported the failure. The next event points back to it.</param>
internal sealed record Failure(string? Error, string? Cause, long LastEventId)
{
    /// <summary>The error output that a Catch sees. A missing error or cause becomes "".</summary>
    public JsonObject ToErrorOutput() => new() { [nameof(Error)] = Error ?? "", [nameof(Cause)] = Cause ?? "" };
}
