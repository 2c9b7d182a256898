namespace Pipeline.Tests.Imaging.Resampling;

public sealed class ResamplerVectorTests
{
    [VectorFact(512)]
    public void VectorsOf512BitsAgreeWithDoublePrecision() => Compare(512);

    [VectorFact(256)]
    public void VectorsOf256BitsAgreeWithDoublePrecision() => Compare(256);

    [VectorFact(128)]
    public void VectorsOf128BitsAgreeWithDoublePrecision() => Compare(128);

    [Fact]
    public void ScalarCodeAgreesWithDoublePrecision() => Compare(0);

    private static void Compare(int bits)
    {
        var (exitCode, output) = ResamplerInChildProcess.Start(bits);

        Assert.True(exitCode == 0, output);
        Assert.Contains($"bits {bits}\n", output.ReplaceLineEndings("\n"));
        Assert.Contains($"checksum {ResamplerCases.Checksum():x8}", output);
    }

    /// <summary>Skipped, with the reason, if the processor has no such vectors.</summary>
    private sealed class VectorFactAttribute : FactAttribute
    {
        public VectorFactAttribute(int bits) => Skip = ResamplerInChildProcess.SkipReason(bits);
    }
}
