using System.Text;
using Pipeline.Cloud.Tuning;

namespace Pipeline.Aws.Tests.Cloud.Tuning;

public sealed class ReportLineTests
{
    [Fact]
    public void FirstCallHasTheTimeOfTheStart()
    {
        // From the Lambda Developer Guide, "Working with Lambda function logs".
        var line = Find("REPORT RequestId: fe25xmpl-d0be\tDuration: 22.42 ms\tBilled Duration: 187 ms\tMemory Size: 128 MB\tMax Memory Used: 82 MB\tInit Duration: 163.92 ms\t\n");

        Assert.Equal(new(Milliseconds(22.42), Milliseconds(187), 82, Milliseconds(163.92)), line);
    }

    [Fact]
    public void LaterCallHasNone() =>
        Assert.Equal(new(Milliseconds(5), Milliseconds(5), 82, null), Find("REPORT RequestId: a\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 82 MB\t\n"));

    [Fact]
    public void TraceAndStatusMayFollow()
    {
        var line = Find(
            "REPORT RequestId: a\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.OutOfMemory\n"
            + "XRAY TraceId: 1-5e34-b1\tSegmentId: 7d\tSampled: true\t\n");

        Assert.Equal(128, line!.MaxMemoryUsed);
    }

    [Fact]
    public void LastLineCountsWhateverTheFunctionPrints() => Assert.Equal(
        Milliseconds(7),
        Find("REPORT RequestId: fake\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB\t\nREPORT RequestId: a\tDuration: 7.00 ms\tBilled Duration: 7 ms\tMemory Size: 128 MB\tMax Memory Used: 82 MB\t\n")!.Duration);

    [Theory]
    [InlineData("")]
    [InlineData("END RequestId: a\n")]
    [InlineData("REPORT RequestId: a\tDuration: soon\n")]
    public void LogWithoutTheLineHasNone(string log) => Assert.Null(Find(log));

    private static ReportLine? Find(string log) => ReportLine.Find(Convert.ToBase64String(Encoding.UTF8.GetBytes(log)));

    private static TimeSpan Milliseconds(double count) => TimeSpan.FromMilliseconds(count);
}
