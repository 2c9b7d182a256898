using Microsoft.Extensions.Logging;

namespace Pipeline.Local.Serving;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The daily sweep failed; the next attempt is in a day: {Why}")]
    public static partial void SweepFailed(ILogger logger, string why, Exception exception);
}
