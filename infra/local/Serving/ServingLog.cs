using Microsoft.Extensions.Logging;

namespace Pipeline.Local.Serving;

internal static partial class ServingLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Execution {Execution} is unfinished and goes on at the next start: {Why}")]
    public static partial void Interrupted(ILogger logger, string execution, string why, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "What is past its time could not be swept; the next attempt is in a day: {Why}")]
    public static partial void NotSwept(ILogger logger, string why, Exception exception);
}
