namespace Pipeline.Host.Console.Contracts;

/// <param name="Error">Error name to record.</param>
/// <param name="Cause">Cause to record.</param>
internal sealed record StopRequest(string? Error = null, string? Cause = null);
