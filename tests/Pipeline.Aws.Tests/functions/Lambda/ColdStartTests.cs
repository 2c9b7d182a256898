using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Lambda;

public sealed class ColdStartTests
{
    [Theory]
    [InlineData("Validate")]
    [InlineData("Resize")]
    [InlineData("Describe")]
    [InlineData("Persist")]
    [InlineData("Remove")]
    public void FirstCallFindsItsLogicWarm(string function)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "renditions.json"), """{"renditions": [{"name": "small", "width": 32}]}""");

        var output = ColdStart.Run(function, folder.Path);

        Assert.Equal([ColdStart.Started], output);
    }

    [Fact]
    public async Task FailedWarmUpIsLoggedAndNothingElse()
    {
        using var lines = new LogLines();

        await lines.CreateCalls().WarmUpAsync(() => throw new InvalidOperationException("no room"));

        var line = lines.Single();
        Assert.Equal(("ERROR", "warm-up", "no room"), ((string?)line["level"], (string?)line["requestId"], (string?)line["errorMessage"]));
        Assert.Empty(lines.Ends);
    }
}
