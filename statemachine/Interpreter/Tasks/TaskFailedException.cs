namespace Pipeline.Interpreter.Tasks;

/// <summary>A handler reports that its task failed. Retry, Catch and the history see this error name and cause.</summary>
public sealed class TaskFailedException(string error, string? cause, Exception? inner = null)
    : Exception($"{error}: {cause}", inner)
{
    public string Error { get; } = error;

    public string? Cause { get; } = cause;
}
