using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>Many images at once, in a real browser.</summary>
public sealed class ImagesTests
{
    private const int Cats = 60;

    private const int Dogs = 5;

    [BrowserFact]
    public async Task AllImagesOfAFilterAreProcessedAgainRedrivenAndDeletedAfterOneQuestion()
    {
        using var folder = new TemporaryFolder();
        var gate = Path.Combine(folder.Path, "gate");
        await File.WriteAllTextAsync(gate, "");
        var codec = new FaultyCodec(new VipsCodec()) { BeforeEncode = () => SpinWait.SpinUntil(() => !File.Exists(gate), PipelineProgram.Timeout) };
        await using var host = await HostUnderTest.StartAsync(codec: codec);
        var stopped = await host.UploadAsync("failed.png", SyntheticImages.Png(64, 48));
        await host.SendAsync($"api/executions/{stopped}/stop", new JsonObject());
        File.Delete(gate);
        var executions = new List<string> { stopped, await host.UploadAsync("notes.png", "These are notes."u8.ToArray()) };
        for (var number = 0; number < Cats + Dogs; number++)
        {
            executions.Add(await host.UploadAsync(number < Cats ? $"cats/{number:00}.png" : $"dogs/{number:00}.png", SyntheticImages.Png(48 + number, 40)));
        }

        foreach (var execution in executions)
        {
            await host.WaitForEndAsync(execution);
        }

        var rendition = (await host.Pipeline.GetEntryAsync("cats/07.png"))!.Record.Current!.Renditions[0];
        File.Delete(host.Pipeline.Pipeline.Store.Images.GetRenditionPath(rendition.Key));

        await Chromium.RunAsync("many-images", new() { ["address"] = host.Address, ["cats"] = Cats, ["dogs"] = Dogs });

        Assert.True(File.Exists(host.Pipeline.Pipeline.Store.Images.GetRenditionPath(rendition.Key)));
        Assert.Equal("ready", (await host.GetAsync("api/images/failed.png"))["record"]!["status"]!.GetValue<string>());
        var counts = (await host.GetAsync("api/status"))["images"]!;
        Assert.Equal((Cats + 1, 1, 0, Dogs), (counts["ready"]!.GetValue<int>(), counts["rejected"]!.GetValue<int>(), counts["failed"]!.GetValue<int>(), counts["deleted"]!.GetValue<int>()));
    }

    [BrowserFact]
    public async Task AnImageSaysWhatBecameOfProcessingItAgain()
    {
        await using var host = await HostUnderTest.StartAsync();
        await host.WaitForEndAsync(await host.UploadAsync("cats/1.png", SyntheticImages.Png(64, 48)));
        await host.WaitForEndAsync(await host.UploadAsync("cats/2.png", SyntheticImages.Png(48, 64)));
        await host.WaitForEndAsync(await host.UploadAsync("notes.png", "These are notes."u8.ToArray()));
        Directory.Delete(host.Pipeline.Pipeline.Store.Images.GetRenditionPath("cats/2.png/"), recursive: true);

        await Chromium.RunAsync("process-image", new()
        {
            ["address"] = host.Address,
            ["results"] = new JsonObject { ["cats/1.png"] = "Unchanged", ["cats/2.png"] = "Processed again", ["notes.png"] = "Rejected again" },
        });

        Assert.Equal(
            ["rejected", "rejected"], (await host.GetAsync("api/images/notes.png"))["versions"]!.AsArray().Select(version => version!["outcome"]!.GetValue<string>()));
    }
}
