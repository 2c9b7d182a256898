using Pipeline.Core.Renditions;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Terminal.Commands;

/// <summary>Puts what can go wrong around a command into a line and an exit code. Everything else is a fault of the program.</summary>
public static class Faults
{
    /// <summary>Null for a fault of the program: its stack trace belongs in a report.</summary>
    public static Fault? Explain(Exception exception) => exception switch
    {
        UsageException or InvalidRenditionSetException or InvalidDefinitionException => new(ExitCodes.Usage, exception.Message),
        OperationCanceledException => new(ExitCodes.Interrupted, "Stopped."),
        IOException or UnauthorizedAccessException => new(ExitCodes.Failure, exception.Message),
        _ => null,
    };
}
