using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Pipeline.Core.Renditions;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Engine;
using Pipeline.Imaging.Codecs;
using Pipeline.Local.Serving;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Serving;

/// <summary>The local host on a free port, with its own data folder.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HostUnderTest(PipelineUnderTest pipeline, WebApplication app)
    {
        (Pipeline, _app) = (pipeline, app);
        Client = new() { BaseAddress = new(Address + "/"), Timeout = PipelineProgram.Timeout };
    }

    public PipelineUnderTest Pipeline { get; }

    /// <summary>URL of the host, <c>http://localhost:PORT</c>, without a trailing slash.</summary>
    public string Address => LocalServer.GetAddress(_app);

    public int Port => new Uri(Address).Port;

    public HttpClient Client { get; }

    public static async Task<HostUnderTest> StartAsync(
        RenditionSets? sets = null, ConsoleOptions? options = null, IImageCodec? codec = null, string? definitionFile = null, HostAccess? access = null,
        DescribingOptions? describing = null)
    {
        var pipeline = new PipelineUnderTest(sets, null, codec, definitionFile, describing: describing);
        var app = LocalServer.Create(pipeline.Pipeline, options ?? new(Port: 0), access);
        await app.StartAsync();
        return new(pipeline, app);
    }

    /// <summary>Uploads an original with the API.</summary>
    /// <returns>Name of the execution that it starts.</returns>
    public async Task<string> UploadAsync(string key, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        using var response = await Client.PutAsync(new Uri($"api/uploads/{key}", UriKind.Relative), body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        return JsonNode.Parse(text)!["execution"]!.GetValue<string>();
    }

    public async Task<JsonObject> GetAsync(string path)
    {
        var text = await Client.GetStringAsync(new Uri(path, UriKind.Relative));
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Sends JSON, with POST by default, and returns the JSON of the response, even of an error.</summary>
    public async Task<(HttpStatusCode Status, JsonObject Response)> SendAsync(string path, JsonNode? body = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await Client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>Waits until an execution has ended.</summary>
    public async Task<JsonObject> WaitForEndAsync(string execution)
    {
        for (var until = DateTime.UtcNow + PipelineProgram.Timeout; DateTime.UtcNow < until; await Task.Delay(20))
        {
            var found = await GetAsync($"api/executions/{execution}");
            if (found["status"]!.GetValue<string>() != "RUNNING")
            {
                return found;
            }
        }

        throw new TimeoutException($"Execution {execution} still runs after {PipelineProgram.Timeout}.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Pipeline.DisposeAsync();
    }
}
