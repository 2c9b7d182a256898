namespace Pipeline.Interpreter.Tasks;

/// <summary>
/// An invoker has no response for a task: a mistake of its user, not a failure of the task. Retry and Catch do not see it, and it ends
/// the run. The execution stays open.
/// </summary>
public sealed class NoResponseException(string message) : Exception(message);
