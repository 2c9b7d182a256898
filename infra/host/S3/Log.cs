using Microsoft.Extensions.Logging;

namespace Pipeline.Host.S3;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed (request {RequestId})")]
    public static partial void RequestFailed(ILogger logger, string method, string path, string requestId, Exception exception);
}
