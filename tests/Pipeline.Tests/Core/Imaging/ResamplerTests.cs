using Pipeline.Core.Imaging;

namespace Pipeline.Tests.Core.Imaging;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void AgreesWithDoublePrecision(int channels) => Assert.Empty(ResamplerCases.Failures(channels));
}
