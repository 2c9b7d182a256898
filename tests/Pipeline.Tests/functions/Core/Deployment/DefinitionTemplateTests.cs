using Pipeline.Core.Deployment;

namespace Pipeline.Tests.Core.Deployment;

public sealed class DefinitionTemplateTests
{
    [Fact]
    public void PlaceholdersAreFilledAndEscaped() => Assert.Equal(
        """{"a":"x\u0022y","b":"pre-z"}""",
        DefinitionTemplate.Fill("""{"a":"${One}","b":"pre-${Two}"}""", new Dictionary<string, string> { ["One"] = "x\"y", ["Two"] = "z" }));

    [Fact]
    public void MissingAndUnusedValuesAreNamed()
    {
        var exception = Assert.Throws<InvalidOperationException>(() =>
            DefinitionTemplate.Fill("""{"a":"${One}"}""", new Dictionary<string, string> { ["Other"] = "z" }));

        Assert.Contains("[One]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[Other]", exception.Message, StringComparison.Ordinal);
    }
}
