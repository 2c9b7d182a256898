using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>The program keeps within its memory: the container's, or what <c>--memory</c> says.</summary>
public sealed class MemoryTests
{
    [SmallContainerFact]
    public async Task PhotographsFitIntoASmallContainer()
    {
        using var container = new SmallContainer(megabytes: 400);
        using var program = new PipelineProgram(container: container);
        var photo = SyntheticImages.Jpeg(4_000, 3_000, 1);
        for (var number = 0; number < 12; number++)
        {
            // A comment makes each a picture of its own.
            program.Write($"in/{number:00}.jpg", [.. photo.AsSpan(0, 2), 0xFF, 0xFE, 0, 6, .. BitConverter.GetBytes(number), .. photo.AsSpan(2)]);
        }

        var run = await program.RunAsync("process", "in", "--json");

        run.AssertExit(0);
        Assert.Equal(12, run.Objects.Count(outcome => (string?)outcome["outcome"] == "succeeded"));
    }

    [Fact]
    public async Task ImageThatCanNeverFitIsRejectedByNameWithTheLimit()
    {
        using var program = new PipelineProgram();
        program.Write("huge.png", SyntheticImages.Png(64, 48));
        program.Write("set.json", """{ "renditions": [{ "name": "huge", "width": 9000, "height": 9000, "fit": "fill", "enlarge": true, "format": "avif" }] }""");

        var run = await program.RunAsync("process", "huge.png", "--renditions", "set.json", "--memory", "512", "--json");

        run.AssertExit(1);
        var outcome = Assert.Single(run.Objects);
        Assert.Equal("needsTooMuchMemory", (string?)outcome["reason"]!["code"]);
        Assert.Matches(@"^uploads/huge\.png .* at most 512 are allowed", (string?)outcome["reason"]!["message"]);
    }

    [Theory]
    [InlineData("255")]
    [InlineData("many")]
    public async Task InvalidMemoryIsRefused(string value)
    {
        using var program = new PipelineProgram();

        (await program.RunAsync("process", "--memory", value)).AssertUsageError("--memory", value);
    }
}
