using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Pipeline.Host.Console;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Local.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly PipelineProgram _program = new();
    private readonly int _port = FreePort.Find();
    private readonly HttpClient _client;

    public ServeCommandTests() => _client = new() { BaseAddress = new($"http://localhost:{_port}/") };

    public void Dispose()
    {
        _client.Dispose();
        _program.Dispose();
    }

    [Fact]
    public async Task AcknowledgedUploadsAreProcessedAfterTheHostIsKilled()
    {
        using (var first = _program.Start("serve", "--port", $"{_port}"))
        {
            await WaitUntilReadyAsync();
            for (var i = 0; i < 5; i++)
            {
                using var body = new ByteArrayContent(SyntheticImages.Jpeg(1_200, 900, i));
                using var response = await _client.PutAsync(new Uri($"api/uploads/{i}.jpg", UriKind.Relative), body);
                Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            }

            first.Kill();
            await first.WaitForExitAsync();
        }

        using var second = _program.Start("serve", "--port", $"{_port}");
        await WaitUntilReadyAsync();
        var counts = await WaitForCountsAsync(counts => counts["RUNNING"]!.GetValue<int>() == 0);

        Assert.Equal(5, counts["SUCCEEDED"]!.GetValue<int>());
    }

    [Fact]
    public async Task FilesOfAWatchedFolderAreUploaded()
    {
        _program.Write("in/a.png", SyntheticImages.Png(64, 48));
        using var running = _program.Start("serve", "--port", $"{_port}", "--watch", "in");
        await WaitUntilReadyAsync();
        _program.Write("in/later.png", SyntheticImages.Png(48, 64));

        await WaitForCountsAsync(counts => counts["SUCCEEDED"]!.GetValue<int>() == 2);

        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(new Uri("api/images/in/later.png", UriKind.Relative))).StatusCode);
    }

    [SignalFact]
    public async Task StartSaysThatThePageIsMissingOnlyIfItIs()
    {
        using var running = _program.Start("serve", "--port", $"{_port}");
        await WaitUntilReadyAsync();
        running.Interrupt();
        var run = await running.WaitForExitAsync();

        run.AssertExit(0);
        Assert.Equal(ConsoleEndpoints.HasPage ? 0 : 1, run.Output.Count(line => line.Contains("Install Node.js", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PortInUseIsReportedWithWhatToDo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();

        var run = await _program.RunAsync("serve", "--port", $"{_port}");

        run.AssertUsageError($"Port {_port} is in use", "--port");
    }

    [Theory]
    [InlineData("--port", "70000", "between 0 and 65535")]
    [InlineData("--port", "http", "--port is 'http'; it must be a whole number.")]
    [InlineData("--max-upload", "0", "between 1 and 5000")]
    [InlineData("--max-upload", "1GB", "--max-upload is '1GB'; it must be a whole number.")]
    [InlineData("--rendition-grace-days", "366", "--rendition-grace-days is 366; it must be between 0 and 365.")]
    [InlineData("--rendition-grace-days", "-1", "between 0 and 365")]
    [InlineData("--allow-origin", "localhost:3000", "--allow-origin is 'localhost:3000'; it must be scheme, host and port only")]
    [InlineData("--listen", "photos", "--listen is 'photos'; it must be localhost or an IP address.")]
    [InlineData("--listen", "203.0.113.1", "This machine does not have the address 203.0.113.1.", true)]
    [InlineData("--allow-host", "photos.lan:x", "--allow-host is 'photos.lan:x'; it must be a name, with or without a port")]
    [InlineData("--access-key", "a", "There is an access key without its secret. Set --secret-key or PIPELINE_SECRET_ACCESS_KEY.")]
    [InlineData("--secret-key", "a", "There is a secret key without its access key. Set --access-key or PIPELINE_ACCESS_KEY_ID.")]
    [InlineData("--watch", "nowhere", "does not exist")]
    [InlineData("--definition", "nowhere.json", "nowhere.json")]
    public async Task InvalidUsageStopsTheStart(string option, string value, string message, bool isFoundLater = false)
    {
        var run = await _program.RunAsync("serve", option, value);

        run.AssertUsageError(message);
        Assert.Equal(isFoundLater, Directory.Exists(_program.DataFolder));
    }

    [SignalFact]
    public async Task StartSaysOnceWhatAWiderAddressMeansWithoutCredentials()
    {
        foreach (var (more, warnings) in ((string[], int)[])[([], 0), (["--listen", "0.0.0.0"], 1), (["--listen", "0.0.0.0", "--access-key", "a", "--secret-key", "b"], 0)])
        {
            using var running = _program.Start(["serve", "--port", $"{_port}", .. more]);
            await WaitUntilReadyAsync();
            running.Interrupt();
            var run = await running.WaitForExitAsync();

            run.AssertExit(0);
            Assert.Equal(warnings, run.Errors.Split('\n').Count(line => line.StartsWith("Anyone who can reach 0.0.0.0", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task InvalidDefinitionStopsTheStartWithItsPaths()
    {
        _program.Write("mine.asl.json", """{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" } } }""");

        var run = await _program.RunAsync("serve", "--port", $"{_port}", "--definition", "mine.asl.json");

        run.AssertUsageError("$.States.A.Next");
    }

    private async Task WaitUntilReadyAsync()
    {
        for (var until = DateTime.UtcNow + PipelineProgram.Timeout; ; await Task.Delay(50))
        {
            try
            {
                await _client.GetStringAsync(new Uri("api/status", UriKind.Relative));
                return;
            }
            catch (HttpRequestException) when (DateTime.UtcNow < until)
            {
                // The host has not started yet.
            }
        }
    }

    private async Task<JsonObject> WaitForCountsAsync(Func<JsonObject, bool> condition)
    {
        for (var until = DateTime.UtcNow + PipelineProgram.Timeout; ; await Task.Delay(50))
        {
            var status = JsonNode.Parse(await _client.GetStringAsync(new Uri("api/status", UriKind.Relative)))!;
            var counts = status["executions"]!.AsObject();
            if (condition(counts))
            {
                return counts;
            }

            Assert.True(DateTime.UtcNow < until, counts.ToJsonString());
        }
    }
}
