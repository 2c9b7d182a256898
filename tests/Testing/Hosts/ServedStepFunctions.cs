using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Host.Engine;
using Pipeline.Host.StepFunctions;

namespace Pipeline.Testing.Hosts;

/// <summary>Serves only the protocol of Step Functions, on a free loopback port.</summary>
internal sealed class ServedStepFunctions : IAsyncDisposable
{
    private readonly ServedEndpoints _served;

    private ServedStepFunctions(ServedEndpoints served) => _served = served;

    public string Address => _served.Address;

    public static async Task<ServedStepFunctions> StartAsync(LocalPipeline pipeline) =>
        new(await ServedEndpoints.StartAsync(app => app.MapStepFunctions(pipeline)));

    /// <summary>Sends one call by plain HTTP.</summary>
    public async Task<HttpResponseMessage> SendAsync(string target, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new("application/x-amz-json-1.0");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.Add("X-Amz-Target", target);
        return await _served.Client.SendAsync(request);
    }

    /// <summary>Sends a call that must succeed.</summary>
    public async Task<JsonObject> CallAsync(string operation, JsonObject request)
    {
        using var response = await SendAsync("AWSStepFunctions." + operation, request.ToJsonString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return (JsonObject)JsonNode.Parse(text)!;
    }

    /// <summary>Sends a call that must fail.</summary>
    /// <returns>Type and message of the error.</returns>
    public async Task<(string Type, string Message)> CallExpectingErrorAsync(string operation, string request)
    {
        using var response = await SendAsync("AWSStepFunctions." + operation, request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var type = (string)error["__type"]!;
        Assert.Equal(type, Assert.Single(response.Headers.GetValues("x-amzn-ErrorType")));
        return (type, (string)error["message"]!);
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();
}
