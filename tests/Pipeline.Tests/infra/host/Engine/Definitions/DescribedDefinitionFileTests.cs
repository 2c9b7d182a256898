using System.Text.Json.Nodes;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Interpreter.Definition;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Engine.Definitions;

/// <summary>What a pipeline that describes images adds to its definition.</summary>
public sealed class DescribedDefinitionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DefinitionAndBackfillGetTheStates()
    {
        await using var pipeline = new PipelineUnderTest(describing: new(Vision: null));

        var definition = pipeline.Pipeline.Definition.Current;
        var backfill = pipeline.Pipeline.FurtherDefinitions.Find(FurtherDefinitions.Backfill);
        Assert.All(["Describe", "NotDescribed", "AnnounceQuarantine", "Release", "Caption"], state => Assert.Contains(state, definition.Definition.StateNames));
        Assert.Equal(File.ReadAllText(PipelineDefinition.FilePath), definition.Text);
        Assert.Contains("AnnouncesQuarantine", backfill?.Json, StringComparison.Ordinal);
        Assert.Contains("\"Describe\"", backfill?.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DefinitionWithoutDescribingIsTheDeployedOne()
    {
        await using var pipeline = new PipelineUnderTest();

        Assert.DoesNotContain("Describe", pipeline.Pipeline.Definition.Current.Definition.StateNames);
        Assert.DoesNotContain("Describe", pipeline.Pipeline.FurtherDefinitions.Find(FurtherDefinitions.Backfill)!.Json, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotDescribingException>(() => pipeline.Pipeline.ReleaseAsync("a.jpg", null, CancellationToken.None));
        await Assert.ThrowsAsync<NotDescribingException>(() => pipeline.Pipeline.CaptionAsync("a.jpg", new("A cat"), CancellationToken.None));
    }

    [Fact]
    public void DefinitionWithoutTheStatesToChangeIsAnErrorThatSaysSo()
    {
        var invalid = Assert.Throws<InvalidDefinitionException>(() => Open(DefinedPipeline.Passing));

        Assert.Contains("cannot describe images: The definition has no state 'Route', which describe.json changes.", invalid.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Persist", """{"Type":"Pass","Next":"Persisted"}""")]
    [InlineData("Describe", """{"Type":"Succeed"}""")]
    public void DefinitionWithOtherStatesOfTheseNamesIsAnError(string name, string state)
    {
        var definition = JsonNode.Parse(File.ReadAllText(PipelineDefinition.FilePath))!;
        definition["States"]![name] = JsonNode.Parse(state);
        if (name == "Describe")
        {
            // A state must be reached.
            definition["States"]!["Route"]!["Choices"]!.AsArray().Add(new JsonObject { ["Variable"] = "$.source", ["IsPresent"] = false, ["Next"] = name });
        }

        var invalid = Assert.Throws<InvalidDefinitionException>(() => Open(definition.ToJsonString()));

        Assert.Contains("cannot describe images", invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorInTheFileHasItsPath()
    {
        var definition = JsonNode.Parse(File.ReadAllText(PipelineDefinition.FilePath))!;
        definition["States"]!["Persist"]!["Next"] = "Nowhere";

        var invalid = Assert.Throws<InvalidDefinitionException>(() => Open(definition.ToJsonString()));

        Assert.Contains("$.States.Persist.Next", invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EditedDefinitionKeepsTheStates()
    {
        var path = Write(File.ReadAllText(PipelineDefinition.FilePath));
        await using var pipeline = new PipelineUnderTest(definitionFile: path, describing: new(Vision: null));
        var edited = JsonNode.Parse(File.ReadAllText(path))!;
        edited["Comment"] = "Mine.";

        Write(edited.ToJsonString());
        await DefinedPipeline.WaitUntilAsync(() => pipeline.Pipeline.Definition.Current.Text.Contains("Mine.", StringComparison.Ordinal));
        Write(DefinedPipeline.Passing);
        await DefinedPipeline.WaitUntilAsync(() => !pipeline.Pipeline.Definition.Current.IsValid);

        var current = pipeline.Pipeline.Definition.Current;
        Assert.Contains("Describe", current.Definition.StateNames);
        Assert.Contains("Mine.", current.Json, StringComparison.Ordinal);
        Assert.Contains("cannot describe images", Assert.Single(current.Errors).Message, StringComparison.Ordinal);
    }

    private void Open(string definition)
    {
        var options = new PipelineOptions(Path.Combine(_folder.Path, "data"), RenditionSet.Default) { DefinitionFile = Write(definition), Describing = new(Vision: null) };
        LocalPipeline.Open(options, PipelineUnderTest.Codec, TimeProvider.System).DisposeAsync().AsTask().Wait();
    }

    private string Write(string definition)
    {
        var path = Path.Combine(_folder.Path, "image-pipeline.asl.json");
        File.WriteAllText(path, definition);
        return path;
    }
}
