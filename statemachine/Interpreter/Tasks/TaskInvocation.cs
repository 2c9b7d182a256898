using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Tasks;

/// <summary>One attempt at a Task.</summary>
/// <param name="Resource">As the definition has it.</param>
/// <param name="Input">After InputPath and Parameters; for the invoker to keep.</param>
/// <param name="IdempotencyToken">
/// Names the visit of this state in this execution: the same for its retries, after a crash and after a redrive.
/// </param>
/// <param name="Attempt">0 for the first, then the number of the retry (<c>$$.State.RetryCount</c>).</param>
/// <param name="Timeout">The attempt fails after this long; null: no limit.</param>
/// <param name="Heartbeat">The attempt fails when this long passes without <see cref="SendHeartbeat"/>; null: no limit.</param>
public sealed record TaskInvocation(
    string Resource,
    JsonNode? Input,
    string StateName,
    string ExecutionArn,
    string IdempotencyToken,
    int Attempt,
    TimeSpan? Timeout,
    TimeSpan? Heartbeat)
{
    internal Action? OnHeartbeat { get; init; }

    /// <summary>Tells that the handler is still at work (SendTaskHeartbeat).</summary>
    public void SendHeartbeat() => OnHeartbeat?.Invoke();
}
