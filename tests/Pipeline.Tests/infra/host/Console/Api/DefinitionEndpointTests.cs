using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;
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

    [Fact]
    public async Task ExecutionKeepsTheDefinitionThatItRan()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "mine.asl.json");
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("statemachine", "image-pipeline.asl.json")))!;
        definition["Comment"] = "First";
        await File.WriteAllTextAsync(file, definition.ToJsonString());
        await using var served = await HostUnderTest.StartAsync(definitionFile: file);
        var execution = await served.UploadAsync("a.png", SyntheticImages.Png(8, 8));
        await served.WaitForEndAsync(execution);

        var before = await served.GetAsync($"api/executions/{execution}/definition");
        definition["Comment"] = "Second";
        await File.WriteAllTextAsync(file, definition.ToJsonString());
        served.Pipeline.Pipeline.Definition.Reload();
        var after = await served.GetAsync($"api/executions/{execution}/definition");

        Assert.Equal(("First", true, true), ((string?)before["definition"]!["Comment"], (bool)before["isKnown"]!, (bool)before["isCurrent"]!));
        Assert.Equal(("First", true, false), ((string?)after["definition"]!["Comment"], (bool)after["isKnown"]!, (bool)after["isCurrent"]!));
        Assert.Equal((string?)before["hash"], (string?)after["hash"]);
        var (status, _) = await served.SendAsync("api/executions/missing/definition", method: HttpMethod.Get);
        Assert.Equal(HttpStatusCode.NotFound, status);
    }
}
