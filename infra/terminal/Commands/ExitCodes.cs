namespace Pipeline.Terminal.Commands;

public static class ExitCodes
{
    /// <summary>All succeeded or were unchanged.</summary>
    public const int Success = 0;

    /// <summary>Some image was rejected or failed; some test did not pass; the definition is wrong.</summary>
    public const int Failure = 1;

    /// <summary>Bad usage or configuration; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl+C; what is unfinished is resumed at the next start.</summary>
    public const int Interrupted = 130;
}
