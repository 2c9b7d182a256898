using Pipeline.Core.Events;

namespace Pipeline.Tests.Core.Events;

public sealed class SequencerTests
{
    [Theory]
    [InlineData("0055AED6DCD90281E5", "0055AED6DCD90281E5", 0)]
    [InlineData("0055AED6DCD90281E5", "0055AED6DCD90281E6", -1)]
    [InlineData("1", "00FF", -1)]
    [InlineData("100", "FF", 1)]
    [InlineData("00001", "1", 0)]
    [InlineData("ff", "FE", 1)]
    [InlineData("a", "A", 0)]
    public void ShorterSequencersAreLeftPaddedWithZeros(string left, string right, int expected)
    {
        Assert.Equal(expected, Math.Sign(Sequencer.Compare(left, right)));
        Assert.Equal(-expected, Math.Sign(Sequencer.Compare(right, left)));
    }

    [Fact]
    public void MissingSequencerIsOlderThanAny()
    {
        Assert.True(Sequencer.Compare(null, "0") < 0);
        Assert.True(Sequencer.Compare("0", null) > 0);
        Assert.Equal(0, Sequencer.Compare(null, null));
        Assert.Equal("0", Sequencer.Newer(null, "0"));
    }

    [Fact]
    public void SequencersAreOrderedAsNumbers()
    {
        var random = new Random(7);
        for (var i = 0; i < 1_000; i++)
        {
            var (left, right) = (random.NextInt64(1L << random.Next(1, 62)), random.NextInt64(1L << random.Next(1, 62)));
            var (x, y) = (left.ToString(random.Next(2) == 0 ? "X" : "x16"), right.ToString(random.Next(2) == 0 ? "x" : "X14"));

            Assert.Equal(left.CompareTo(right), Math.Sign(Sequencer.Compare(x, y)));
        }
    }
}
