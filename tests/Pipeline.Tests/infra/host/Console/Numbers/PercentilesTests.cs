using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Numbers;

namespace Pipeline.Tests.Host.Console.Numbers;

public sealed class PercentilesTests
{
    [Theory]
    [InlineData(5, 15)]
    [InlineData(30, 20)]
    [InlineData(40, 20)]
    [InlineData(50, 35)]
    [InlineData(99, 50)]
    [InlineData(100, 50)]
    public void PercentileIsTheValueAtTheNearestRank(double percent, double expected) =>
        Assert.Equal(expected, Percentiles.NearestRank([15, 20, 35, 40, 50], percent));

    [Fact]
    public void PercentilesOfNoValuesAreZero() => Assert.Equal(new DurationNumbers(0, 0, 0, 0, 0), Percentiles.Summarize([]));

    [Fact]
    public void OrderDoesNotMatter() => Assert.Equal(
        new DurationNumbers(100, 50, 95, 99, 100), Percentiles.Summarize(Enumerable.Range(1, 100).Reverse().Select(value => (double)value)));
}
