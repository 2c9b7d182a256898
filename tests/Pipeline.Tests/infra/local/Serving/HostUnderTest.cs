using Microsoft.AspNetCore.Builder;
using Pipeline.Core.Renditions;
using Pipeline.Local.Serving;
using Pipeline.Tests.Local.Hosting;

namespace Pipeline.Tests.Local.Serving;

/// <summary>The local host, served on a free port over a folder of its own.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HostUnderTest(PipelineUnderTest pipeline, WebApplication app)
    {
        (Pipeline, _app) = (pipeline, app);
        Client = new() { BaseAddress = new(Address + "/") };
    }

    public PipelineUnderTest Pipeline { get; }

    /// <summary><c>http://localhost:PORT</c>, without a slash.</summary>
    public string Address => ConsoleHost.AddressOf(_app);

    public HttpClient Client { get; }

    public static async Task<HostUnderTest> StartAsync(RenditionSet? set = null, ConsoleOptions? options = null)
    {
        var pipeline = new PipelineUnderTest(set);
        var app = ConsoleHost.Create(pipeline.Pipeline, options ?? new(Port: 0));
        await app.StartAsync();
        return new(pipeline, app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Pipeline.DisposeAsync();
    }
}
