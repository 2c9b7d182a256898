using Pipeline.Testing.Contracts;

namespace Pipeline.Aws.Tests;

public sealed class RuntimeConfigTests() : RuntimeConfigContract("Pipeline.Aws.Tests")
{
    [Fact]
    public void EveryProgramIsReferencedByATestProject() =>
        Assert.Equal(FindAllPrograms().Order(), FindPrograms("Pipeline.Aws.Tests").Union(FindPrograms("Pipeline.Tests")).Order());
}
