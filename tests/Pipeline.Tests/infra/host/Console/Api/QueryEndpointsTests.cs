using System.Net;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Console.Queries;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Host.Console.Queries;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Api;

public sealed class QueryEndpointsTests : IAsyncLifetime
{
    private readonly ScriptedQueries _queries = new();
    private HostUnderTest _served = null!;

    public async Task InitializeAsync() => _served = await HostUnderTest.StartAsync(options: new ConsoleOptions(Port: 0) { Queries = _queries.Create() });

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task QueriesAreListedWithoutARun()
    {
        var listed = await _served.GetAsync("api/queries");

        Assert.Equal(["largest", "empty"], listed["queries"]!.AsArray().Select(query => (string)query!["name"]!));
        Assert.Equal(
            ("SELECT key, bytes FROM images", "bytes", "pipeline query --saved largest"),
            ((string)listed["queries"]![0]!["sql"]!, (string)listed["queries"]![0]!["measure"]!, (string)listed["queries"]![0]!["command"]!));
        Assert.Null(listed["latest"]);
        Assert.Null(listed["obstacle"]);
        Assert.Equal(0, _queries.Runs);
    }

    [Fact]
    public async Task RunGivesAllResultsAndTheListKeepsThem()
    {
        var (status, run) = await _served.SendAsync("api/queries/run");

        Assert.Equal(HttpStatusCode.OK, status);
        var largest = run["latest"]!["results"]![0]!;
        Assert.Equal(("largest", 250L), ((string)largest["name"]!, (long)largest["rowCount"]!));
        Assert.Equal("""[{"name":"key","type":"VARCHAR"},{"name":"bytes","type":"BIGINT"},{"name":"updated_at","type":"TIMESTAMP"}]""", largest["columns"]!.ToJsonString());
        Assert.Equal("""["cats/1.jpg",4400000,"2026-11-29 13:05:00"]""", largest["rows"]![0]!.ToJsonString());
        var kept = (await _served.GetAsync("api/queries"))["latest"]!;
        Assert.Equal(run["latest"]!.ToJsonString(), kept.ToJsonString());
        Assert.True((bool)kept["isCurrent"]!);
        _queries.State = "2";
        Assert.False((bool)(await _served.GetAsync("api/queries"))["latest"]!["isCurrent"]!);
        Assert.Equal(1, _queries.Runs);
    }

    [Fact]
    public async Task ObstacleIsSaidBeforeAndRefusedAfterwards()
    {
        _queries.Obstacle = "Build it once: dotnet build infra/query";

        var listed = await _served.GetAsync("api/queries");
        var (status, problem) = await _served.SendAsync("api/queries/run");

        Assert.Equal(_queries.Obstacle, (string?)listed["obstacle"]);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, _queries.Obstacle), (status, (string?)problem["detail"]));
        Assert.Equal(0, _queries.Runs);
    }

    [Fact]
    public async Task FailureIsAProblemThatSaysWhy()
    {
        _queries.Run = _ => throw new QueriesFailedException("The query program ran out of memory.");

        var (status, problem) = await _served.SendAsync("api/queries/run");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The query program ran out of memory."), (status, (string?)problem["detail"]));
    }

    [Fact]
    public async Task QueriesEndWhenTheClientLeaves()
    {
        var (started, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        _queries.Run = async token =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                ended.SetResult();
            }
        };
        using var leave = new CancellationTokenSource();
        var request = _served.Client.PostAsync(new Uri("api/queries/run", UriKind.Relative), null, leave.Token);
        await started.Task.WaitAsync(PipelineProgram.Timeout);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await ended.Task.WaitAsync(PipelineProgram.Timeout);
    }

    [Theory]
    [InlineData("GET", "api/queries")]
    [InlineData("POST", "api/queries/run")]
    public async Task ForeignPagesAreRefused(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", "https://evil.example");

        using var response = await _served.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(0, _queries.Runs);
    }
}
