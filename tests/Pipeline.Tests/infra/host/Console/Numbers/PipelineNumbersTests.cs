using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Numbers;
using Pipeline.Host.Engine.Events;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.History;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Console.Numbers;

public sealed partial class PipelineNumbersTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new() { Now = Noon };
    private readonly PipelineEvents _events = new();
    private readonly PipelineNumbers _numbers;

    public PipelineNumbersTests() => _numbers = new(_events, () => ["Validate", "Re\"size"], _time);

    public void Dispose() => _numbers.Dispose();

    [Fact]
    public void NumbersAreEmptyAtTheStart()
    {
        var read = _numbers.Read();

        Assert.Equal(Noon, read.Since);
        Assert.Equal(60, read.Throughput.Count);
        Assert.Empty(read.States);
        Assert.Empty(read.Outcomes);
        Assert.Equal(new(0, 0, 0, 0, 0), read.Executions);
    }

    [Fact]
    public void EventsAreCounted()
    {
        Run("a", "succeeded", null);
        Run("b", "rejected", "corruptImage");
        Run("c", "rejected", "corruptImage");

        var read = _numbers.Read();

        Assert.Equal(new MinuteNumbers(Noon, 3, 3, 300), read.Throughput[^1]);
        Assert.Equal(
            [new StateNumbers("Validate", 3, 20, 20, 20, 20, 0, 0), new StateNumbers("Re\"size", 3, 480, 480, 480, 480, 0, 0)], read.States);
        Assert.Equal(new(3, 500, 500, 500, 500), read.Executions);
        Assert.Equal([new OutcomeNumbers("rejected", "corruptImage", 2), new OutcomeNumbers("succeeded", null, 1)], read.Outcomes);
    }

    [Fact]
    public void ReasonsBeyondAHundredAreCountedAsOther()
    {
        var counts = new OutcomeCounts();
        foreach (var number in Enumerable.Range(0, 150))
        {
            counts.Add("failed", $"E{number}");
        }

        Assert.Equal(101, counts.Read().Count);
        Assert.Equal(new OutcomeNumbers("failed", "other", 50), counts.Read()[0]);
    }

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
        using var other = new PipelineNumbers(new(), () => [], _time);
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
    public async Task UploadIsCountedByStateInTheOrderOfTheDefinition()
    {
        await using var pipeline = new PipelineUnderTest();
        using var numbers = PipelineNumbers.Track(pipeline.Pipeline);

        await pipeline.UploadAsync("a.png", SyntheticImages.Png(60, 40));
        await pipeline.UploadAsync("b.png", "no image"u8.ToArray());

        var read = numbers.Read();
        var order = pipeline.Pipeline.Definition.Current.Definition.StateNames.ToList();
        Assert.Equal(read.States.OrderBy(state => order.IndexOf(state.Name)), read.States);
        // thumb, small and large-jpeg: the original is smaller than medium and large, which share the file of small.
        Assert.Equal(3, read.States.Single(state => state.Name == "Resize").Count);
        Assert.Equal(2, read.States.Single(state => state.Name == "Validate").Count);
        Assert.Equal([("rejected", "unsupportedFormat"), ("succeeded", null)], read.Outcomes.Select(outcome => (outcome.Outcome, outcome.Reason)));
        Assert.Equal(2, read.Throughput.Sum(minute => minute.Ended));
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
