namespace Pipeline.Host.Console.Contracts;

/// <param name="Error">Error name to record.</param>
/// <param name="Cause">Text for people.</param>
internal sealed record StopRequest(string? Error = null, string? Cause = null);
