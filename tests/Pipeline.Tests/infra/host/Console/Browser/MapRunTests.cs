using System.Text.Json.Nodes;
using Pipeline.Core.Backfill;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>The page of a Map Run in a real browser.</summary>
public sealed class MapRunTests
{
    [BrowserFact]
    public async Task BackfillIsCountedStartedAndFollowed()
    {
        await using var host = await HostUnderTest.StartAsync();
        foreach (var (key, side) in new[] { ("cats/1.png", 64), ("cats/2.png", 48), ("dog.png", 32) })
        {
            await host.WaitForEndAsync(await host.UploadAsync(key, SyntheticImages.Png(side, side)));
        }

        await Chromium.RunAsync("start-backfill", new() { ["address"] = host.Address });

        var backfill = Assert.Single((await host.GetAsync("api/executions?stateMachine=backfill"))["executions"]!.AsArray())!;
        Assert.Equal("SUCCEEDED", (string?)backfill["status"]);
    }

    [BrowserFact]
    public async Task EveryPageHasATitleOfItsOwn()
    {
        await using var host = await HostUnderTest.StartAsync();
        var first = await host.UploadAsync("cats/tom.png", SyntheticImages.Png(64, 48));
        await host.WaitForEndAsync(first);
        var second = await host.UploadAsync("cats/tom.png", SyntheticImages.Png(48, 64));
        await host.WaitForEndAsync(second);
        await host.SendAsync("api/executions", new JsonObject { ["stateMachine"] = "backfill", ["name"] = "before", ["input"] = new JsonObject() });
        await host.WaitForEndAsync("backfill:before");
        var run = ((string)(await host.GetAsync("api/executions/backfill:before/map-runs"))["mapRuns"]![0]!["mapRunArn"]!).Split(":mapRun:")[1];
        var child = ((string)(await host.GetAsync($"api/map-runs/{Uri.EscapeDataString(run)}/executions"))["executions"]![0]!["executionArn"]!).Split(":", 7)[6];

        await Chromium.RunAsync("titles", new()
        {
            ["address"] = host.Address,
            ["titles"] = new JsonObject
            {
                ["upload"] = "Upload",
                ["executions"] = "Executions",
                [$"executions/{first}"] = $"cats/tom.png – execution {first[..8]}",
                [$"executions/{second}"] = $"cats/tom.png – execution {second[..8]}",
                ["executions/backfill:before"] = "Execution before",
                [$"executions/{Uri.EscapeDataString(child)}"] = $"Execution {child.Split(':')[1]}",
                ["executions/gone"] = "Execution not found",
                ["images"] = "Images",
                ["images/cats%2Ftom.png"] = "cats/tom.png",
                ["images/gone.png"] = "Image not found",
                [$"map-runs/{Uri.EscapeDataString(run)}"] = "Map Run of Listing – before",
                ["map-runs/gone"] = "Map Run not found",
                ["announcements"] = "Announcements",
                ["definition"] = "Definition",
                ["numbers"] = "Numbers",
                ["nowhere"] = "Page not found",
            },
        });
    }

    [BrowserFact]
    public async Task MapRunOfABackfillIsWatchedChangedAndFollowedToItsChildren()
    {
        const int Images = 300;
        await using var host = await HostUnderTest.StartAsync();
        var uploads = host.Pipeline.Pipeline.Store.Uploads;
        for (var number = 0; number < Images; number++)
        {
            // Originals that were there before: no event of theirs starts an execution.
            using var content = new MemoryStream(SyntheticImages.Png(40 + (number % 20), 30 + (number / 20)));
            var upload = await uploads.PutAsync($"{number:000}.png", content, null, CancellationToken.None);
            await uploads.SkipEventAsync(upload.Event.Id, CancellationToken.None);
        }

        await host.SendAsync("api/executions", new JsonObject
        {
            ["stateMachine"] = "backfill",
            ["name"] = "before",
            ["input"] = JsonNode.Parse(new BackfillInput(MaxConcurrency: 1).ToJson()),
        });
        JsonArray runs;
        do
        {
            await Task.Delay(50);
            runs = (await host.GetAsync("api/executions/backfill:before/map-runs"))["mapRuns"]!.AsArray();
        }
        while (runs.Count == 0);

        await Chromium.RunAsync("map-run", new()
        {
            ["address"] = host.Address,
            ["name"] = "before",
            ["images"] = Images,
            ["key"] = $"{Images - 1:000}.png",
            ["run"] = ((string)runs[0]!["mapRunArn"]!).Split(":mapRun:")[1],
        });
    }
}
