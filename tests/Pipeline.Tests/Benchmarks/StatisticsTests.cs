using Pipeline.Benchmarks.Measuring;

namespace Pipeline.Tests.Benchmarks;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 5 }, 5)]
    [InlineData(new[] { 8.0, 1, 2, 100 }, 5)]
    public void MedianIsTheMiddle(double[] values, double expected) => Assert.Equal(expected, Statistics.Median(values));

    [Fact]
    public void MedianOfNothingIsRefused() => Assert.Throws<ArgumentException>(() => Statistics.Median([]));

    [Fact]
    public void RatioIsTakenRoundByRound() =>
        // Both are ten times slower in the second round. The ratio of the medians would be 0.9, that of the means 0.63.
        Assert.Equal(0.5, Statistics.MedianRatio([1, 10, 9], [2, 20, 10]));

    [Fact]
    public void UnpairedRoundsAreRefused() => Assert.Throws<ArgumentException>(() => Statistics.MedianRatio([1, 2], [1]));

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void GrowthExponentIsThePowerOfTheSize(double power) =>
        Assert.Equal(power, Statistics.GrowthExponent([.. new[] { 1.0, 10, 40, 1000 }.Select(size => (size, 3 * Math.Pow(size, power)))]), 9);

    [Fact]
    public void GrowthOfOneSizeIsRefused() => Assert.Throws<ArgumentException>(() => Statistics.GrowthExponent([(1, 2), (1, 3)]));

    [Fact]
    public void RunsAlternateTheirOrderAndWarmUpRoundsDoNotCount()
    {
        var order = new List<string>();
        var number = 0;
        double Run(string name)
        {
            order.Add(name);
            return number++;
        }

        var times = Interleaved.Measure([("ours", () => Run("ours")), ("theirs", () => Run("theirs"))], rounds: 2);

        Assert.Equal(["ours", "theirs", "theirs", "ours", "ours", "theirs", "theirs", "ours"], order);
        Assert.Equal([4.0, 7], times["ours"]);
        Assert.Equal([5.0, 6], times["theirs"]);
    }

    [Fact]
    public void SpentBudgetEndsTheRoundsAfterOneThatCounts()
    {
        var times = Interleaved.Measure([("ours", () => 1)], rounds: 100, warmUpRounds: 3, budget: TimeSpan.Zero);

        Assert.Equal([1.0], times["ours"]);
    }

    [Fact]
    public void PeakMemoryIsReadFromTheKernelsStatus()
    {
        Assert.Equal(12.345 * 1.024, PeakMemory.Parse(["VmPeak:\t  99999 kB", "VmHWM:\t   12345 kB", "VmRSS:\t   1 kB"])!.Value, 6);
        Assert.Null(PeakMemory.Parse(["Name:\tdotnet"]));
    }
}
