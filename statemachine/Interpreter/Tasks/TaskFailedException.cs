namespace Pipeline.Interpreter.Tasks;

/// <summary>A handler says that its task failed, with the name and cause that Retry, Catch and the history see.</summary>
public sealed class TaskFailedException(string error, string? cause, Exception? inner = null)
    : Exception($"{error}: {cause}", inner)
{
    public string Error { get; } = error;

    public string? Cause { get; } = cause;
}
