using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Core.Backfill;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Api;

public sealed class MapRunEndpointsTests : IAsyncLifetime
{
    private HostUnderTest _served = null!;

    public async Task InitializeAsync() => _served = await HostUnderTest.StartAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task BackfillIsShownWithItsMapRunAndChildExecutions()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await _served.WaitForEndAsync(await _served.UploadAsync("b.png", SyntheticImages.Png(32, 48)));
        var (status, started) = await _served.SendAsync(
            "api/executions", new JsonObject { ["stateMachine"] = "backfill", ["name"] = "again", ["input"] = JsonNode.Parse(new BackfillInput().ToJson()) });

        var execution = await _served.WaitForEndAsync("backfill:again");
        var run = Assert.Single((await _served.GetAsync("api/executions/backfill:again/map-runs"))["mapRuns"]!.AsArray())!;
        var id = Uri.EscapeDataString(((string)run["mapRunArn"]!).Split(":mapRun:")[1]);
        var children = (await _served.GetAsync($"api/map-runs/{id}/executions?status=SUCCEEDED"))["executions"]!.AsArray();

        Assert.Equal((HttpStatusCode.Created, "SUCCEEDED"), (status, (string?)execution["status"]));
        Assert.EndsWith(":stateMachine:backfill", (string)started["stateMachineArn"]!, StringComparison.Ordinal);
        Assert.Equal(("SUCCEEDED", 2, 2), ((string?)run["status"], (int)run["total"]!, (int)run["itemCounts"]!["SUCCEEDED"]!));
        Assert.Equal(["a.png", "b.png"], children.Select(child => (string)child!["key"]!).Order());
        Assert.All(children, child => Assert.Equal("unchanged", (string?)child!["outcome"]));
        Assert.Empty((await _served.GetAsync($"api/map-runs/{id}/executions?status=FAILED"))["executions"]!.AsArray());

        var first = await _served.GetAsync($"api/map-runs/{id}/executions?limit=1");
        var second = await _served.GetAsync($"api/map-runs/{id}/executions?limit=1&continuation={first["continuation"]}");
        Assert.Equal(children.Select(child => (string)child!["name"]!), new[] { first, second }.Select(page => (string)page["executions"]![0]!["name"]!));
        Assert.Null(second["continuation"]);

        var childId = Uri.EscapeDataString(((string)children[0]!["executionArn"]!).Split(":execution:")[1]);
        Assert.Equal("SUCCEEDED", (string?)(await _served.GetAsync($"api/executions/{childId}"))["status"]);
        Assert.Equal("ExecutionSucceeded", (string?)(await _served.GetAsync($"api/executions/{childId}/history"))["events"]!.AsArray()[^1]!["type"]);
        Assert.NotEmpty((await _served.GetAsync($"api/executions/{childId}/trace"))["visits"]!.AsArray());
        Assert.NotNull((await _served.GetAsync($"api/executions/{childId}/definition"))["definition"]!["StartAt"]);

        var backfills = (await _served.GetAsync("api/executions?stateMachine=backfill"))["executions"]!.AsArray();
        Assert.Equal("again", (string?)Assert.Single(backfills)!["name"]);
        Assert.Equal(2, (await _served.GetAsync("api/executions?stateMachine=image-pipeline"))["executions"]!.AsArray().Count);
    }

    [Fact]
    public async Task PlanOfABackfillCountsTheOriginalsOfAPrefix()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("cats/a.png", SyntheticImages.Png(64, 48)));
        await _served.WaitForEndAsync(await _served.UploadAsync("cats/b.png", SyntheticImages.Png(32, 48)));
        await _served.WaitForEndAsync(await _served.UploadAsync("dog.png", SyntheticImages.Png(16, 16)));

        var all = await _served.GetAsync("api/backfills/plan");
        var cats = await _served.GetAsync("api/backfills/plan?prefix=cats%2F");
        var none = await _served.GetAsync("api/backfills/plan?prefix=birds");

        Assert.Equal((3, 2, 0), ((int)all["images"]!, (int)cats["images"]!, (int)none["images"]!));
        Assert.Equal(SyntheticImages.Png(64, 48).Length + SyntheticImages.Png(32, 48).Length, (int)cats["bytes"]!);
        Assert.Equal((0, BackfillInput.DefaultConcurrency), ((int)cats["skipped"]!, (int)cats["defaultConcurrency"]!));
        Assert.Empty((await _served.GetAsync("api/executions?stateMachine=backfill"))["executions"]!.AsArray());
    }

    [Fact]
    public async Task StatusNamesTheStateMachinesOfTheHost()
    {
        var names = (await _served.GetAsync("api/status"))["stateMachines"]!.AsArray().Select(name => (string)name!);

        Assert.Equal(["image-pipeline", "backfill"], names);
    }

    [Fact]
    public async Task SettingsOfAMapRunChangeOnlyWhileItRuns()
    {
        var runs = _served.Pipeline.Pipeline.Store.MapRuns;
        const string Arn = "arn:aws:states:local:000000000000:mapRun:backfill/Images:RUN";
        var run = await runs.OpenAsync(
            new(
                Arn, "arn:aws:states:local:000000000000:execution:backfill:again", "arn:aws:states:local:000000000000:stateMachine:backfill/Images", "Images",
                false, false, DateTimeOffset.UtcNow, new(20, null, 5)),
            CancellationToken.None);
        Task<(HttpStatusCode Status, JsonObject Response)> PutAsync(JsonObject change) => _served.SendAsync("api/map-runs/backfill%2FImages:RUN", change, HttpMethod.Put);

        var (status, changed) = await PutAsync(new() { ["maxConcurrency"] = 3 });
        Assert.Equal((HttpStatusCode.OK, 3, 5), (status, (int)changed["maxConcurrency"]!, (int)changed["toleratedFailurePercentage"]!));
        Assert.Equal(new MapRunLimits(3, null, 5), runs.Get(Arn)!.Settings);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(new() { ["toleratedFailurePercentage"] = 101 })).Status);

        await runs.EndAsync(run.Number, RecordedStatus.Succeeded, DateTimeOffset.UtcNow, 0);
        Assert.Equal(HttpStatusCode.Conflict, (await PutAsync(new() { ["maxConcurrency"] = 4 })).Status);
        Assert.Equal(3, runs.Get(Arn)!.Settings.MaxConcurrency);
    }

    [Fact]
    public async Task MapRunThatDoesNotExistIsNotFound()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _served.SendAsync("api/map-runs/backfill%2FImages:NONE", null, HttpMethod.Get)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _served.SendAsync("api/executions/backfill:none/map-runs", null, HttpMethod.Get)).Status);
    }
}
