using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary><c>--fence</c> changes where images are decoded, and nothing that comes out.</summary>
public sealed class FenceTests : IDisposable
{
    private const string Set = """
        { "watermark": { "file": "logo.png" },
          "renditions": [
            { "name": "thumb", "width": 64, "height": 64, "fit": "cover" }, { "name": "small", "width": 100, "format": "jpeg" }, { "name": "large", "width": 500 },
            { "name": "avif", "width": 80, "format": "avif" }] }
        """;

    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("each")]
    [InlineData("auto")]
    public async Task RenditionsAndReasonsAreTheSame(string grouping)
    {
        _program.Write("set.json", Set);
        _program.Write("logo.png", SyntheticImages.Png(20, 10));
        _program.Write("in/photo.jpg", SyntheticImages.Jpeg(1_600, 1_200, 1));
        _program.Write("in/small.png", SyntheticImages.Png(90, 60, 2));
        _program.Write("in/cut.jpg", SyntheticImages.Jpeg(800, 600, 3)[..4_000]);
        _program.Write("in/text.png", "not an image");
        string[] arguments = ["process", "in", "--renditions", "set.json", "--resize-grouping", grouping, "--json"];

        var fenced = await _program.RunAsync([.. arguments, "--data", "fenced", "--fence-processes", "2"]);
        var plain = await _program.RunAsync([.. arguments, "--data", "plain"]);

        Assert.Equal((1, 1), (plain.ExitCode, fenced.ExitCode));
        Assert.Equal(DescribeOutcomes(plain), DescribeOutcomes(fenced));
        var expected = ListRenditions("plain");
        Assert.Equal(expected, ListRenditions("fenced"));
        Assert.Equal(8, expected.Length);
        Assert.All(expected, file => Assert.Equal(File.ReadAllBytes(PathOf("plain", file)), File.ReadAllBytes(PathOf("fenced", file))));
    }

    [Theory]
    [InlineData("--fence-processes", "0")]
    [InlineData("--fence-processes", "many")]
    [InlineData("--memory", "300", "--fence-processes", "4")]
    [InlineData("--memory", "256", "--fence")]
    public async Task FenceThatCannotBeIsRefused(params string[] options) =>
        (await _program.RunAsync(["process", .. options])).AssertUsageError(options[^1] == "many" ? "many" : "--fence");

    [Fact]
    public async Task CommandOfTheProcessesIsNotListed()
    {
        var help = await _program.RunAsync("--help");

        help.AssertExit(0);
        Assert.DoesNotContain("fenced-codec", help.Text, StringComparison.Ordinal);
    }

    private static string[] DescribeOutcomes(ProgramRun run) =>
        [.. run.Objects.Select(outcome => $"{outcome["imageId"]} {outcome["outcome"]} {outcome["reason"]?.ToJsonString()}").Order(StringComparer.Ordinal)];

    private string[] ListRenditions(string data) =>
        [.. Directory.GetFiles(PathOf(data, ""), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(PathOf(data, ""), file)).Order(StringComparer.Ordinal)];

    private string PathOf(string data, string rendition) => Path.Combine(_program.PathOf(data), "renditions", rendition);
}
