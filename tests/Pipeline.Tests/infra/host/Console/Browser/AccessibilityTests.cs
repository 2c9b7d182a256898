using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>Tests of all pages of the console at once.</summary>
public sealed class AccessibilityTests
{
    [BrowserFact]
    public async Task AxeFindsNoFaultOnAnyPageOrDialogOfAStoreWithImages()
    {
        using var folder = new TemporaryFolder();
        var gate = Path.Combine(folder.Path, "gate");
        var codec = new FaultyCodec(new VipsCodec()) { BeforeEncode = () => SpinWait.SpinUntil(() => !File.Exists(gate), PipelineProgram.Timeout) };
        await using var host = await HostUnderTest.StartAsync(codec: codec);
        var succeeded = await host.UploadAsync("cats/1.png", SyntheticImages.Png(640, 480));
        var rejected = await host.UploadAsync("cats/notes.png", "These are notes."u8.ToArray());
        var (_, odd) = await host.SendAsync("api/executions", new JsonObject { ["input"] = new JsonObject() });
        var failed = odd["name"]!.GetValue<string>();
        foreach (var execution in (string[])[succeeded, rejected, failed])
        {
            await host.WaitForEndAsync(execution);
        }

        await File.WriteAllTextAsync(gate, "");
        var running = await host.UploadAsync("dogs/2.png", SyntheticImages.Png(320, 240));
        const string States = "g.state";
        await Chromium.RunAsync("accessibility", new()
        {
            ["address"] = host.Address,
            ["pages"] = new JsonObject
            {
                ["upload"] = Describe("upload", "[data-testid=curl]"),
                ["executions"] = Describe("executions", "[data-testid=execution]"),
                ["execution"] = Describe($"executions/{succeeded}?state=Resize", States),
                ["execution, whole graph and events"] = Describe($"executions/{succeeded}?view=whole&tab=events", States, "[data-testid=event] button[aria-expanded]"),
                ["execution, logs"] = Describe($"executions/{succeeded}?tab=logs", "[data-testid=log-line]", "[data-testid=log-line] button"),
                ["failed execution, logs"] = Describe($"executions/{failed}?tab=logs", "[data-testid=empty]"),
                ["rejected execution"] = Describe($"executions/{rejected}", States),
                ["failed execution"] = Describe($"executions/{failed}", States),
                ["dialog to start again"] = Describe($"executions/{failed}", "[data-testid=start-again]", "[data-testid=start-again]"),
                ["dialog to stop"] = Describe($"executions/{running}", States, "[data-testid=stop]"),
                ["running execution"] = Describe($"executions/{running}", States),
                ["images"] = Describe("images", "[data-testid=image]"),
                ["dialog to delete images"] = Describe("images", "[data-testid=image]", "[data-testid=select-all]", "[data-testid=delete-selected]"),
                ["images of all statuses"] = Describe("images?status=all", "[data-status=rejected]"),
                ["dialog to process images again"] = Describe("images?status=all", "[data-status=rejected]", "[data-testid=select-all]", "[data-testid=process-selected]"),
                ["folders"] = Describe("images?view=folders", "[data-testid=gallery], .folders"),
                ["image"] = Describe("images/cats%2F1.png", "[data-testid=rendition] img"),
                ["dialog with a zoomed rendition"] = Describe("images/cats%2F1.png", "[data-testid=rendition] img", "[data-testid=zoom]"),
                ["dialog to compare"] = Describe("images/cats%2F1.png", "[data-testid=compare]", "[data-testid=compare]"),
                ["dialog to delete an image"] = Describe("images/cats%2F1.png", "[data-testid=delete]", "[data-testid=delete]"),
                ["rejected image"] = Describe("images/cats%2Fnotes.png", "[data-testid=image-page]"),
                ["announcements"] = Describe("announcements", "[data-testid=announcement]"),
                ["definition"] = Describe("definition", States),
                ["numbers"] = Describe("numbers", "table"),
                ["unknown page"] = Describe("nowhere", "[data-testid=empty]"),
                ["unknown execution"] = Describe("executions/nothing", "[data-testid=empty]"),
                ["unknown image"] = Describe("images/nothing", "[data-testid=empty]"),
            },
        });

        File.Delete(gate);
        await host.WaitForEndAsync(running);
    }

    [BrowserFact]
    public async Task AxeFindsNoFaultOnAnyPageOfAnEmptyStore()
    {
        await using var host = await HostUnderTest.StartAsync();

        await Chromium.RunAsync("accessibility", new()
        {
            ["address"] = host.Address,
            ["pages"] = new JsonObject
            {
                ["upload"] = Describe("upload", "[data-testid=curl]"),
                ["executions"] = Describe("executions", "[data-testid=empty]"),
                ["images"] = Describe("images", "[data-testid=empty]"),
                ["announcements"] = Describe("announcements", "[data-testid=empty]"),
                ["numbers"] = Describe("numbers", "h2"),
            },
        });
    }

    [BrowserFact]
    public async Task EveryListIsReadOnceALoad()
    {
        await using var host = await HostUnderTest.StartAsync();
        var execution = await host.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        await host.WaitForEndAsync(execution);

        await Chromium.RunAsync("requests", new()
        {
            ["address"] = host.Address,
            ["execution"] = execution,
            ["lists"] = new JsonObject
            {
                ["executions"] = "[data-testid=execution]",
                ["images"] = "[data-testid=image]",
                ["announcements"] = "[data-testid=announcement]",
                ["definition"] = "g.state",
                ["numbers"] = "table",
            },
        });
    }

    /// <param name="route">Address of the page, after <c>#/</c>.</param>
    /// <param name="ready">Selector of what the page shows once it is complete.</param>
    /// <param name="clicks">Selectors of what to click one after another.</param>
    private static JsonObject Describe(string route, string ready, params IReadOnlyList<string> clicks) =>
        new() { ["route"] = route, ["ready"] = ready, ["clicks"] = new JsonArray([.. clicks.Select(click => (JsonNode)click)]) };
}
