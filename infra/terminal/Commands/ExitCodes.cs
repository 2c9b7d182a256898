namespace Pipeline.Terminal.Commands;

/// <summary>Exit codes of the programs.</summary>
public static class ExitCodes
{
    /// <summary>All images succeeded or are unchanged.</summary>
    public const int Success = 0;

    /// <summary>An image was rejected or failed, a test did not pass, or the definition is invalid.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is not valid. Nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl+C ended the program. Unfinished executions continue at the next start.</summary>
    public const int Interrupted = 130;
}
