using Pipeline.Core.CallLogs;
using Pipeline.Core.Deployment;
using Pipeline.Lambda;

namespace Pipeline.Aws.Tests.Lambda;

public sealed class CallLogTests
{
    [Fact]
    public void MetricsAreMembersOfTheLine()
    {
        using var lines = new LogLines();
        var entry = new CallLogEntry { Outcome = "made" }
            .AddMetric(PipelineMetrics.RenditionBytes, MetricUnit.Bytes, 1234)
            .AddMetric(PipelineMetrics.DecodeTime, MetricUnit.Milliseconds, 36.5);

        lines.CreateLog().WriteSuccess("id", entry, TimeSpan.FromMilliseconds(50));

        var written = lines.Single();
        LogLines.AssertEmbedsMetrics(written, "RenditionBytes", "DecodeTime");
        Assert.Equal(("image-pipeline-dev", 36.5), ((string?)written["Pipeline"], (double?)written["DecodeTime"]));
        Assert.Equal("""[["Pipeline"]]""", written["_aws"]!["CloudWatchMetrics"]![0]!["Dimensions"]!.ToJsonString());
    }

    [Fact]
    public void RejectionsAreCountedByReasonToo()
    {
        using var lines = new LogLines();
        var entry = new CallLogEntry { Outcome = "recorded", Reason = "tooManyPixels", IsCountedByReason = true }
            .AddMetric(PipelineMetrics.RejectedImages, MetricUnit.Count, 1);

        lines.CreateLog().WriteSuccess("id", entry, TimeSpan.Zero);

        var written = lines.Single();
        LogLines.AssertEmbedsMetrics(written, "RejectedImages");
        Assert.Equal("""[["Pipeline"],["Pipeline","Reason"]]""", written["_aws"]!["CloudWatchMetrics"]![0]!["Dimensions"]!.ToJsonString());
        Assert.Equal("tooManyPixels", (string?)written["Reason"]);
    }

    [Fact]
    public void LineWithoutMetricsHasNoMetricMembers()
    {
        using var lines = new LogLines();

        lines.CreateLog().WriteSuccess("id", new CallLogEntry { Outcome = "superseded" }, TimeSpan.Zero);

        Assert.DoesNotContain(LogLines.GetMembers(lines.Single()), name => name is "_aws" or "Pipeline");
    }

    [Fact]
    public void KeysOfAnyScriptStayReadableAndOnOneLine()
    {
        using var lines = new LogLines();

        lines.CreateLog().WriteSuccess("id", new CallLogEntry { ImageId = "uploads/写真 \"1\"\n&+.jpg" }, TimeSpan.Zero);

        Assert.Equal("uploads/写真 \"1\"\n&+.jpg", (string?)lines.Single()["imageId"]);
    }

    [Fact]
    public void LinesOfManyThreadsDoNotMix()
    {
        using var lines = new LogLines();
        var log = lines.CreateLog();

        Parallel.For(0, 200, number => log.WriteSuccess($"{number}", new CallLogEntry { ImageId = new string('x', number) }, TimeSpan.Zero));

        Assert.Equal(200, lines.Read().Select(line => (string?)line["requestId"]).Distinct().Count());
    }
}
