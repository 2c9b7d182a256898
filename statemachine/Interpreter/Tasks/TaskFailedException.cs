namespace Pipeline.Interpreter.Tasks;

/// <summary>A handler reports that its task failed. Retry, Catch and the history see this error name and cause.</summary>
/// <param name="error">Name of the error; null if the task failed without one (SendTaskFailure does not require it).</param>
/// <param name="cause">Explanation; null if there is none.</param>
/// <param name="inner">What made the handler fail.</param>
public sealed class TaskFailedException(string? error, string? cause, Exception? inner = null)
    : Exception($"{error}: {cause}", inner)
{
    public string? Error { get; } = error;

    public string? Cause { get; } = cause;
}
