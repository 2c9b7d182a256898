using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Console.Live;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Executions cannot go on and are tried again, the first one is {Execution}: {Why}")]
    public static partial void Interrupted(ILogger logger, string execution, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Execution {Execution} was interrupted and is tried again: {Why}")]
    public static partial void ExecutionInterrupted(ILogger logger, string execution, string why, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Executions go on.")]
    public static partial void GoesOn(ILogger logger);
}
