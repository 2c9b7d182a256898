using Pipeline.Host.Store.Exceptions;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>Explains faults of the data folder, in addition to those that all programs share, as a message and an exit code.</summary>
internal static class LocalFaults
{
    /// <summary>Explains an exception; null for a bug, whose stack trace the user needs for a report.</summary>
    public static Fault? Explain(Exception exception) => exception switch
    {
        FolderInUseException
            or FolderNotFoundException
            or FolderCaseException
            or FolderNotWritableException
            or DatabaseMissingException
            or DatabaseDamagedException
            or RepairInterruptedException
            or NewerFormatException
            or OlderFormatException => new(ExitCodes.Usage, exception.Message),
        FolderFullException => new(ExitCodes.Failure, exception.Message),
        _ when DiskSpace.IsExhausted(exception) => new(
            ExitCodes.Failure, "The disk is full. What was stored before stays, and unfinished executions continue at the next start. Free some space, then run the command again."),
        _ when Faults.Explain(exception) is { } fault => fault,
        _ when StoreFaults.IsEnvironmental(exception) => new(ExitCodes.Failure, exception.Message),
        _ => null,
    };
}
