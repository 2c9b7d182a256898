using Pipeline.Terminal.Tuning;

namespace Pipeline.Tests.Terminal.Tuning;

public sealed class TrimmedTimesTests
{
    [Fact]
    public void FifthIsLeftOutAtEitherEnd()
    {
        var times = TrimmedTimes.Of([.. new[] { 9_000, 1, 100, 110, 120, 130, 140, 150, 8_000, 2 }.Select(Milliseconds)]);

        Assert.Equal(new(6, Milliseconds(125), Milliseconds(150), Milliseconds(125)), times);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(5, 3)]
    [InlineData(20, 12)]
    public void FewCallsKeepWhatIsLeft(int calls, int left) =>
        Assert.Equal(new(left, Milliseconds(7), Milliseconds(7), Milliseconds(7)), TrimmedTimes.Of([.. Enumerable.Repeat(Milliseconds(7), calls)]));

    [Fact]
    public void NoCallsHaveNoTimes() => Assert.Throws<ArgumentOutOfRangeException>(() => TrimmedTimes.Of([]));

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
