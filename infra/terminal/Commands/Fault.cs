namespace Pipeline.Terminal.Commands;

/// <summary>How a program reports an exception and ends.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record Fault(int ExitCode, string Message);
