using System.Net;
using Amazon.Runtime;
using Pipeline.Aws.Delivery;
using Pipeline.Aws.Tests.Aws;

namespace Pipeline.Aws.Tests.Lambda;

/// <summary>A CloudFront that notes the invalidations that it is asked for.</summary>
internal sealed class ScriptedCloudFront : IDisposable
{
    private readonly ScriptedService _service;
    private readonly HttpClient _http;

    public ScriptedCloudFront()
    {
        _service = new(request =>
        {
            using var reader = new StreamReader(request.Content!.ReadAsStream());
            Bodies.Add(reader.ReadToEnd());
            return ScriptedService.Xml(Answer.Status, $"<ErrorResponse><Error><Code>{Answer.Code}</Code></Error></ErrorResponse>");
        });
        _http = new(_service);
        Cache = new(_http, new BasicAWSCredentials("key", "secret"), "E1A2B3", TimeProvider.System);
    }

    /// <summary>The bodies of the requests so far.</summary>
    public List<string> Bodies { get; } = [];

    /// <summary>What it answers.</summary>
    public (HttpStatusCode Status, string Code) Answer { get; set; } = (HttpStatusCode.Created, "");

    /// <summary>What calls it.</summary>
    public DistributionCache Cache { get; }

    public void Dispose()
    {
        _http.Dispose();
        _service.Dispose();
    }
}
