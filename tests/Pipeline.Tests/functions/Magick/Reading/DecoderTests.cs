using Pipeline.Magick.Reading;

namespace Pipeline.Tests.Magick.Reading;

public sealed class DecoderTests
{
    [Theory]
    [InlineData(7, 100, 70)]
    [InlineData(300, 100, 3000)]
    [InlineData(33, 1000, 33)]
    [InlineData(0, 100, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(uint.MaxValue, 1, int.MaxValue)]
    public void TicksBecomeMilliseconds(uint delay, int ticksPerSecond, int milliseconds) =>
        Assert.Equal(milliseconds, Decoder.ToMilliseconds(delay, ticksPerSecond));
}
