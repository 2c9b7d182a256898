using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>Uploading many files, and files that exist already, in Chromium.</summary>
public sealed class UploadTests
{
    private static readonly int NoSpace = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;

    [BrowserFact]
    public async Task OneQuestionForAllFilesComesBeforeOriginalsAreReplaced()
    {
        await using var host = await HostUnderTest.StartAsync();
        foreach (var key in (string[])["cats/1.png", "cats/2.png"])
        {
            await host.WaitForEndAsync(await host.UploadAsync(key, SyntheticImages.Png(64, 48)));
        }

        await Chromium.RunAsync("upload-replace", new()
        {
            ["address"] = host.Address,
            ["files"] = new JsonArray([.. Enumerable.Range(1, 3).Select(number => Dropped($"{number}.png", SyntheticImages.Png(96, 48 + number)))]),
        });

        var executions = (await host.GetAsync("api/executions"))["executions"]!.AsArray();
        Assert.Equal(
            ["uploads/cats/1.png 2", "uploads/cats/2.png 2", "uploads/cats/3.png 2"],
            executions.CountBy(execution => (string)execution!["imageId"]!).Select(count => $"{count.Key} {count.Value}").Order(StringComparer.Ordinal));
    }

    [BrowserFact]
    public async Task ThousandsOfFilesStaySmoothAndThoseInViewAreSentFirst()
    {
        await using var host = await HostUnderTest.StartAsync();

        await Chromium.RunAsync("upload-many", new() { ["address"] = host.Address, ["count"] = 3_000 });
    }

    [BrowserFact]
    public async Task FullDiskIsSaidOnEveryPageUntilThereIsRoomAgain()
    {
        using var folder = new TemporaryFolder();
        var full = Path.Combine(folder.Path, "full");
        await File.WriteAllTextAsync(full, "");
        var codec = new FaultyCodec(PipelineUnderTest.Codec)
        {
            BeforeEncode = () =>
            {
                if (File.Exists(full))
                {
                    throw new IOException("No space left on device", NoSpace);
                }
            },
        };
        await using var host = await HostUnderTest.StartAsync(codec: codec);
        var execution = await host.UploadAsync("a.png", SyntheticImages.Png(60, 40));

        await Chromium.RunAsync("disk-full", new() { ["address"] = host.Address, ["full"] = full, ["folder"] = host.Pipeline.Options.DataFolder });

        Assert.Equal("SUCCEEDED", (string?)(await host.WaitForEndAsync(execution))["status"]);
    }

    private static JsonObject Dropped(string name, byte[] content) =>
        new JsonObject { ["name"] = name, ["type"] = "image/png", ["base64"] = Convert.ToBase64String(content) };
}
