using System.Text.Json.Nodes;
using Pipeline.Core.Renditions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>Tests of the console from the user's point of view. The scripts in <c>browser</c> drive it in Chromium.</summary>
public sealed class ConsoleTests
{
    [BrowserFact]
    public async Task DroppedImagesCanBeFollowedToTheirRenditions()
    {
        await using var host = await HostUnderTest.StartAsync();

        await Chromium.RunAsync("upload", new()
        {
            ["address"] = host.Address,
            ["files"] = new JsonArray(Dropped("1.jpg", SyntheticImages.Jpeg(1_600, 1_200)), Dropped("two words.png", SyntheticImages.Png(640, 480))),
        });

        Assert.NotNull(await host.Pipeline.GetEntryAsync("cats/1.jpg"));
        Assert.NotNull(await host.Pipeline.GetEntryAsync("cats/two words.png"));
    }

    [BrowserFact]
    public async Task RejectedImageShowsItsReason()
    {
        await using var host = await HostUnderTest.StartAsync();

        await Chromium.RunAsync("rejected", new()
        {
            ["address"] = host.Address,
            ["files"] = new JsonArray(Dropped("notes.jpg", "These are notes."u8.ToArray())),
            ["reason"] = "unsupportedFormat",
        });
    }

    [BrowserFact]
    public async Task UploadsAreSummedUpByOutcomeAndTheNumbersAndDeliveriesCountThem()
    {
        await using var host = await HostUnderTest.StartAsync();
        var webhook = $"http://127.0.0.1:{FreePort.Find()}/nobody-listens";
        await host.SendAsync("api/webhook", new JsonObject { ["url"] = webhook }, HttpMethod.Put);

        await Chromium.RunAsync("upload-outcomes", new()
        {
            ["address"] = host.Address,
            ["webhook"] = webhook,
            ["files"] = new JsonArray(
                Dropped("1.png", SyntheticImages.Png(640, 480)), Dropped("2.png", SyntheticImages.Png(64, 48)), Dropped("notes.jpg", "These are notes."u8.ToArray())),
        });
    }

    [BrowserFact]
    public async Task ExecutionsAreFoundByOutcomeTextAndDateAndSortedByALink()
    {
        await using var host = await HostUnderTest.StartAsync();
        foreach (var (key, content) in ((string, byte[])[])
            [("cats/tom.png", SyntheticImages.Png(64, 48)), ("cats/tom.png", SyntheticImages.Png(64, 48)), ("dogs/notes.txt", "no image"u8.ToArray()), ("dogs/rex.png", SyntheticImages.Png(48, 64))])
        {
            await host.WaitForEndAsync(await host.UploadAsync(key, content));
        }

        await Chromium.RunAsync("find-executions", new() { ["address"] = host.Address, ["reason"] = "unsupportedFormat" });
    }

    [BrowserFact]
    public async Task ManyExecutionsAreRedrivenStoppedAndProcessedAgainAfterOneQuestion()
    {
        using var folder = new TemporaryFolder();
        var definition = Path.Combine(folder.Path, "mine.asl.json");
        await File.WriteAllTextAsync(definition, """
            {
              "StartAt": "Route",
              "States": {
                "Route": {
                  "Type": "Choice",
                  "Choices": [{ "Variable": "$.detail.object.key", "StringMatches": "slow*", "Next": "Wait" }, { "Variable": "$.detail.object.key", "StringMatches": "good*", "Next": "Unchanged" }],
                  "Default": "Convert"
                },
                "Wait": { "Type": "Wait", "Seconds": 3600, "Next": "Unchanged" },
                "Convert": { "Type": "Pass", "Parameters": { "number.$": "States.StringToJson($.source)" }, "Next": "Unchanged" },
                "Unchanged": { "Type": "Succeed" }
              }
            }
            """);
        await using var host = await HostUnderTest.StartAsync(definitionFile: definition);
        foreach (var key in (string[])["bad1.png", "bad2.png", "bad3.png", "good1.png"])
        {
            await host.WaitForEndAsync(await host.UploadAsync(key, [1]));
        }

        await host.UploadAsync("slow1.png", [1]);
        await host.UploadAsync("slow2.png", [1]);

        await Chromium.RunAsync("select-executions", new() { ["address"] = host.Address });

        var all = (await host.GetAsync("api/executions"))["executions"]!.AsArray();
        Assert.Equal(3, all.Count(execution => (string?)execution!["status"] == "FAILED" && (int)execution["redriveCount"]! == 1));
        Assert.Equal(2, all.Count(execution => (string?)execution!["status"] == "ABORTED"));
        Assert.Equal(2, all.Count(execution => (string?)execution!["imageId"] == "uploads/good1.png" && (string?)execution["outcome"] == "unchanged"));
    }

    [BrowserFact]
    public async Task PicturesCanBeZoomedComparedAndCopied()
    {
        await using var host = await HostUnderTest.StartAsync();
        await host.WaitForEndAsync(await host.UploadAsync("cats/it's 1.png", SyntheticImages.Png(1_600, 1_200)));

        await Chromium.RunAsync("image", new() { ["address"] = host.Address, ["key"] = "cats/it's 1.png" });
    }

    [BrowserFact]
    public async Task ImagesAreFoundByFolderAndDeletedTogether()
    {
        await using var host = await HostUnderTest.StartAsync();
        foreach (var (key, side) in new[] { ("cats/1.png", 64), ("cats/2.png", 96), ("cats/3.png", 80), ("cats/small/4.png", 48), ("dog.png", 32) })
        {
            await host.WaitForEndAsync(await host.UploadAsync(key, SyntheticImages.Png(side, side)));
        }

        await Chromium.RunAsync("images", new() { ["address"] = host.Address });

        Assert.Null((await host.GetAsync("api/images/cats%2F1.png"))["original"]);
        Assert.NotNull((await host.GetAsync("api/images/cats%2F2.png"))["original"]);
    }

    [BrowserFact]
    public async Task FailedExecutionCanBeRedriven()
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
        await using var host = await HostUnderTest.StartAsync(codec: codec, definitionFile: definition);
        await host.WaitForEndAsync(await host.UploadAsync("a.png", SyntheticImages.Png(640, 480)));

        await Chromium.RunAsync("redrive", new() { ["address"] = host.Address, ["fault"] = fault, ["error"] = "The disk is full." });

        Assert.Equal("ready", (await host.GetAsync("api/images/a.png"))["record"]!["status"]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task ExecutionThatEndsWhileThePageLoadsIsShownCompletely()
    {
        using var folder = new TemporaryFolder();
        var gate = Path.Combine(folder.Path, "gate");
        await File.WriteAllTextAsync(gate, "");
        var codec = new FaultyCodec(new VipsCodec()) { BeforeEncode = () => SpinWait.SpinUntil(() => !File.Exists(gate), PipelineProgram.Timeout) };
        await using var host = await HostUnderTest.StartAsync(codec: codec);
        var execution = await host.UploadAsync("a.png", SyntheticImages.Png(640, 480));

        await Chromium.RunAsync("slow-connection", new() { ["address"] = host.Address, ["gate"] = gate, ["execution"] = execution });

        Assert.Equal("SUCCEEDED", (await host.GetAsync($"api/executions/{execution}"))["status"]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task ExecutionCanBeStartedAgainWithEditedInput()
    {
        await using var host = await HostUnderTest.StartAsync();
        await host.WaitForEndAsync(await host.UploadAsync("other.png", SyntheticImages.Png(64, 48)));
        var execution = await host.UploadAsync("a.png", SyntheticImages.Png(48, 64));
        await host.WaitForEndAsync(execution);

        await Chromium.RunAsync("start-again", new()
        {
            ["address"] = host.Address,
            ["execution"] = execution,
            ["key"] = "a.png",
            ["other"] = "other.png",
        });
    }

    [BrowserFact]
    public async Task ErrorsOfDefinitionAreShownUntilCorrected()
    {
        using var folder = new TemporaryFolder();
        var definition = Path.Combine(folder.Path, "mine.asl.json");
        await File.WriteAllTextAsync(definition, (await DefinitionAsync(_ => { })).ToJsonString());
        await using var host = await HostUnderTest.StartAsync(definitionFile: definition);

        await Chromium.RunAsync("definition", new() { ["address"] = host.Address, ["definition"] = definition });

        var running = (await host.GetAsync("api/definition"))["definition"]!;
        Assert.Equal("Corrected", running["States"]!["Unchanged"]!["Comment"]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task ConsoleWorksByKeyboardAlone()
    {
        await using var host = await HostUnderTest.StartAsync();
        var execution = await host.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        await host.WaitForEndAsync(execution);

        await Chromium.RunAsync("keyboard", new() { ["address"] = host.Address, ["execution"] = execution });
    }

    [BrowserFact]
    public async Task GraphIsReadableAndVisibleAtFirstSightOnDesktopAndPhone()
    {
        using var folder = new TemporaryFolder();
        var (definition, gate) = (Path.Combine(folder.Path, "mine.asl.json"), Path.Combine(folder.Path, "gate"));
        await File.WriteAllTextAsync(definition, (await DefinitionAsync(WithOneRetry)).ToJsonString());
        var isFaulty = true;
        var codec = new FaultyCodec(new VipsCodec())
        {
            BeforeEncode = () =>
            {
                SpinWait.SpinUntil(() => !File.Exists(gate), PipelineProgram.Timeout);
                if (isFaulty)
                {
                    throw new IOException("The disk is full.");
                }
            },
        };
        await using var host = await HostUnderTest.StartAsync(codec: codec, definitionFile: definition);
        var failed = await host.UploadAsync("failed.png", SyntheticImages.Png(640, 480));
        await host.WaitForEndAsync(failed);
        isFaulty = false;
        var succeeded = await host.UploadAsync("a.png", SyntheticImages.Png(640, 480));
        await host.WaitForEndAsync(succeeded);
        await host.SendAsync("api/executions", new JsonObject { ["stateMachine"] = "backfill", ["name"] = "before", ["input"] = new JsonObject() });
        await host.WaitForEndAsync("backfill:before");
        await File.WriteAllTextAsync(gate, "");
        var running = await host.UploadAsync("b.png", SyntheticImages.Png(320, 480));
        string[] main = ["Route", "Validate", "Outcome", "ResizeAll", "Persist", "Persisted", "AnnounceSuccess"];
        string[] beside = ["Remove", "AnnounceRemoval", "PersistRejection", "PersistCorruption", "PersistFailure", "AnnounceFailure", "Failed"];

        await Chromium.RunAsync("graph", new()
        {
            ["address"] = host.Address,
            ["executions"] = new JsonObject
            {
                ["succeeded"] = new JsonObject { ["execution"] = succeeded, ["last"] = "AnnounceSuccess" },
                ["failed"] = new JsonObject { ["execution"] = failed, ["last"] = "Failed" },
                ["running"] = new JsonObject { ["execution"] = running, ["last"] = "Resize" },
            },
            ["whole"] = new JsonObject
            {
                ["execution"] = Whole($"executions/{succeeded}?view=whole", main, beside),
                ["definition"] = Whole("definition", main, beside),
                ["backfill"] = Whole("executions/backfill:before?view=whole", ["Defaults", "Source", "Manifest", "Summarise", "Finished"], ["Listing", "AnnounceSummary"]),
            },
        });

        Assert.Equal("RUNNING", (string?)(await host.GetAsync($"api/executions/{running}"))["status"]);
        File.Delete(gate);
        await host.WaitForEndAsync(running);
    }

    [BrowserFact]
    public async Task AddressesNameWhatIsSelectedAndAStopAsksFirst()
    {
        using var folder = new TemporaryFolder();
        var gate = Path.Combine(folder.Path, "gate");
        var codec = new FaultyCodec(new VipsCodec()) { BeforeEncode = () => SpinWait.SpinUntil(() => !File.Exists(gate), PipelineProgram.Timeout) };
        await using var host = await HostUnderTest.StartAsync(codec: codec);
        var execution = await host.UploadAsync("a.png", SyntheticImages.Png(640, 480));
        await host.WaitForEndAsync(execution);
        var trace = await host.GetAsync($"api/executions/{execution}/trace");
        var rendition = trace["scopes"]!.AsArray().Select(scope => (string?)scope!["name"]).First(name => name is not null);
        await File.WriteAllTextAsync(gate, "");
        var running = await host.UploadAsync("b.png", SyntheticImages.Png(320, 480));

        await Chromium.RunAsync("deep-links", new()
        {
            ["address"] = host.Address,
            ["execution"] = execution,
            ["running"] = running,
            ["rendition"] = rendition,
        });

        File.Delete(gate);
        Assert.Equal("ABORTED", (string?)(await host.WaitForEndAsync(running))["status"]);
    }

    [BrowserFact]
    public async Task LogIsFilteredSearchedAndFollowed()
    {
        using var folder = new TemporaryFolder();
        var (fault, gate, definition) = (Path.Combine(folder.Path, "fault"), Path.Combine(folder.Path, "gate"), Path.Combine(folder.Path, "mine.asl.json"));
        await File.WriteAllTextAsync(fault, "");
        await File.WriteAllTextAsync(definition, (await DefinitionAsync(WithOneRetry)).ToJsonString());
        var codec = new FaultyCodec(new VipsCodec())
        {
            BeforeEncode = () =>
            {
                SpinWait.SpinUntil(() => !File.Exists(gate), PipelineProgram.Timeout);
                if (File.Exists(fault))
                {
                    throw new IOException("The encoder is out of order.");
                }
            },
        };
        await using var host = await HostUnderTest.StartAsync(
            RenditionSetReader.Read("""{ "renditions": [{ "name": "tiny", "width": 20 }] }""", "set.json"), codec: codec, definitionFile: definition);
        const string Key = "<img src=x onerror=alert(1)>.png";
        var failed = await host.UploadAsync(Uri.EscapeDataString(Key), SyntheticImages.Png(64, 48));
        await host.WaitForEndAsync(failed);
        File.Delete(fault);
        await File.WriteAllTextAsync(gate, "");
        var running = await host.UploadAsync("b.png", SyntheticImages.Png(48, 64));

        await Chromium.RunAsync("logs", new()
        {
            ["address"] = host.Address,
            ["failed"] = failed,
            ["running"] = running,
            ["gate"] = gate,
            ["imageId"] = $"uploads/{Key}",
            ["rendition"] = "tiny",
            ["error"] = "The encoder is out of order.",
        });

        Assert.Equal("SUCCEEDED", (string?)(await host.WaitForEndAsync(running))["status"]);
    }

    [BrowserFact]
    public async Task EveryPageFitsInEveryThemeAndWidth()
    {
        await using var host = await HostUnderTest.StartAsync();
        var photo = await File.ReadAllBytesAsync(Repository.PathOf("docs", "renditions.jpg"));
        var execution = await host.UploadAsync("holiday/lake.jpg", photo);
        await host.UploadAsync("holiday/a-rather-long-name-that-does-not-fit-into-a-narrow-column-without-being-broken.png", SyntheticImages.Png(640, 480));
        await host.UploadAsync("holiday/notes.jpg", "These are notes."u8.ToArray());
        var (_, odd) = await host.SendAsync("api/executions", new JsonObject { ["input"] = new JsonObject() });
        await host.WaitForEndAsync(odd["name"]!.GetValue<string>());
        await host.WaitForEndAsync(execution);

        await Chromium.RunAsync("screens", new()
        {
            ["address"] = host.Address,
            ["pages"] = new JsonObject
            {
                ["upload"] = DescribePage("upload", "[data-testid=curl]"),
                ["executions"] = DescribePage("executions", "[data-testid=execution]"),
                ["execution"] = DescribePage($"executions/{execution}", "g.state[data-state=AnnounceSuccess][data-outcome=succeeded]"),
                ["logs"] = DescribePage($"executions/{execution}?tab=logs", "[data-testid=log-line]"),
                ["images"] = DescribePage("images", "[data-testid=image]"),
                ["image"] = DescribePage("images/holiday%2Flake.jpg", "[data-testid=rendition] img"),
                ["announcements"] = DescribePage("announcements", "[data-testid=announcement]"),
                ["definition"] = DescribePage("definition", "g.state"),
                ["numbers"] = DescribePage("numbers", "table"),
            },
        });

        Assert.Equal(36, Directory.GetFiles(Chromium.Screenshots, "*-*-*.png").Count(file => File.GetLastWriteTimeUtc(file) > DateTime.UtcNow.AddMinutes(-10)));
    }

    private static JsonObject Whole(string route, string[] main, string[] beside) => new()
    {
        ["route"] = route,
        ["main"] = new JsonArray([.. main.Select(state => JsonValue.Create(state))]),
        ["beside"] = new JsonArray([.. beside.Select(state => JsonValue.Create(state))]),
    };

    private static JsonObject DescribePage(string route, string ready) => new() { ["route"] = route, ["ready"] = ready };

    private static JsonObject Dropped(string name, byte[] content) =>
        new JsonObject { ["name"] = name, ["type"] = "image/jpeg", ["base64"] = Convert.ToBase64String(content) };

    private static async Task<JsonObject> DefinitionAsync(Action<JsonObject> edit)
    {
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("statemachine", "image-pipeline.asl.json")))!.AsObject();
        edit(definition);
        return definition;
    }

    /// <summary>Leaves one retry of a rendition, after a second, and none of the whole set, so that a fault ends it quickly.</summary>
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
