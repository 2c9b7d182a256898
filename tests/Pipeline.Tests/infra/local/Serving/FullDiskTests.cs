using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Serving;

/// <summary>The host and the commands say that the disk is full and what waits, in words for people.</summary>
public sealed class FullDiskTests
{
    private static readonly int NoSpace = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;

    [Fact]
    public async Task StatusSaysThatTheDiskIsFullAndWhatWaits()
    {
        var isFull = true;
        var codec = new FaultyCodec(PipelineUnderTest.Codec)
        {
            BeforeEncode = () =>
            {
                if (isFull)
                {
                    throw new IOException("No space left on device", NoSpace);
                }
            },
        };
        await using var host = await HostUnderTest.StartAsync(codec: codec);
        Assert.Null((await host.GetAsync("api/status"))["interruption"]);

        var execution = await host.UploadAsync("a.png", SyntheticImages.Png(60, 40));
        JsonNode? interruption = null;
        await DefinedPipeline.WaitUntilAsync(async () => (interruption = (await host.GetAsync("api/status"))["interruption"]) is not null);

        Assert.Equal((true, 1), ((bool)interruption!["isDiskFull"]!, (int)interruption["waiting"]!));
        Assert.Equal([execution], interruption["executions"]!.AsArray().Select(name => (string?)name));
        Assert.EndsWith("is full. Free some space: the host then goes on by itself.", (string?)interruption["message"], StringComparison.Ordinal);

        isFull = false;
        Assert.Equal("SUCCEEDED", (string?)(await host.WaitForEndAsync(execution))["status"]);
        Assert.Null((await host.GetAsync("api/status"))["interruption"]);
    }

    [SmallDiskFact]
    public async Task UploadsToAFullDiskAreRefusedAndTheListSaysWhy()
    {
        using var disk = new SmallDisk(megabytes: 32);
        using var program = new PipelineProgram();
        var (data, port) = (Path.Combine(disk.Path, "data"), FreePort.Find());
        using var running = program.Start("serve", "--port", $"{port}", "--data", data);
        await running.WaitForLinesAsync(2);
        using var client = new HttpClient { BaseAddress = new($"http://localhost:{port}/") };
        disk.Fill();

        foreach (var path in (string[])["api/uploads/a.jpg", "uploads/a.jpg"])
        {
            using var body = new ByteArrayContent(SyntheticImages.Jpeg(1_400, 1_000, 1));
            using var response = await client.PutAsync(new Uri(path, UriKind.Relative), body);
            Assert.Equal(HttpStatusCode.InsufficientStorage, response.StatusCode);
            Assert.Contains("The disk of the host is full. Nothing was stored.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var list = await program.RunAsync("executions", "list", "--data", data);
        list.AssertExit(0);
        Assert.Contains($"The disk of {data} is full; 0 executions wait for room.", list.Errors, StringComparison.Ordinal);

        disk.Clear();
        using var again = new ByteArrayContent(SyntheticImages.Jpeg(300, 200, 1));
        using var accepted = await client.PutAsync(new Uri("api/uploads/a.jpg", UriKind.Relative), again);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }
}
