namespace Pipeline.Lambda;

/// <summary>A call took longer than the function's timeout allows. It ends the process, and the state machine retries it.</summary>
public sealed class DeadlineExceededException(string message, Exception innerException) : Exception(message, innerException);
