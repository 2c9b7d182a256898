using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Console.Numbers;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Console.Numbers;

public sealed partial class PipelineNumbersTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly StoredTotals NoTotals =
        new(0, 0, new Dictionary<string, long>(), new Dictionary<string, long>(), new Dictionary<string, long>());

    private readonly ManualTimeProvider _time = new() { Now = Noon };
    private readonly PipelineEvents _events = new();
    private readonly PipelineNumbers _numbers;

    public PipelineNumbersTests() => _numbers = new(_events, NoTotals, _time);

    public void Dispose() => _numbers.Dispose();

    [Fact]
    public async Task MetricsArePrometheusText()
    {
        await using var served = await ServedEndpoints.StartAsync(_numbers.MapMetrics);
        Run("a", "succeeded", null);
        _events.Publish(new ExecutionStarted(Execution("b")));

        using var response = await served.Client.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            """
            # TYPE pipeline_announcements_total counter
            # HELP pipeline_announcements_total Messages that were announced, by topic.
            pipeline_announcements_total{topic="success"} 1
            # TYPE pipeline_execution_duration_seconds histogram
            # HELP pipeline_execution_duration_seconds How long an execution ran, without its wait for a turn.
            pipeline_execution_duration_seconds_bucket{le="0.005"} 0
            pipeline_execution_duration_seconds_bucket{le="0.01"} 0
            pipeline_execution_duration_seconds_bucket{le="0.025"} 0
            pipeline_execution_duration_seconds_bucket{le="0.05"} 0
            pipeline_execution_duration_seconds_bucket{le="0.1"} 0
            pipeline_execution_duration_seconds_bucket{le="0.25"} 0
            pipeline_execution_duration_seconds_bucket{le="0.5"} 1
            pipeline_execution_duration_seconds_bucket{le="1"} 1
            pipeline_execution_duration_seconds_bucket{le="2.5"} 1
            pipeline_execution_duration_seconds_bucket{le="5"} 1
            pipeline_execution_duration_seconds_bucket{le="10"} 1
            pipeline_execution_duration_seconds_bucket{le="30"} 1
            pipeline_execution_duration_seconds_bucket{le="60"} 1
            pipeline_execution_duration_seconds_bucket{le="+Inf"} 1
            pipeline_execution_duration_seconds_sum{} 0.5
            pipeline_execution_duration_seconds_count{} 1
            # TYPE pipeline_executions_ended_total counter
            # HELP pipeline_executions_ended_total Executions that ended, by outcome.
            pipeline_executions_ended_total{outcome="succeeded"} 1
            # TYPE pipeline_executions_running gauge
            # HELP pipeline_executions_running Executions that are running or waiting for their turn.
            pipeline_executions_running{} 1
            # TYPE pipeline_executions_started_total counter
            # HELP pipeline_executions_started_total Executions that started.
            pipeline_executions_started_total{} 2
            """,
            Before(await response.Content.ReadAsStringAsync(), "# TYPE pipeline_state_duration"));
    }

    [Fact]
    public async Task LabelsAreEscapedAndBucketsAreCumulative()
    {
        await using var served = await ServedEndpoints.StartAsync(_numbers.MapMetrics);
        Run("a", "succeeded", null);

        var text = await served.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("pipeline_state_duration_seconds_bucket{state=\"Re\\\"size\",le=\"0.25\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_state_duration_seconds_bucket{state=\"Re\\\"size\",le=\"+Inf\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_state_duration_seconds_sum{state=\"Re\\\"size\"} 0.48\n", text, StringComparison.Ordinal);
        Assert.EndsWith(
            "# TYPE pipeline_uploads_bytes_total counter\n# HELP pipeline_uploads_bytes_total Size of the originals that were stored.\npipeline_uploads_bytes_total{} 100\n",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenMetricsIsWrittenForClientsThatAcceptIt()
    {
        await using var served = await ServedEndpoints.StartAsync(_numbers.MapMetrics);
        Run("a", "succeeded", null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        using var response = await served.Client.SendAsync(request);

        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores", response.Content.Headers.ContentType!.ToString());
        Assert.EndsWith(
            """
            # TYPE pipeline_uploads_bytes counter
            # UNIT pipeline_uploads_bytes bytes
            # HELP pipeline_uploads_bytes Size of the originals that were stored.
            pipeline_uploads_bytes_total{} 100
            pipeline_uploads_bytes_created{} TIME
            # EOF

            """,
            Created().Replace(await response.Content.ReadAsStringAsync(), "$1 TIME"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MetricsExcludeOtherPipelines()
    {
        using var other = new PipelineNumbers(new(), NoTotals, _time);
        await using var served = await ServedEndpoints.StartAsync(other.MapMetrics);

        Run("a", "succeeded", null);

        Assert.Equal("", await served.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
    }

    [Fact]
    public async Task EveryScrapeSeesWhatHappenedUntilThen()
    {
        await using var served = await ServedEndpoints.StartAsync(_numbers.MapMetrics);
        foreach (var uploads in (int[])[1, 2, 3])
        {
            _events.Publish(new OriginalStored("a.jpg", 100));

            var text = await served.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

            Assert.Contains($"pipeline_uploads_bytes_total{{}} {uploads}00\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OnlyGetReadsMetrics()
    {
        await using var served = await ServedEndpoints.StartAsync(_numbers.MapMetrics);

        using var response = await served.Client.PutAsync(new Uri("/metrics", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task CountersGoOnFromWhatWasCountedBefore()
    {
        var before = new StoredTotals(
            7, 5_000, new Dictionary<string, long> { ["succeeded"] = 4, ["rejected"] = 2 }, new Dictionary<string, long> { ["Validate"] = 3 },
            new Dictionary<string, long> { ["success"] = 4 });
        using var numbers = new PipelineNumbers(_events, before, _time);
        await using var served = await ServedEndpoints.StartAsync(numbers.MapMetrics);
        Run("a", "succeeded", null);

        var text = await served.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("pipeline_executions_started_total{} 8\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_executions_ended_total{outcome=\"succeeded\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_executions_ended_total{outcome=\"rejected\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_state_retries_total{state=\"Validate\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_announcements_total{topic=\"success\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_uploads_bytes_total{} 5100\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_executions_running{} 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeliveriesToWebhooksAreCountedByHostWithoutTheRestOfTheirAddresses()
    {
        using var numbers = new PipelineNumbers(_events, NoTotals, _time, () =>
        [
            new("https://hooks.example/a?token=secret", 5, 2, 1, null, Noon), new("https://hooks.example/b", 1, 0, 0, null, Noon), new("http://127.0.0.1:9000/", 0, 3, 2, "Refused.", Noon),
        ]);
        await using var served = await ServedEndpoints.StartAsync(numbers.MapMetrics);

        var text = await served.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("pipeline_webhook_deliveries_total{outcome=\"delivered\",server_address=\"hooks.example\",server_port=\"443\"} 6\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_webhook_deliveries_total{outcome=\"failed\",server_address=\"hooks.example\",server_port=\"443\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_webhook_deliveries_total{outcome=\"failed\",server_address=\"127.0.0.1\",server_port=\"9000\"} 3\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitsForATurnAreMeasured()
    {
        await using var served = await ServedEndpoints.StartAsync(_numbers.MapMetrics);
        var ended = Execution("a") with { Status = RecordedStatus.Succeeded, StopTime = Noon.AddSeconds(3), RunTime = Noon.AddSeconds(2), Waited = TimeSpan.FromSeconds(2) };
        _events.Publish(new ExecutionEnded(ended, new("uploads/a.jpg", "succeeded", null, "a", TimeSpan.FromSeconds(1), null)));

        var text = await served.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("pipeline_execution_wait_seconds_sum{} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("pipeline_execution_duration_seconds_sum{} 1\n", text, StringComparison.Ordinal);
    }

    private static string Before(string text, string mark) => text[..text.IndexOf(mark, StringComparison.Ordinal)].TrimEnd('\n');

    /// <summary>An execution of half a second.</summary>
    private void Run(string name, string outcome, string? reason)
    {
        _events.Publish(new OriginalStored("a.jpg", 100));
        _events.Publish(new ExecutionStarted(Execution(name)));
        _events.Publish(new HistoryAppended(name, [Event(1, 0, "ExecutionStarted", null, 0), Event(2, 0, "TaskStateEntered", "Validate", 0)]));
        _events.Publish(new HistoryAppended(name, [Event(3, 2, "TaskStateExited", "Validate", 20), Event(4, 3, "PassStateEntered", "Re\"size", 20)]));
        _events.Publish(new HistoryAppended(name, [Event(5, 4, "PassStateExited", "Re\"size", 500), Event(6, 5, "ExecutionSucceeded", null, 500)]));
        _events.Publish(new Announced(new(1, AnnouncementTopic.Success, "{}", new Dictionary<string, string>(), Noon, "arn")));
        var ended = Execution(name) with { Status = RecordedStatus.Succeeded, StopTime = Noon.AddMilliseconds(500) };
        _events.Publish(new ExecutionEnded(
            ended, new("uploads/a.jpg", outcome, reason is null ? null : new Reason(reason, "m"), name, TimeSpan.Zero, null)));
    }

    private static ExecutionRecord Execution(string name) =>
        new("arn:" + name, name, "machine", "uploads/a.jpg", RecordedStatus.Running, Noon, null, 0, null, null, null, null, null);

    private static HistoryEvent Event(long id, long previous, string type, string? state, int milliseconds) =>
        new(id, previous, Noon.AddMilliseconds(milliseconds), type, state is null ? null : new JsonObject { ["name"] = state });

    /// <summary>When a series began, by the machine's clock.</summary>
    [GeneratedRegex(@"(_created\{[^}]*\}) [0-9.]+")]
    private static partial Regex Created();
}
