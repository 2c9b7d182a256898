using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Local.Commands;

/// <summary>A stop of the host takes five seconds at most, whatever clients do, and leaves nothing half done.</summary>
public sealed class ShutdownTests : IDisposable
{
    private readonly PipelineProgram _program = new();
    private readonly int _port = FreePort.Find();

    public void Dispose() => _program.Dispose();

    [SignalTheory]
    [InlineData(Signals.Interrupt)]
    [InlineData(Signals.Terminate)]
    public async Task StalledUploadsDoNotHoldUpAStop(int signal)
    {
        using var client = new HttpClient { BaseAddress = new($"http://localhost:{_port}/") };
        using var running = _program.Start("serve", "--port", $"{_port}");
        await WaitUntilReadyAsync(client);
        using var complete = new ByteArrayContent(SyntheticImages.Jpeg(300, 200, 1));
        using var accepted = await client.PutAsync(new Uri("api/uploads/complete.jpg", UriKind.Relative), complete);
        using var first = await StartUploadAsync("/api/uploads/stalled.jpg");
        using var second = await StartUploadAsync("/uploads/stalled-too.jpg");
        await WaitUntilAsync(() => Files("tmp").Length == 2);

        var watch = Stopwatch.StartNew();
        Signals.Send(running.ProcessId, signal);
        var run = await running.WaitForExitAsync();

        run.AssertExit(0);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Empty(Files("tmp"));
        Assert.Single(Files("uploads"));
        // The log is written back into the database, and removed with it.
        Assert.Equal(["pipeline.db"], Directory.GetFiles(_program.DataFolder, "pipeline.db*").Select(Path.GetFileName));
    }

    private string[] Files(string folder) => Directory.GetFiles(Path.Combine(_program.DataFolder, folder), "*", SearchOption.AllDirectories);

    /// <summary>Announces a megabyte, sends some of it and stalls.</summary>
    private async Task<TcpClient> StartUploadAsync(string path)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT {path} HTTP/1.1\r\nHost: localhost:{_port}\r\nContent-Length: 1000000\r\n\r\n{new string('x', 10_000)}"));
        return client;
    }

    private static Task WaitUntilReadyAsync(HttpClient client) => WaitUntilAsync(() =>
    {
        try
        {
            using var response = client.Send(new(HttpMethod.Get, "api/status"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        for (var until = DateTime.UtcNow + PipelineProgram.Timeout; !condition(); await Task.Delay(20))
        {
            Assert.True(DateTime.UtcNow < until, $"The condition was not met within {PipelineProgram.Timeout}.");
        }
    }
}
