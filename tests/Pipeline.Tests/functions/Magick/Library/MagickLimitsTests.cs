using Pipeline.Magick.Library;

namespace Pipeline.Tests.Magick.Library;

public sealed class MagickLimitsTests
{
    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData("3008", 1_504L << 20)]
    [InlineData("10240", 5_120L << 20)]
    public void FunctionGetsHalfOfItsOwnMemory(string megabytes, long memory) => Assert.Equal((ulong)memory, MemoryOf(megabytes));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("much")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("99999999999999999999")]
    public void ElsewhereHalfOfTheAvailableMemoryIsUsed(string? value) => Assert.Equal((ulong)Gigabyte, MemoryOf(value));

    [Fact]
    public void OnlyMemoryDependsOnTheMachine()
    {
        var small = MagickLimits.FromEnvironment(name => name == MagickLimits.FunctionMemoryVariable ? "512" : null, Gigabyte);
        var large = MagickLimits.FromEnvironment(name => name == MagickLimits.FunctionMemoryVariable ? "10240" : null, Gigabyte);

        Assert.Equal(small, large with { Memory = small.Memory });
        Assert.True(small.Area >= 200_000_000 && small.Frames >= 256 && small.Disk == 0, $"limits are {small}");
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("799", 799)]
    [InlineData(null, 100)]
    [InlineData("0", 100)]
    [InlineData("901", 100)]
    [InlineData("soon", 100)]
    public void TimeLimitIsThatOfTheDeployment(string? seconds, int expected) => Assert.Equal(
        (ulong)expected, MagickLimits.FromEnvironment(name => name == "PIPELINE_CODEC_TIME_LIMIT" ? seconds : null, Gigabyte).Seconds);

    private static ulong MemoryOf(string? functionMemory) => MagickLimits.FromEnvironment(
        name => name == "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" ? functionMemory : null, 2 * Gigabyte).Memory;
}
