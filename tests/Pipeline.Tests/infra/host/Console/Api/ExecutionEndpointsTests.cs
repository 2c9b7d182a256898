using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Host.Engine.Events;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Api;

public sealed class ExecutionEndpointsTests : IAsyncLifetime
{
    private HostUnderTest _served = null!;

    public async Task InitializeAsync() => _served = await HostUnderTest.StartAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task AnExecutionIsShownWithInputOutputAndHistory()
    {
        var name = await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48));

        var execution = await _served.WaitForEndAsync(name);
        var history = (await _served.GetAsync($"api/executions/{name}/history"))["events"]!.AsArray();

        Assert.Equal("SUCCEEDED", execution["status"]!.GetValue<string>());
        Assert.Equal("Object Created", execution["input"]!["detail-type"]!.GetValue<string>());
        Assert.NotNull(execution["output"]);
        Assert.True(execution["ranMs"]!.GetValue<double>() > 0);
        Assert.True(execution["waitedMs"]!.GetValue<double>() >= 0);
        Assert.Equal(("succeeded", null), ((string?)execution["outcome"], execution["reason"]));
        Assert.Equal("ExecutionStarted", history[0]!["type"]!.GetValue<string>());
        Assert.Equal("ExecutionSucceeded", history[^1]!["type"]!.GetValue<string>());
        Assert.Contains(history, @event => @event!["stateEnteredEventDetails"]?["name"]?.GetValue<string>() == "Validate");
    }

    [Fact]
    public async Task EventsPublishedLiveAreInTheHistory()
    {
        using var folder = new TemporaryFolder();
        var definition = Path.Combine(folder.Path, "waiting.asl.json");
        await File.WriteAllTextAsync(definition, DefinedPipeline.Waiting);
        await using var served = await HostUnderTest.StartAsync(definitionFile: definition);

        // Repeat the check, because events reach the disk on their own within milliseconds after they are published.
        for (var number = 0; number < 10; number++)
        {
            var published = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            void OnPublished(PipelineEvent pipelineEvent)
            {
                if (pipelineEvent is HistoryAppended { Events: [.., { Type: "WaitStateEntered" }] } appended)
                {
                    published.TrySetResult(appended.Execution);
                }
            }

            served.Pipeline.Pipeline.Events.Published += OnPublished;
            await served.Pipeline.Pipeline.Executions.StartAsync(null, "{}", CancellationToken.None);
            var name = await published.Task.WaitAsync(PipelineProgram.Timeout);
            served.Pipeline.Pipeline.Events.Published -= OnPublished;

            var history = (await served.GetAsync($"api/executions/{name}/history"))["events"]!.AsArray();
            Assert.Equal("WaitStateEntered", history.LastOrDefault()?["type"]?.GetValue<string>());
            Assert.Equal(history.Count, (await served.GetAsync($"api/executions/{name}/trace"))["lastEventId"]!.GetValue<int>());
            await served.Pipeline.Pipeline.Executions.StopAsync(name, null, null, CancellationToken.None);
        }
    }

    [Fact]
    public async Task TraceCoversTheWholeHistory()
    {
        var name = await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        await _served.WaitForEndAsync(name);
        var history = (await _served.GetAsync($"api/executions/{name}/history"))["events"]!.AsArray();

        var trace = await _served.GetAsync($"api/executions/{name}/trace");

        Assert.Equal(history.Count, trace["lastEventId"]!.GetValue<int>());
        var visits = trace["visits"]!.AsArray();
        // thumb, small and large-jpeg: the original is smaller than medium and large, which share the file of small.
        Assert.Equal(3, visits.Count(visit => visit!["state"]!.GetValue<string>() == "Resize"));
        Assert.All(visits, visit => Assert.Equal("succeeded", visit!["outcome"]!.GetValue<string>()));
        Assert.Equal("execution", trace["scopes"]![0]!["kind"]!.GetValue<string>());
        Assert.Equal(
            Enumerable.Range(2, history.Count - 2),
            visits.SelectMany(visit => visit!["events"]!.AsArray()).Select(id => id!.GetValue<int>()).Order());
    }

    [Fact]
    public async Task TraceOfARunningExecutionGrowsUntilItsEnd()
    {
        using var folder = new TemporaryFolder();
        var definition = Path.Combine(folder.Path, "waiting.asl.json");
        await File.WriteAllTextAsync(definition, DefinedPipeline.Waiting);
        await using var served = await HostUnderTest.StartAsync(definitionFile: definition);
        var pipeline = served.Pipeline.Pipeline;

        // More executions than the reader keeps traces of.
        for (var number = 0; number < 6; number++)
        {
            var name = $"run-{number}";
            await pipeline.Executions.StartAsync(name, "{}", CancellationToken.None);
            JsonObject running;
            do
            {
                running = await served.GetAsync($"api/executions/{name}/trace");
            }
            while (running["visits"]!.AsArray().Count == 0);

            await pipeline.Executions.StopAsync(name, null, null, CancellationToken.None);
            await served.WaitForEndAsync(name);
            var ended = await served.GetAsync($"api/executions/{name}/trace");

            Assert.Equal("running", running["visits"]![0]!["outcome"]!.GetValue<string>());
            Assert.Equal("aborted", ended["visits"]![0]!["outcome"]!.GetValue<string>());
            Assert.True(ended["lastEventId"]!.GetValue<int>() > running["lastEventId"]!.GetValue<int>());
        }
    }

    [Fact]
    public async Task HistoryIsReadInPages()
    {
        var name = await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        await _served.WaitForEndAsync(name);
        var whole = (await _served.GetAsync($"api/executions/{name}/history"))["events"]!.AsArray().Count;

        var ids = new List<long>();
        for (long? after = 0; after is not null;)
        {
            var page = await _served.GetAsync($"api/executions/{name}/history?after={after}&limit=7");
            ids.AddRange(page["events"]!.AsArray().Select(@event => @event!["id"]!.GetValue<long>()));
            after = page["after"]?.GetValue<long>();
        }

        Assert.Equal(Enumerable.Range(1, whole).Select(id => (long)id), ids);
    }

    [Fact]
    public async Task ListsAreFilteredByStatusAndKeyAndPaged()
    {
        var cats = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            cats.Add(await _served.UploadAsync($"cats/{i}.png", SyntheticImages.Png(32, 24, i)));
        }

        var dog = await _served.UploadAsync("dogs/1.txt", "no image"u8.ToArray());
        foreach (var name in cats.Append(dog))
        {
            await _served.WaitForEndAsync(name);
        }

        await _served.SendAsync("api/executions", new JsonObject { ["name"] = "odd", ["input"] = new JsonObject() });
        await _served.WaitForEndAsync("odd");

        var first = await _served.GetAsync("api/executions?key=cats/*&limit=2");
        var second = await _served.GetAsync($"api/executions?key=cats/*&limit=2&continuation={first["continuation"]}");
        var failed = await _served.GetAsync("api/executions?status=FAILED");
        var one = await _served.GetAsync("api/executions?key=dogs/1.txt");

        Assert.Equal([cats[2], cats[1]], Names(first));
        Assert.Equal([cats[0]], Names(second));
        Assert.Null(second["continuation"]);
        Assert.Equal(["odd"], Names(failed));
        Assert.Equal([dog], Names(one));
    }

    [Fact]
    public async Task ListsShowOutcomesWithReasonsAndAreFilteredBySearchAndDate()
    {
        var good = await _served.UploadAsync("cats/Tom.png", SyntheticImages.Png(32, 24));
        await _served.WaitForEndAsync(good);
        var again = await _served.UploadAsync("cats/Tom.png", SyntheticImages.Png(32, 24));
        await _served.WaitForEndAsync(again);
        var bad = await _served.UploadAsync("cats/notes.txt", "no image"u8.ToArray());
        await _served.WaitForEndAsync(bad);

        var rejected = await _served.GetAsync("api/executions?outcome=Rejected");
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal([bad], Names(rejected));
        Assert.Equal(("SUCCEEDED", "rejected", "unsupportedFormat"), (
            (string?)rejected["executions"]![0]!["status"], (string?)rejected["executions"]![0]!["outcome"], (string?)rejected["executions"]![0]!["reason"]!["code"]));
        Assert.Equal([again], Names(await _served.GetAsync("api/executions?outcome=unchanged&status=SUCCEEDED")));
        Assert.Equal([again, good], Names(await _served.GetAsync("api/executions?q=tom")));
        Assert.Equal([good], Names(await _served.GetAsync($"api/executions?q={good[4..20]}")));
        Assert.Equal([bad, again, good], Names(await _served.GetAsync($"api/executions?from={today}&to={today}")));
        Assert.Empty(Names(await _served.GetAsync("api/executions?to=2020-01-01")));
        Assert.Equal([good, again, bad], Names(await _served.GetAsync("api/executions?sort=start&order=asc")));
        Assert.Equal([good, again, bad], Names(await _served.GetAsync("api/executions?sort=key")));
        var counts = (await _served.GetAsync("api/status"))["outcomes"]!;
        Assert.Equal((1, 1, 1, 0), ((int)counts["succeeded"]!, (int)counts["rejected"]!, (int)counts["unchanged"]!, (int)counts["failed"]!));
    }

    [Theory]
    [InlineData("start", "asc")]
    [InlineData("duration", "desc")]
    [InlineData("duration", "asc")]
    [InlineData("key", "desc")]
    public async Task PagesOfASortedListContinueEachOther(string sort, string order)
    {
        for (var i = 0; i < 5; i++)
        {
            await _served.WaitForEndAsync(await _served.UploadAsync($"{i % 2}/{i}.png", SyntheticImages.Png(32, 24, i)));
        }

        var whole = Names(await _served.GetAsync($"api/executions?sort={sort}&order={order}")).ToList();
        var paged = new List<string>();
        for (string? continuation = ""; continuation is not null;)
        {
            var page = await _served.GetAsync($"api/executions?sort={sort}&order={order}&limit=2{(continuation == "" ? "" : $"&continuation={continuation}")}");
            paged.AddRange(Names(page));
            continuation = (string?)page["continuation"];
        }

        Assert.Equal(5, whole.Count);
        Assert.Equal(whole, paged);
    }

    [Theory]
    [InlineData("api/executions?outcome=lost", "succeeded, rejected, quarantined, unchanged, superseded, removed, failed")]
    [InlineData("api/executions?sort=size", "start, duration, key")]
    [InlineData("api/executions?order=up", "asc, desc")]
    [InlineData("api/executions?from=yesterday", "2026-03-01T12:00:00Z")]
    [InlineData("api/executions?status=DONE", "RUNNING, SUCCEEDED")]
    [InlineData("api/executions?limit=0", "between 1 and 1000")]
    [InlineData("api/executions?continuation=nonsense", "nonsense")]
    [InlineData("api/images?status=lost", "processing, ready")]
    [InlineData("api/announcements?topic=all", "success or failure")]
    [InlineData("api/announcements?order=random", "newest or oldest")]
    public async Task InvalidQueryReturns400WithTheAllowedValues(string path, string allowed)
    {
        var (status, response) = await _served.SendAsync(path, null, HttpMethod.Get);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(allowed, response["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "api/executions/none")]
    [InlineData("GET", "api/executions/none/history")]
    [InlineData("GET", "api/executions/none/trace")]
    [InlineData("POST", "api/executions/none/redrive")]
    [InlineData("POST", "api/executions/none/stop")]
    [InlineData("GET", "api/images/none.jpg")]
    [InlineData("DELETE", "api/images/none.jpg")]
    [InlineData("GET", "api/nothing")]
    public async Task MissingResourceReturns404AndNamesIt(string method, string path)
    {
        var (status, response) = await _served.SendAsync(path, null, new(method));

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(path.Contains("none", StringComparison.Ordinal) ? "none" : "/api/nothing", response["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExecutionIsStartedAgainWithEditedInput()
    {
        var first = await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        var input = (await _served.WaitForEndAsync(first))["input"]!.DeepClone();
        input["detail"]!["object"]!["key"] = "missing.png";

        var (status, started) = await _served.SendAsync("api/executions", new JsonObject { ["input"] = input });
        var ended = await _served.WaitForEndAsync(started["name"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("uploads/missing.png", ended["imageId"]!.GetValue<string>());
        Assert.NotEqual(first, ended["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task ReusedNameIsAConflictAndAnInvalidNameABadRequest()
    {
        await _served.SendAsync("api/executions", new JsonObject { ["name"] = "once", ["input"] = new JsonObject() });
        await _served.WaitForEndAsync("once");

        var (again, _) = await _served.SendAsync("api/executions", new JsonObject { ["name"] = "once", ["input"] = new JsonObject { ["a"] = 1 } });
        var (wrong, problem) = await _served.SendAsync("api/executions", new JsonObject { ["name"] = "a b", ["input"] = new JsonObject() });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.BadRequest), (again, wrong));
        Assert.Contains("a b", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SucceededExecutionIsNeitherRedrivenNorStopped()
    {
        var name = await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        await _served.WaitForEndAsync(name);

        var (redrive, problem) = await _served.SendAsync($"api/executions/{name}/redrive");
        var (stop, _) = await _served.SendAsync($"api/executions/{name}/stop");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (redrive, stop));
        Assert.Contains("SUCCEEDED", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "odd")]
    [InlineData("""{ "detail-type": "Tea Made" }""", null)]
    public async Task FailedExecutionIsRedrivenOrRestartedIfItEndedInAFailState(string input, string? redrivenName)
    {
        await _served.SendAsync("api/executions", new JsonObject { ["name"] = "odd", ["input"] = JsonNode.Parse(input) });
        await _served.WaitForEndAsync("odd");

        var (status, response) = await _served.SendAsync("api/executions/odd/redrive");
        var name = response["name"]!.GetValue<string>();
        var ended = await _served.WaitForEndAsync(name);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(redrivenName is not null, name == redrivenName);
        Assert.Equal(redrivenName is null ? 0 : 1, ended["redriveCount"]!.GetValue<int>());
        Assert.Equal("FAILED", ended["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task UnsupportedContentTypeReturns415()
    {
        using var body = new StringContent("input", System.Text.Encoding.UTF8, "text/plain");
        using var response = await _served.Client.PostAsync(new Uri("api/executions", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task MalformedJsonReturns400()
    {
        using var body = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        using var response = await _served.Client.PostAsync(new Uri("api/executions", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    private static IEnumerable<string> Names(JsonObject page) => page["executions"]!.AsArray().Select(one => one!["name"]!.GetValue<string>());
}
