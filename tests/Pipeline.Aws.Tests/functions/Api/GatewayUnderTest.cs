using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.TestUtilities;
using Amazon.S3;
using Pipeline.Api;
using Pipeline.Api.Ports;
using Pipeline.Api.Requests;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;
using Pipeline.Http.Routes;

namespace Pipeline.Aws.Tests.Api;

/// <summary>
/// The functions of the API behind a gateway that does what API Gateway does: it finds the route, decodes parameters once, and passes events
/// and responses as JSON.
/// </summary>
internal sealed class GatewayUnderTest : IDisposable
{
    private delegate Task<APIGatewayHttpApiV2ProxyResponse> Function(APIGatewayHttpApiV2ProxyRequest request, TestLambdaContext context);

    private readonly GatewaySerializer _serializer = new();
    private readonly (string Method, string Path, string? Parameter, Function Function)[] _routes;

    public GatewayUnderTest(IImageCatalogue catalogue, IAmazonS3 s3, ApiOptions options, KeyFilter? keys = null)
    {
        var (calls, time) = (new GatewayCalls(Lines.CreateCalls("api")), TimeProvider.System);
        var originals = new S3Originals(s3, options.Bucket);
        var image = new ImageRoute(catalogue, options, time);
        var upload = new UploadFunction(new(new S3UploadSigner(s3, options.Bucket), options, keys ?? new(), time), calls);
        var list = new ImageListFunction(new(catalogue, originals, image, options, time), calls);
        var one = new ImageFunction(image, calls);
        var deletion = new DeletionFunction(new(originals, options), calls);
        var redirect = new RedirectFunction(new(catalogue, options, time), calls);
        var openApi = new OpenApiFunction(calls);
        _routes =
        [
            ("POST", ApiPaths.Uploads, null, upload.CreateUpload),
            ("GET", ApiPaths.Images, null, list.ListImages),
            ("GET", ApiPaths.Images, "key", one.GetImage),
            ("DELETE", ApiPaths.Images, null, deletion.DeleteImage),
            ("DELETE", ApiPaths.Images, "key", deletion.DeleteImage),
            ("GET", ApiPaths.Redirects, "path", redirect.Redirect),
            ("GET", ApiPaths.OpenApi, null, openApi.GetOpenApi),
        ];
    }

    public LogLines Lines { get; } = new();

    /// <summary>Sends a request, as an authorizer's caller if a subject is given.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? subject = null)
    {
        var target = request.RequestUri!.OriginalString;
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = end < 0 ? ("/" + target, "") : ("/" + target[..end], target[(end + 1)..]);
        var route = _routes.First(route => route.Method == request.Method.Method
            && (route.Parameter is null ? path == route.Path : path.StartsWith(route.Path + "/", StringComparison.Ordinal)));
        var received = new APIGatewayHttpApiV2ProxyRequest
        {
            Version = "2.0",
            RawPath = path,
            RawQueryString = query,
            Headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value)),
            QueryStringParameters = query.Length == 0 ? null : ReadQuery(query),
            PathParameters = route.Parameter is null
                ? null
                : new Dictionary<string, string> { [route.Parameter] = Uri.UnescapeDataString(path[(route.Path.Length + 1)..]) },
            Body = request.Content is null ? null : Convert.ToBase64String(await request.Content.ReadAsByteArrayAsync()),
            IsBase64Encoded = request.Content is not null,
            RequestContext = new()
            {
                DomainName = "api.example.com",
                Http = new() { Method = request.Method.Method, Path = path },
                Authorizer = subject is null ? null : new() { Jwt = new() { Claims = new Dictionary<string, string> { ["sub"] = subject } } },
            },
        };
        var response = Pass(await route.Function(Pass(received), new TestLambdaContext { AwsRequestId = "request-1", RemainingTime = TimeSpan.FromSeconds(29) }));
        return ToMessage(response);
    }

    public void Dispose() => Lines.Dispose();

    private T Pass<T>(T value)
    {
        using var json = new MemoryStream();
        _serializer.Serialize(value, json);
        json.Position = 0;
        return _serializer.Deserialize<T>(json);
    }

    private static Dictionary<string, string> ReadQuery(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .ToDictionary(part => Uri.UnescapeDataString(part[0].Replace('+', ' ')), part => part.Length > 1 ? Uri.UnescapeDataString(part[1].Replace('+', ' ')) : "");

    private static HttpResponseMessage ToMessage(APIGatewayHttpApiV2ProxyResponse response)
    {
        var message = new HttpResponseMessage((System.Net.HttpStatusCode)response.StatusCode) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(response.Body ?? "")) };
        foreach (var (name, value) in response.Headers ?? new Dictionary<string, string>())
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}
