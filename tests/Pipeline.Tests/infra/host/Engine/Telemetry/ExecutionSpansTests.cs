using System.Collections.Concurrent;
using System.Diagnostics;
using Pipeline.Host.Engine.Telemetry;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Engine.Telemetry;

public sealed class ExecutionSpansTests : IDisposable
{
    /// <summary>Fails inside a Map, after a retry: the function does not understand its input.</summary>
    private const string Retrying = """
        {
          "StartAt": "Each",
          "States": {
            "Each": {
              "Type": "Map",
              "ItemsPath": "$.items",
              "MaxConcurrency": 1,
              "ItemProcessor": {
                "StartAt": "Try",
                "States": { "Try": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "persist", "Payload.$": "$" }, "Retry": [{ "ErrorEquals": ["States.ALL"], "MaxAttempts": 1, "IntervalSeconds": 1 }], "End": true } }
              },
              "Next": "Done"
            },
            "Done": { "Type": "Succeed" }
          }
        }
        """;

    private readonly ConcurrentQueue<Activity> _stopped = [];
    private readonly ActivityListener _listener;

    public ExecutionSpansTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == PipelineTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task EveryAttemptIsASpanBelowTheStateThatContainsIt()
    {
        await using var host = new DefinedPipeline(Retrying);
        await using var spans = new ExecutionSpans(host.Pipeline);

        var found = await RunAsync(host, "retrying", """{"items":[{"name":"thumb"}]}""");

        var root = Assert.Single(found, span => span.ParentSpanId == default);
        Assert.Equal(("image-pipeline", ActivityStatusCode.Error), (root.OperationName, root.Status));
        Assert.Equal("FAILED", root.GetTagItem("pipeline.execution.status"));
        var map = Assert.Single(found, span => span.OperationName == "Each");
        Assert.Equal(root.SpanId, map.ParentSpanId);
        var attempts = found.Where(span => span.OperationName == "Try").OrderBy(span => span.StartTimeUtc).ToList();
        Assert.Equal([1, 2], attempts.Select(span => span.GetTagItem("pipeline.state.attempt")));
        Assert.All(attempts, span => Assert.Equal((map.SpanId, "thumb", 0), (span.ParentSpanId, span.GetTagItem("pipeline.map.item"), span.GetTagItem("pipeline.map.index"))));
        Assert.All(attempts, span => Assert.Equal((ActivityStatusCode.Error, "failed"), (span.Status, span.GetTagItem("pipeline.state.outcome"))));
        Assert.All(attempts, span => Assert.False(string.IsNullOrEmpty((string?)span.GetTagItem("error.type"))));
        Assert.InRange(attempts[1].StartTimeUtc - attempts[0].StartTimeUtc, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.DoesNotContain(found, span => span.OperationName == "Done");
    }

    [Fact]
    public async Task RedriveIsATraceOfItsOwnWithoutWhatCameBefore()
    {
        await using var host = new DefinedPipeline("""
            {
              "StartAt": "Before",
              "States": {
                "Before": { "Type": "Pass", "Next": "Convert" },
                "Convert": { "Type": "Pass", "Parameters": { "number.$": "States.StringToJson($.text)" }, "Next": "Done" },
                "Done": { "Type": "Succeed" }
              }
            }
            """);
        await using var spans = new ExecutionSpans(host.Pipeline);
        var first = await RunAsync(host, "again", """{"text":"{"}""");
        Assert.Equal(["Before", "Convert", "image-pipeline"], first.Select(span => span.OperationName).Order(StringComparer.Ordinal));

        await Task.Delay(20);
        await host.Pipeline.Executions.RedriveAsync("again", CancellationToken.None);
        var second = (await WaitForRootsAsync("again", 2)).Except(first).ToList();

        var root = Assert.Single(second, span => span.ParentSpanId == default);
        Assert.Equal(1, root.GetTagItem("pipeline.execution.redrive_count"));
        Assert.NotEqual(first[0].TraceId, root.TraceId);
        Assert.Equal(["Convert", "image-pipeline"], second.Select(span => span.OperationName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SpansOfAnExecutionThatTheHostResumedAreAllThere()
    {
        await using var host = new DefinedPipeline(
            """{"StartAt":"P","States":{"P":{"Type":"Pass","Next":"W"},"W":{"Type":"Wait","SecondsPath":"$.seconds","Next":"Done"},"Done":{"Type":"Succeed"}}}""");
        await host.Pipeline.Executions.StartAsync("resumed", """{"seconds":2}""", CancellationToken.None);
        await DefinedPipeline.WaitUntilAsync(async () => (await host.GetHistoryTypesAsync("resumed")).Contains("WaitStateEntered"));
        await host.ReopenAsync();
        await using var spans = new ExecutionSpans(host.Pipeline);
        await host.Pipeline.ResumeAsync(CancellationToken.None);

        var found = await WaitForRootsAsync("resumed", 1);

        Assert.Equal(["Done", "P", "W", "image-pipeline"], found.Select(span => span.OperationName).Order(StringComparer.Ordinal));
        Assert.All(found, span => Assert.Equal(ActivityStatusCode.Unset, span.Status));
    }

    private async Task<List<Activity>> RunAsync(DefinedPipeline host, string name, string input)
    {
        await host.Pipeline.Executions.StartAsync(name, input, CancellationToken.None);
        return await WaitForRootsAsync(name, 1);
    }

    /// <summary>The spans of an execution, once a number of its runs have ended. Other tests record spans at the same time.</summary>
    private async Task<List<Activity>> WaitForRootsAsync(string name, int count)
    {
        List<Activity> Roots() => [.. _stopped.Where(span => ((string?)span.GetTagItem("pipeline.execution.arn"))?.EndsWith($":{name}", StringComparison.Ordinal) == true)];
        await DefinedPipeline.WaitUntilAsync(() => Roots().Count == count);
        var traces = Roots().Select(root => root.TraceId).ToHashSet();
        return [.. _stopped.Where(span => traces.Contains(span.TraceId))];
    }
}
