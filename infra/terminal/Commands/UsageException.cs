namespace Pipeline.Terminal.Commands;

/// <summary>
/// The command line or a file that it names is not valid. The program prints the message and ends with <see cref="ExitCodes.Usage"/>.
/// </summary>
public sealed class UsageException(string message) : Exception(message);
