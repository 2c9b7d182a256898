using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Pipeline.Api.Requests;
using Pipeline.Http.OpenApi;
using Pipeline.Http.Requests;
using Pipeline.Http.Routes;

namespace Pipeline.Api;

/// <summary><c>POST /v1/uploads</c>.</summary>
public sealed class UploadFunction(UploadRoute route, GatewayCalls calls)
{
    [LambdaFunction]
    [HttpApi(LambdaHttpMethod.Post, ApiPaths.Uploads)]
    public Task<APIGatewayHttpApiV2ProxyResponse> CreateUpload(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, null, route.HandleAsync);
}

/// <summary><c>GET /v1/images/{key+}</c>.</summary>
public sealed class ImageFunction(ImageRoute route, GatewayCalls calls)
{
    [LambdaFunction]
    [HttpApi(LambdaHttpMethod.Get, $"{ApiPaths.Images}/{{key+}}")]
    public Task<APIGatewayHttpApiV2ProxyResponse> GetImage(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, KeyOfRequest.Parameter, route.HandleAsync);
}

/// <summary><c>GET /v1/images</c>: a list, or with the parameter <c>key</c> one image.</summary>
public sealed class ImageListFunction(ImageListRoute route, GatewayCalls calls)
{
    [LambdaFunction]
    [HttpApi(LambdaHttpMethod.Get, ApiPaths.Images)]
    public Task<APIGatewayHttpApiV2ProxyResponse> ListImages(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, null, route.HandleAsync);
}

/// <summary><c>DELETE /v1/images/{key+}</c>, and with the parameter <c>key</c>.</summary>
public sealed class DeletionFunction(DeletionRoute route, GatewayCalls calls)
{
    [LambdaFunction]
    [HttpApi(LambdaHttpMethod.Delete, $"{ApiPaths.Images}/{{key+}}")]
    public Task<APIGatewayHttpApiV2ProxyResponse> DeleteImage(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, KeyOfRequest.Parameter, route.HandleAsync);
}

/// <summary><c>GET /v1/i/{path+}</c>.</summary>
public sealed class RedirectFunction(RedirectRoute route, GatewayCalls calls)
{
    [LambdaFunction]
    [HttpApi(LambdaHttpMethod.Get, $"{ApiPaths.Redirects}/{{path+}}")]
    public Task<APIGatewayHttpApiV2ProxyResponse> Redirect(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, "path", route.HandleAsync);
}

/// <summary><c>GET /v1/openapi.json</c>.</summary>
public sealed class OpenApiFunction(GatewayCalls calls)
{
    [LambdaFunction]
    [HttpApi(LambdaHttpMethod.Get, ApiPaths.OpenApi)]
    public Task<APIGatewayHttpApiV2ProxyResponse> GetOpenApi(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context) =>
        calls.RunAsync(request, context, null, (_, _) => Task.FromResult(ApiResponse.FromJsonText(OpenApiDocument.Text, ("Cache-Control", "public, max-age=300"))));
}
