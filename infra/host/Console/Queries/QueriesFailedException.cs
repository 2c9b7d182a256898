namespace Pipeline.Host.Console.Queries;

/// <summary>The saved queries cannot run. The message says why and what to do.</summary>
public sealed class QueriesFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
