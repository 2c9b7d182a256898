namespace Pipeline.Lambda;

/// <summary>A call took longer than the function's timeout allows. A fault of the moment: the state machine tries again.</summary>
public sealed class DeadlineExceededException(string message, Exception innerException) : Exception(message, innerException);
