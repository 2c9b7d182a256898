namespace Pipeline.Terminal.Commands;

/// <summary>The command line asks for something that cannot be: exit code 2 with this message.</summary>
public sealed class UsageException(string message) : Exception(message);
