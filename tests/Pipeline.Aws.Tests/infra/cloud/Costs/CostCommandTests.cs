using System.Text.Json.Nodes;
using Pipeline.Core.Costs;
using Pipeline.Core.Deployment;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud.Costs;

/// <summary>The real program, with the outputs of a stack in a file.</summary>
public sealed class CostCommandTests : IDisposable
{
    private readonly PipelineProgram _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>());

    public void Dispose() => _cloud.Dispose();

    [Fact]
    public async Task CostsAreThoseOfTheStacksOwnSettingsAndRenditions()
    {
        Write(CostSettings.Default with
        {
            StateMachineType = CostSettings.Express,
            Architecture = "x86_64",
            Renditions = (JsonObject)JsonNode.Parse("""{ "renditions": [{ "name": "a", "width": 320 }, { "name": "b", "width": 800 }] }""")!,
        });

        var costs = await RunAsync("--outputs", "outputs.json");

        Assert.Equal(2_000, (int)costs["images"]!);
        Assert.Equal(("EXPRESS", "x86_64"), ((string?)costs["settings"]!["stateMachineType"], (string?)costs["settings"]!["architecture"]));
        var lines = costs["lines"]!.AsArray();
        Assert.Equal(3 * 2_000, (int)Assert.Single(lines, line => ((string)line!["name"]!).StartsWith("S3: PUT", StringComparison.Ordinal))!["amount"]!);
        Assert.Contains(lines, line => (string?)line!["unit"] == "GB-s on x86_64");
        Assert.Contains(lines, line => (string?)line!["unit"] == "Express executions");
        Assert.DoesNotContain(lines, line => (string?)line!["unit"] == "state transitions");
        foreach (var period in (string[])["images", "month", "keptImagesMonth", "apiRequests", "deliveries"])
        {
            Assert.Equal((decimal)costs["totals"]![period]!, lines.Where(line => (string?)line!["period"] == period).Sum(line => (decimal)line!["cost"]!), 2);
        }
    }

    [Fact]
    public async Task OtherSettingsCanBeTriedOut()
    {
        Write(CostSettings.Default);
        _cloud.Write("mine.json", """{ "renditions": [{ "name": "a", "width": 320 }], "sets": [{ "prefix": "large/", "renditions": [{ "name": "b", "width": 3200, "format": "avif" }] }] }""");

        var asDeployed = Total(await RunAsync("--outputs", "outputs.json"));
        var grouped = Total(await RunAsync("--outputs", "outputs.json", "--resize-grouping", "auto"));
        var express = Total(await RunAsync("--outputs", "outputs.json", "--resize-grouping", "auto", "--state-machine-type", "EXPRESS"));
        var one = Total(await RunAsync("--outputs", "outputs.json", "--renditions", "mine.json"));
        var large = Total(await RunAsync("--outputs", "outputs.json", "--renditions", "mine.json", "--key", "large/a.jpg"));

        Assert.Equal([asDeployed, grouped, one, express], ((decimal[])[asDeployed, grouped, express, one]).OrderDescending());
        Assert.InRange(large, one, asDeployed);
        Assert.Equal(asDeployed, Total(await RunAsync("--without-stack")));
    }

    [Fact]
    public async Task TableHasEveryLineAndTheTotals()
    {
        var run = await _cloud.RunAsync("cost", "--images", "1000000", "--without-stack");

        run.AssertExit(0);
        Assert.Contains(run.Output, line => line.StartsWith("1,000,000 photographs", StringComparison.Ordinal));
        Assert.Equal(5, run.Output.Count(line => line.TrimStart().StartsWith("Total", StringComparison.Ordinal)));
        Assert.Contains(run.Output, line => line.Contains("state transitions", StringComparison.Ordinal) && line.Contains("$25.00 a million", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StackOfAnOlderVersionIsExplained()
    {
        _cloud.Write("outputs.json", Outputs(null));

        (await _cloud.RunAsync("cost", "--images", "1", "--outputs", "outputs.json")).AssertUsageError("--without-stack");
    }

    [Theory]
    [InlineData("0", "it must be between 1 and")]
    [InlineData("1000000000001", "it must be between 1 and")]
    public async Task NumberOfImagesHasBounds(string images, string words) => (await _cloud.RunAsync("cost", "--images", images, "--without-stack")).AssertUsageError(words);

    [Fact]
    public async Task WordThatIsNoneOfAChoiceIsNamed() =>
        (await _cloud.RunAsync("cost", "--images", "1", "--without-stack", "--architecture", "arm")).AssertUsageError("--architecture is arm; it must be arm64 or x86_64.");

    private void Write(CostSettings settings) => _cloud.Write("outputs.json", Outputs(settings.ToJson()));

    private async Task<JsonObject> RunAsync(params string[] arguments)
    {
        var run = await _cloud.RunAsync(["cost", "--images", "2000", "--json", .. arguments]);
        run.AssertExit(0);
        return JsonNode.Parse(string.Join('\n', run.Output))!.AsObject();
    }

    private static decimal Total(JsonObject costs) => (decimal)costs["totals"]!["images"]!;

    private static string Outputs(string? costSettings) => OutputsUnderTest.Create((StackOutputs.CostSettings, costSettings));
}
