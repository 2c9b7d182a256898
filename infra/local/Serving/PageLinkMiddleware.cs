using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3;
using Pipeline.Host.Store.Records;

namespace Pipeline.Local.Serving;

/// <summary>
/// Sends people who type the path of a page, such as <c>/images</c>, to that page. It would name a bucket that does not exist. S3 clients
/// do not ask for HTML, and get S3's error.
/// </summary>
internal sealed class PageLinkMiddleware(RequestDelegate next)
{
    private static readonly string[] Buckets = [BucketNames.Uploads, BucketNames.Renditions];

    public Task InvokeAsync(HttpContext context)
    {
        if (!IsPageLink(context))
        {
            return next(context);
        }

        context.Response.Redirect("/#" + context.Request.Path.ToUriComponent());
        return Task.CompletedTask;
    }

    private static bool IsPageLink(HttpContext context)
    {
        var request = context.Request;
        return HttpMethods.IsGet(request.Method)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && S3Endpoints.IsPathStyle(context)
            && !S3Endpoints.IsS3Request(request)
            && !Buckets.Contains(request.Path.Value?.Split('/', 3)[1]);
    }
}
