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
        var small = MagickLimits.FromEnvironment(_ => "512", Gigabyte);
        var large = MagickLimits.FromEnvironment(_ => "10240", Gigabyte);

        Assert.Equal(small, large with { Memory = small.Memory });
        Assert.True(small.Area >= 200_000_000 && small.Frames >= 256 && small.Disk == 0, $"limits are {small}");
    }

    private static ulong MemoryOf(string? functionMemory) => MagickLimits.FromEnvironment(
        name => name == "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" ? functionMemory : null, 2 * Gigabyte).Memory;
}
