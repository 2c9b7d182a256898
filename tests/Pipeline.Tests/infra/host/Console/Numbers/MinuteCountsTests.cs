using Pipeline.Host.Console.Numbers;

namespace Pipeline.Tests.Host.Console.Numbers;

public sealed class MinuteCountsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void SixtyMinutesAreReadAndQuietOnesAreZero()
    {
        var counts = new MinuteCounts();
        counts.Add(Noon.AddMinutes(-59), started: 1);
        counts.Add(Noon.AddSeconds(1), started: 2, bytes: 5);
        counts.Add(Noon.AddSeconds(59), ended: 1, bytes: 7);

        var read = counts.Read(Noon.AddSeconds(59.9));

        Assert.Equal(60, read.Count);
        Assert.Equal(new(Noon.AddMinutes(-59), 1, 0, 0), read[0]);
        Assert.Equal(new(Noon, 2, 1, 12), read[^1]);
        Assert.All(read.Skip(1).Take(58), minute => Assert.Equal((0, 0, 0), (minute.Started, minute.Ended, minute.Bytes)));
        Assert.All(read.Index(), minute => Assert.Equal(Noon.AddMinutes(minute.Index - 59), minute.Item.Minute));
    }

    [Fact]
    public void CountsOverAnHourOldAreForgotten()
    {
        var counts = new MinuteCounts();
        counts.Add(Noon, started: 1);

        Assert.Equal(1, counts.Read(Noon.AddMinutes(59))[0].Started);
        Assert.Equal(0, counts.Read(Noon.AddMinutes(60)).Sum(minute => minute.Started));
        counts.Add(Noon.AddMinutes(60), started: 4);
        Assert.Equal(4, counts.Read(Noon.AddMinutes(60))[^1].Started);
    }
}
