using Pipeline.Host.Store.Exceptions;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>Puts what can go wrong around the data folder into a line and an exit code, besides what every command knows.</summary>
internal static class LocalFaults
{
    /// <summary>Null for a fault of the program: its stack trace belongs in a report.</summary>
    public static Fault? Explain(Exception exception) => exception switch
    {
        FolderInUseException
            or FolderNotFoundException
            or FolderCaseException
            or NewerFormatException
            or OlderFormatException => new(ExitCodes.Usage, exception.Message),
        _ when Faults.Explain(exception) is { } fault => fault,
        _ when StoreFaults.IsEnvironmental(exception) => new(ExitCodes.Failure, exception.Message),
        _ => null,
    };
}
