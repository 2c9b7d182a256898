using Microsoft.Extensions.Logging;

namespace Pipeline.Local.Serving;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "What is past its time could not be swept; the next attempt is in a day: {Why}")]
    public static partial void SweepFailed(ILogger logger, string why, Exception exception);
}
