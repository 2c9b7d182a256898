using System.Text.Json.Nodes;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Live;

public sealed class LiveEndpointTests
{
    [Fact]
    public async Task UploadIsStreamedFromItsStartToItsAnnouncement()
    {
        await using var served = await HostUnderTest.StartAsync();
        using var stream = new StreamReader(await served.Client.GetStreamAsync(new Uri("api/live", UriKind.Relative)));
        Assert.StartsWith(":", await stream.ReadLineAsync(), StringComparison.Ordinal);

        var execution = await served.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        var events = await ReadUntilAsync(stream, (name, data) => name == "execution" && data["status"]!.GetValue<string>() != "RUNNING");

        Assert.All(events.Where(one => one.Name == "execution"), one => Assert.Equal(execution, one.Data["name"]!.GetValue<string>()));
        var changes = events.Where(one => one.Name == "execution").Select(one => one.Data).ToList();
        Assert.Equal(["RUNNING", "RUNNING", "SUCCEEDED"], changes.Select(change => change["status"]!.GetValue<string>()));
        // It waits for its turn, runs, and has an outcome.
        Assert.Equal([false, true, true], changes.Select(change => change["runDate"] is not null));
        Assert.Equal([null, null, "succeeded"], changes.Select(change => (string?)change["outcome"]));
        Assert.Equal("ready", events.Last(one => one.Name == "image").Data["status"]!.GetValue<string>());
        Assert.Equal("uploads/a.png", Assert.Single(events, one => one.Name == "announcement").Data["message"]!["imageId"]!.GetValue<string>());
        Assert.DoesNotContain(events, one => one.Name == "history");
    }

    [Fact]
    public async Task FollowerOfAnExecutionGetsItsHistory()
    {
        await using var served = await HostUnderTest.StartAsync();
        var input = new JsonObject { ["detail-type"] = "nothing that the pipeline knows" };
        using var stream = new StreamReader(await served.Client.GetStreamAsync(new Uri("api/live?execution=mine", UriKind.Relative)));
        Assert.StartsWith(":", await stream.ReadLineAsync(), StringComparison.Ordinal);

        await served.SendAsync("api/executions", new JsonObject { ["name"] = "mine", ["input"] = input });
        var events = await ReadUntilAsync(stream, (name, data) =>
            name == "history" && data["events"]!.AsArray().Any(one => one!["type"]!.GetValue<string>() == "ExecutionFailed"));
        await served.SendAsync("api/executions", new JsonObject { ["name"] = "other", ["input"] = input.DeepClone() });
        events.AddRange(await ReadUntilAsync(stream, (name, data) =>
            name == "execution" && data["name"]!.GetValue<string>() == "other" && data["status"]!.GetValue<string>() == "FAILED"));

        var history = events.Where(one => one.Name == "history").ToList();
        Assert.All(history, one => Assert.Equal("mine", one.Data["execution"]!.GetValue<string>()));
        var types = history.SelectMany(one => one.Data["events"]!.AsArray()).Select(one => one!["type"]!.GetValue<string>()).ToList();
        Assert.Equal("ExecutionStarted", types[0]);
        Assert.Equal("ExecutionFailed", types[^1]);
    }

    private static async Task<List<(string Name, JsonObject Data)>> ReadUntilAsync(StreamReader stream, Func<string, JsonObject, bool> last)
    {
        using var timeout = new CancellationTokenSource(PipelineProgram.Timeout);
        var events = new List<(string Name, JsonObject Data)>();
        var name = "";
        while (await stream.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                events.Add((name, JsonNode.Parse(line["data: ".Length..])!.AsObject()));
                if (last(events[^1].Name, events[^1].Data))
                {
                    return events;
                }
            }
        }

        throw new InvalidOperationException($"The stream ended after {events.Count} events.");
    }
}
