using Microsoft.Data.Sqlite;
using Pipeline.Core.Renditions;
using Pipeline.Interpreter;
using Pipeline.Local.Store;

namespace Pipeline.Local.Commands;

/// <summary>Puts what can go wrong around the program into a line and an exit code. All else is a fault of the program.</summary>
internal static class Faults
{
    /// <summary>Null for a fault of the program: its stack trace belongs into a report.</summary>
    public static Fault? Explain(Exception exception) => exception switch
    {
        UsageException
            or InvalidRenditionSetException
            or InvalidDefinitionException
            or FolderInUseException
            or FolderNotFoundException
            or FolderCaseException
            or NewerFormatException
            or OlderFormatException => new(ExitCodes.Usage, exception.Message),
        OperationCanceledException => new(ExitCodes.Interrupted, "Stopped."),
        _ when IsEnvironmental(exception) => new(ExitCodes.Failure, exception.Message),
        _ => null,
    };

    /// <summary>Whether disk, permissions or the like are to blame.</summary>
    public static bool IsEnvironmental(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SqliteException;
}

/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Message">What was found and what to do.</param>
internal sealed record Fault(int ExitCode, string Message);
