using System.Text.Json.Nodes;
using Pipeline.Core.Backfill;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>The page of a Map Run in a real browser.</summary>
public sealed class MapRunTests
{
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
