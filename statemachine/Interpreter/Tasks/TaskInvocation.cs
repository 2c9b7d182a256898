using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Tasks;

/// <summary>An attempt of a Task.</summary>
/// <param name="Resource">The Resource in the definition.</param>
/// <param name="Input">The input after InputPath and Parameters. The invoker owns it.</param>
/// <param name="IdempotencyToken">
/// Identifies the visit of this state in this execution. It stays the same for retries, after a crash and after a redrive.
/// </param>
/// <param name="Attempt">0 for the first attempt, then the number of the retry (<c>$$.State.RetryCount</c>).</param>
/// <param name="Timeout">The attempt fails after this time; null for no limit.</param>
/// <param name="Heartbeat">The attempt fails when this time passes without <see cref="SendHeartbeat"/>; null for no limit.</param>
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
    /// <summary>The indexes of the iterations of Maps that the Task is in, from the outermost Map on; empty outside of Maps.</summary>
    public IReadOnlyList<int> Iterations { get; init; } = [];

    internal Action? OnHeartbeat { get; init; }

    /// <summary>Reports that the handler is still working (SendTaskHeartbeat).</summary>
    public void SendHeartbeat() => OnHeartbeat?.Invoke();
}
