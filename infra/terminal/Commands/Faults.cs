using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Interpreter.Definition;
using Pipeline.Terminal.Files;

namespace Pipeline.Terminal.Commands;

/// <summary>Turns exceptions that users can do something about into a message and an exit code.</summary>
public static class Faults
{
    /// <summary>The message and exit code of an exception.</summary>
    /// <returns>Null for a bug in the program: its stack trace belongs in a report.</returns>
    public static Fault? Explain(Exception exception) => exception switch
    {
        UsageException or InvalidRenditionSetException or InvalidWatermarkException or InvalidDefinitionException => new(ExitCodes.Usage, exception.Message),
        OperationCanceledException => new(ExitCodes.Interrupted, "Stopped."),
        _ when OpenFileLimit.Explain(exception) is { } limit => new(ExitCodes.Failure, limit),
        IOException or UnauthorizedAccessException => new(ExitCodes.Failure, exception.Message),
        _ => null,
    };
}
