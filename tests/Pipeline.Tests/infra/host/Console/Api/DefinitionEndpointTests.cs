using System.Text.Json.Nodes;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Api;

public sealed class DefinitionEndpointTests
{
    [Fact]
    public async Task CurrentDefinitionIsShown()
    {
        await using var served = await HostUnderTest.StartAsync();

        var definition = await served.GetAsync("api/definition");

        Assert.True(definition["valid"]!.GetValue<bool>());
        Assert.Empty(definition["errors"]!.AsArray());
        Assert.Equal("Route", definition["definition"]!["StartAt"]!.GetValue<string>());
        Assert.Equal(
            JsonNode.Parse(definition["text"]!.GetValue<string>())!["States"]!.AsObject().Count,
            definition["definition"]!["States"]!.AsObject().Count);
        Assert.True(File.Exists(definition["file"]!.GetValue<string>()));
    }
}
