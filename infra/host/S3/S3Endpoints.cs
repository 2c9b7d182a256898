using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Engine;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3;

/// <summary>The part of S3's REST protocol that <c>aws s3</c> and AWS' SDKs use, over the two buckets of the pipeline.</summary>
public static class S3Endpoints
{
    /// <summary>
    /// Answers every path that nothing else is mapped to, <c>/{bucket}/{key}</c>, and all requests to <c>{bucket}.localhost</c>.
    /// </summary>
    /// <param name="app">Where to map.</param>
    /// <param name="pipeline">Whose buckets.</param>
    /// <param name="options">Limits.</param>
    /// <returns>For requests that something else is mapped to although <see cref="IsS3Request"/>.</returns>
    public static RequestDelegate MapS3(this IEndpointRouteBuilder app, LocalPipeline pipeline, S3Options options)
    {
        var service = new S3Service(pipeline, options);
        app.Map("/{**path}", service.HandleAsync).RequireHost("*" + S3Target.VirtualHostSuffix).WithOrder(int.MinValue);
        app.Map("/{**path}", service.HandleAsync).WithOrder(int.MaxValue);
        return service.HandleAsync;
    }

    /// <summary>Whether a request is signed as AWS' clients sign, in a header or in the query: what is no page's nor a person's.</summary>
    public static bool IsS3Request(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("AWS", StringComparison.Ordinal)
        || request.Headers.Keys.Any(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
        || request.Query.Keys.Any(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase));
}
