using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Local.Serving;

/// <summary>Answers a request that fails because the disk is full with status 507, and says so.</summary>
internal sealed class FullDiskHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!DiskSpace.IsExhausted(exception))
        {
            return ValueTask.FromResult(false);
        }

        httpContext.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
        return problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            ProblemDetails =
            {
                Status = StatusCodes.Status507InsufficientStorage,
                Title = "Insufficient Storage",
                Detail = "The disk of the host is full. Nothing was stored. Free some space there, then send it again.",
            },
        });
    }
}
