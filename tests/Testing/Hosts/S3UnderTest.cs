using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Local.Serving;

namespace Pipeline.Testing.Hosts;

/// <summary>The local host on a free port, with its own pipeline and folder.</summary>
internal sealed class S3UnderTest : IAsyncDisposable
{
    public const string Xmlns = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly WebApplication _app;

    private S3UnderTest(PipelineUnderTest pipeline, WebApplication app)
    {
        (Pipeline, _app) = (pipeline, app);
        Address = LocalServer.GetAddress(app);
        // Clients send metadata as UTF-8.
        Client = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = new(Address + "/"), Timeout = TimeSpan.FromMinutes(5) };
    }

    public PipelineUnderTest Pipeline { get; }

    public LocalStore Store => Pipeline.Pipeline.Store;

    /// <summary><c>http://localhost:PORT</c>, without a slash.</summary>
    public string Address { get; }

    public HttpClient Client { get; }

    public static async Task<S3UnderTest> StartAsync(long maxUploadBytes = 256 << 20, HostAccess? access = null, DescribingOptions? describing = null)
    {
        var pipeline = new PipelineUnderTest(describing: describing);
        var app = LocalServer.Create(pipeline.Pipeline, new(Port: 0) { MaxUploadBytes = maxUploadBytes }, access);
        await app.StartAsync();
        return new(pipeline, app);
    }

    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query, percent-encoded.</param>
    /// <param name="content">Body; null for none.</param>
    /// <param name="headers">Headers of the request or its body.</param>
    public async Task<S3Response> SendAsync(string method, string path, byte[]? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (content is not null)
        {
            request.Content = new ByteArrayContent(content);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Client.SendAsync(request);
        return new(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsByteArrayAsync());
    }

    public Task<S3Response> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<S3Response> PutAsync(string path, byte[] content, params (string Name, string Value)[] headers) =>
        SendAsync("PUT", path, content, headers);

    public Task<S3Response> PutAsync(string path, string content) => PutAsync(path, Encoding.UTF8.GetBytes(content));

    public int Port => new Uri(Address).Port;

    /// <summary>Sends a request without changing its target: <see cref="Uri"/> would remove dot segments.</summary>
    /// <param name="request">Method and target.</param>
    /// <param name="body">Body.</param>
    /// <param name="host">Host, without the port.</param>
    /// <returns>Status line, headers and body.</returns>
    public async Task<string> SendRawAsync(string request, string body = "", string host = "localhost")
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        var head = $"{request} HTTP/1.1\r\nHost: {host}:{Port}";
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Waits until no execution is running.</summary>
    /// <returns>All executions.</returns>
    public async Task<IReadOnlyList<ExecutionRecord>> WaitForExecutionsAsync()
    {
        for (var until = DateTime.UtcNow.AddMinutes(2); ; await Task.Delay(20))
        {
            var all = new List<ExecutionRecord>();
            string? continuation = null;
            do
            {
                var page = await Store.Executions.ListAsync(new(), 1000, continuation, CancellationToken.None);
                all.AddRange(page.Executions);
                continuation = page.Continuation;
            }
            while (continuation is not null);

            if (all.All(execution => execution.Status != RecordedStatus.Running))
            {
                return all;
            }

            Assert.True(DateTime.UtcNow < until, "Executions still run after two minutes.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Pipeline.DisposeAsync();
    }
}

/// <summary>A response, with its whole body.</summary>
internal sealed record S3Response(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public XElement Xml => XDocument.Parse(Text, LoadOptions.PreserveWhitespace).Root!;

    /// <summary>Status and error code of S3: <c>404 NoSuchKey</c>.</summary>
    public string Error => $"{(int)Status} {Xml.Element("Code")?.Value}";

    public string? ETag => Header("ETag")?.Trim('"');

    public string? Header(string name) =>
        Headers.NonValidated.TryGetValues(name, out var values) || ContentHeaders.NonValidated.TryGetValues(name, out values) ? values.ToString() : null;

    /// <summary>Values of all elements with a name, in the namespace of S3.</summary>
    public IReadOnlyList<string> Values(string name) => Xml.Descendants(XName.Get(name, S3UnderTest.Xmlns)).Select(element => element.Value).ToList();

    public string Value(string name) => Values(name)[0];
}
