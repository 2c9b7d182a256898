namespace Pipeline.Tests.Core.Imaging;

public sealed class ResamplerVectorTests
{
    [VectorFact(512)]
    public void AgreesWithDoublePrecisionOn512Bits() => Compare(512);

    [VectorFact(256)]
    public void AgreesWithDoublePrecisionOn256Bits() => Compare(256);

    [VectorFact(128)]
    public void AgreesWithDoublePrecisionOn128Bits() => Compare(128);

    [Fact]
    public void AgreesWithDoublePrecisionWithoutVectors() => Compare(0);

    private static void Compare(int bits)
    {
        var (exitCode, output) = ResamplerInChildProcess.Start(bits);

        Assert.True(exitCode == 0, output);
        Assert.Contains($"bits {bits}\n", output.ReplaceLineEndings("\n"));
        Assert.Contains($"checksum {ResamplerCases.Checksum():x8}", output);
    }

    /// <summary>Skipped by name where the processor has no such vectors.</summary>
    private sealed class VectorFactAttribute : FactAttribute
    {
        public VectorFactAttribute(int bits) => Skip = ResamplerInChildProcess.Missing(bits);
    }
}
