using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>The console as its users meet it: the scripts beside this drive it in Chromium.</summary>
public sealed class ConsoleTests
{
    [BrowserFact]
    public async Task DroppedImagesAreFollowedToTheirRenditions()
    {
        await using var served = await HostUnderTest.StartAsync();

        await Chromium.RunAsync("upload", new()
        {
            ["address"] = served.Address,
            ["files"] = new JsonArray(Dropped("1.jpg", SyntheticImages.Jpeg(1_600, 1_200)), Dropped("two words.png", SyntheticImages.Png(640, 480))),
        });

        Assert.NotNull(await served.Pipeline.GetEntryAsync("cats/1.jpg"));
        Assert.NotNull(await served.Pipeline.GetEntryAsync("cats/two words.png"));
    }

    [BrowserFact]
    public async Task ARejectedImageSaysWhy()
    {
        await using var served = await HostUnderTest.StartAsync();

        await Chromium.RunAsync("rejected", new()
        {
            ["address"] = served.Address,
            ["files"] = new JsonArray(Dropped("notes.jpg", "These are notes."u8.ToArray())),
            ["reason"] = "unsupportedFormat",
        });
    }

    [BrowserFact]
    public async Task AFailedExecutionIsRedriven()
    {
        using var folder = new TemporaryFolder();
        var (fault, definition) = (Path.Combine(folder.Path, "fault"), Path.Combine(folder.Path, "mine.asl.json"));
        await File.WriteAllTextAsync(fault, "");
        await File.WriteAllTextAsync(definition, (await DefinitionAsync(WithOneRetry)).ToJsonString());
        var codec = new FaultyCodec(new VipsCodec())
        {
            BeforeEncode = () =>
            {
                if (File.Exists(fault))
                {
                    throw new IOException("The disk is full.");
                }
            },
        };
        await using var served = await HostUnderTest.StartAsync(codec: codec, definitionFile: definition);
        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(640, 480)));

        await Chromium.RunAsync("redrive", new() { ["address"] = served.Address, ["fault"] = fault, ["error"] = "The disk is full." });

        Assert.Equal("ready", (await served.GetAsync("api/images/a.png"))["record"]!["status"]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task AnExecutionThatEndsWhileItIsReadIsShownToItsEnd()
    {
        using var folder = new TemporaryFolder();
        var gate = Path.Combine(folder.Path, "gate");
        await File.WriteAllTextAsync(gate, "");
        var codec = new FaultyCodec(new VipsCodec()) { BeforeEncode = () => SpinWait.SpinUntil(() => !File.Exists(gate), PipelineProgram.Timeout) };
        await using var served = await HostUnderTest.StartAsync(codec: codec);
        var execution = await served.UploadAsync("a.png", SyntheticImages.Png(640, 480));

        await Chromium.RunAsync("late", new() { ["address"] = served.Address, ["gate"] = gate, ["execution"] = execution });

        Assert.Equal("SUCCEEDED", (await served.GetAsync($"api/executions/{execution}"))["status"]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task AnExecutionIsStartedAgainWithEditedInput()
    {
        await using var served = await HostUnderTest.StartAsync();
        await served.WaitForEndAsync(await served.UploadAsync("other.png", SyntheticImages.Png(64, 48)));
        var execution = await served.UploadAsync("a.png", SyntheticImages.Png(48, 64));
        await served.WaitForEndAsync(execution);

        await Chromium.RunAsync("start-again", new()
        {
            ["address"] = served.Address,
            ["execution"] = execution,
            ["key"] = "a.png",
            ["other"] = "other.png",
        });
    }

    [BrowserFact]
    public async Task BrokenAndCorrectedDefinitionsAreShown()
    {
        using var folder = new TemporaryFolder();
        var definition = Path.Combine(folder.Path, "mine.asl.json");
        await File.WriteAllTextAsync(definition, (await DefinitionAsync(_ => { })).ToJsonString());
        await using var served = await HostUnderTest.StartAsync(definitionFile: definition);

        await Chromium.RunAsync("definition", new() { ["address"] = served.Address, ["definition"] = definition });

        var running = (await served.GetAsync("api/definition"))["definition"]!;
        Assert.Equal("Mended", running["States"]!["Succeeded"]!["Comment"]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task ConsoleWorksByKeyboardAlone()
    {
        await using var served = await HostUnderTest.StartAsync();
        var execution = await served.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        await served.WaitForEndAsync(execution);

        await Chromium.RunAsync("keyboard", new() { ["address"] = served.Address, ["execution"] = execution });
    }

    [BrowserFact]
    public async Task EveryPageFitsEveryThemeAndWidth()
    {
        await using var served = await HostUnderTest.StartAsync();
        var photo = await File.ReadAllBytesAsync(Repository.PathOf("docs", "renditions.jpg"));
        var execution = await served.UploadAsync("holiday/lake.jpg", photo);
        await served.UploadAsync("holiday/a-rather-long-name-that-does-not-fit-into-a-narrow-column-without-being-broken.png", SyntheticImages.Png(640, 480));
        await served.UploadAsync("holiday/notes.jpg", "These are notes."u8.ToArray());
        var (_, odd) = await served.SendAsync("api/executions", new JsonObject { ["input"] = new JsonObject() });
        await served.WaitForEndAsync(odd["name"]!.GetValue<string>());
        await served.WaitForEndAsync(execution);

        await Chromium.RunAsync("screens", new()
        {
            ["address"] = served.Address,
            ["pages"] = new JsonObject
            {
                ["upload"] = ShownPage("upload", "[data-testid=curl]"),
                ["executions"] = ShownPage("executions", "[data-testid=execution]"),
                ["execution"] = ShownPage($"executions/{execution}", "g.state[data-state=Succeeded][data-outcome=succeeded]"),
                ["images"] = ShownPage("images", "[data-testid=image]"),
                ["image"] = ShownPage("images/holiday%2Flake.jpg", "[data-testid=rendition] img"),
                ["announcements"] = ShownPage("announcements", "[data-testid=announcement]"),
                ["definition"] = ShownPage("definition", "g.state"),
                ["numbers"] = ShownPage("numbers", "table"),
            },
        });

        Assert.Equal(32, Directory.GetFiles(Chromium.Screenshots, "*-*-*.png").Count(file => File.GetLastWriteTimeUtc(file) > DateTime.UtcNow.AddMinutes(-10)));
    }

    private static JsonObject ShownPage(string route, string ready) => new() { ["route"] = route, ["ready"] = ready };

    private static JsonObject Dropped(string name, byte[] content) =>
        new JsonObject { ["name"] = name, ["type"] = "image/jpeg", ["base64"] = Convert.ToBase64String(content) };

    private static async Task<JsonObject> DefinitionAsync(Action<JsonObject> edit)
    {
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("statemachine", "image-pipeline.asl.json")))!.AsObject();
        edit(definition);
        return definition;
    }

    /// <summary>One retry of a rendition after a second, none of the whole set: a fault is not waited for.</summary>
    private static void WithOneRetry(JsonObject definition)
    {
        var all = definition["States"]!["ResizeAll"]!.AsObject();
        all.Remove("Retry");
        all["ItemProcessor"]!["States"]!["Resize"]!["Retry"] = new JsonArray(new JsonObject
        {
            ["ErrorEquals"] = new JsonArray("States.ALL"),
            ["IntervalSeconds"] = 1,
            ["MaxAttempts"] = 1,
        });
    }
}
