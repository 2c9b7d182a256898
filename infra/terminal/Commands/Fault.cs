namespace Pipeline.Terminal.Commands;

/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Message">What was found and what to do.</param>
public sealed record Fault(int ExitCode, string Message);
