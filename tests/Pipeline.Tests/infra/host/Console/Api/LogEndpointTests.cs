using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Core.Backfill;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Api;

public sealed class LogEndpointTests : IAsyncLifetime
{
    private HostUnderTest _served = null!;

    public async Task InitializeAsync() => _served = await HostUnderTest.StartAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task LogIsReadByStateLevelAndPage()
    {
        var name = await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        await _served.WaitForEndAsync(name);

        var log = await _served.GetAsync($"api/executions/{name}/logs");

        var lines = log["lines"]!.AsArray();
        Assert.Equal(["Validate", "Resize", "Persist"], log["states"]!.AsArray().Select(state => (string)state!));
        Assert.Equal(("validate: accepted", "INFO", 1), ((string?)lines[0]!["message"], (string?)lines[0]!["level"], (int)lines[0]!["number"]!));
        Assert.Equal("uploads/a.png", (string?)lines[0]!["details"]!["imageId"]);
        Assert.Equal((lines.Count, null, 0, null), ((int)log["last"]!, log["after"], (int)log["dropped"]!, log["note"]));
        var resized = (await _served.GetAsync($"api/executions/{name}/logs?state=Resize"))["lines"]!.AsArray();
        Assert.Equal(2 * 3, resized.Count);
        Assert.All(resized, line => Assert.Equal(("Resize", 1), ((string?)line!["state"], line["iterations"]!.AsArray().Count)));
        Assert.Empty((await _served.GetAsync($"api/executions/{name}/logs?level=WARN"))["lines"]!.AsArray());

        var numbers = new List<int>();
        for (long? after = 0; after is not null;)
        {
            var page = await _served.GetAsync($"api/executions/{name}/logs?after={after}&limit=3");
            numbers.AddRange(page["lines"]!.AsArray().Select(line => (int)line!["number"]!));
            after = (long?)page["after"];
        }

        Assert.Equal(Enumerable.Range(1, lines.Count), numbers);
    }

    [Theory]
    [InlineData("level=info", "level is 'info'; it must be one of INFO, WARN, ERROR.")]
    [InlineData("limit=0", "limit is 0; it must be between 1 and 1000.")]
    public async Task InvalidQueriesAreRefused(string query, string problem)
    {
        var name = await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48));

        var (status, response) = await _served.SendAsync($"api/executions/{name}/logs?{query}", null, HttpMethod.Get);

        Assert.Equal((HttpStatusCode.BadRequest, problem), (status, (string?)response["detail"]));
    }

    [Fact]
    public async Task UnknownExecutionHasNoLog() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _served.SendAsync("api/executions/none/logs", null, HttpMethod.Get)).Status);

    [Fact]
    public async Task ChildExecutionHasALogOfItsOwn()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await _served.SendAsync(
            "api/executions",
            new JsonObject { ["stateMachine"] = "backfill", ["name"] = "again", ["input"] = JsonNode.Parse(new BackfillInput().ToJson()) });
        await _served.WaitForEndAsync("backfill:again");
        var run = (await _served.GetAsync("api/executions/backfill:again/map-runs"))["mapRuns"]![0]!;
        var id = Uri.EscapeDataString(((string)run["mapRunArn"]!).Split(":mapRun:")[1]);
        var child = (await _served.GetAsync($"api/map-runs/{id}/executions"))["executions"]![0]!;

        var log = await _served.GetAsync($"api/executions/{Uri.EscapeDataString(((string)child["executionArn"]!).Split(":execution:")[1])}/logs");

        Assert.Equal("validate: unchanged", (string?)log["lines"]![0]!["message"]);
        var summary = (await _served.GetAsync("api/executions/backfill:again/logs"))["lines"]![0]!;
        Assert.Equal("backfill: none failed", (string?)summary["message"]);
    }
}
