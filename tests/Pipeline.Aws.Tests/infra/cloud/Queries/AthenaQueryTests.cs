using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Calls;
using Pipeline.Cloud.Queries;

namespace Pipeline.Aws.Tests.Cloud.Queries;

public sealed class AthenaQueryTests
{
    [Fact]
    public async Task QueryThatTakesTooLongIsStopped()
    {
        await using var server = await AthenaServer.StartAsync();
        server.Statuses.Enqueue(AthenaServer.Status("RUNNING"));
        using var http = new HttpClient();
        var time = new FastTime(3_000);
        var athena = new AwsJsonClient(
            http, AwsJsonService.Athena with { Endpoint = new(server.Address) }, RegionEndpoint.USEast1, new BasicAWSCredentials("test", "test"), time);
        var query = new AthenaQuery(athena, "lake", "lake", time, warning => Assert.Fail(warning));

        var stopped = await Assert.ThrowsAsync<AthenaQueryException>(() => query.RunAsync("SELECT 1", _ => { }, _ => { }, CancellationToken.None));

        Assert.StartsWith("The query took longer than 10 minutes and was stopped.", stopped.Message, StringComparison.Ordinal);
        Assert.NotEmpty(server.CallsOf("GetQueryExecution"));
        Assert.Single(server.CallsOf("StopQueryExecution"));
        // Pauses grow up to five seconds.
        Assert.Equal((0.2, 0.3), (time.Pauses[1].TotalSeconds, time.Pauses[2].TotalSeconds));
        Assert.True(time.Pauses.Skip(1).All(pause => pause <= TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(0, 0.0000476837)]
    [InlineData(10 << 20, 0.0000476837)]
    [InlineData((10 << 20) + 1, 0.0000524521)]
    [InlineData(1L << 40, 5)]
    public void PriceIsForWholeMegabytesAndAtLeastTen(long scanned, decimal dollars) => Assert.Equal(dollars, QueryPrice.Of(scanned), 10);

    /// <summary>A clock whose timers are faster.</summary>
    private sealed class FastTime(int factor) : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero)
            {
                lock (Pauses)
                {
                    Pauses.Add(dueTime);
                }
            }

            return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / factor : dueTime, period);
        }
    }
}
