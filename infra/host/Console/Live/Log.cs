using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Console.Live;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Execution {Execution} is unfinished and continues at the next start: {Why}")]
    public static partial void ExecutionInterrupted(ILogger logger, string execution, string why, Exception exception);
}
