using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Engine;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Signatures;

namespace Pipeline.Host.S3;

/// <summary>The part of S3's REST protocol that <c>aws s3</c> and the AWS SDKs use, on the two buckets of the pipeline.</summary>
public static class S3Endpoints
{
    /// <summary>Order of the endpoint for requests to <c>{bucket}.localhost</c>. Endpoints with a lower one come before it.</summary>
    public const int VirtualHostOrder = int.MinValue + 1;

    /// <summary>
    /// Maps <c>/{bucket}/{key}</c>, that is, every path that nothing else is mapped to, and all requests to <c>{bucket}.localhost</c>.
    /// </summary>
    /// <param name="app">The application to map the endpoints in.</param>
    /// <param name="pipeline">The pipeline whose buckets to serve.</param>
    /// <param name="options">Limits.</param>
    /// <returns>The handler, for requests that are mapped to something else although they are S3 requests (<see cref="IsS3Request"/>).</returns>
    public static RequestDelegate MapS3(this IEndpointRouteBuilder app, LocalPipeline pipeline, S3Options options)
    {
        var service = new S3Service(pipeline, options);
        app.Map("/{**path}", service.HandleAsync).RequireHost("*" + S3Target.VirtualHostSuffix).WithOrder(VirtualHostOrder).WithMetadata(ChecksSignatures.Instance);
        app.Map("/{**path}", service.HandleAsync).WithOrder(int.MaxValue).WithMetadata(ChecksSignatures.Instance, PathStyle.Instance);
        return service.HandleAsync;
    }

    /// <summary>Whether a request is for <c>/{bucket}/{key}</c>: nothing else is mapped to its path.</summary>
    public static bool IsPathStyle(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PathStyle>() is not null;

    /// <summary>Whether a request is signed as AWS clients sign it, in a header or in the query. Requests of browsers are not.</summary>
    public static bool IsS3Request(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("AWS", StringComparison.Ordinal)
        || request.Headers.Keys.Any(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
        || request.Query.Keys.Any(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Metadata of the endpoint for <c>/{bucket}/{key}</c>.</summary>
    private sealed class PathStyle
    {
        public static readonly PathStyle Instance = new();
    }
}
