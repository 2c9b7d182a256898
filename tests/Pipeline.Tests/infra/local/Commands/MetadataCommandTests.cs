using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary><c>metadata</c>: prints what would be stored of a photo's own metadata.</summary>
public sealed class MetadataCommandTests : IDisposable
{
    private static readonly byte[] Photo = MetadataFile.JpegWithExif(
        SyntheticImages.Jpeg(16, 8), new ExifFile().With(0x010F, "Canon").With(0x013B, "Zoë").With(0x9003, "2024:05:01 12:34:56").Write());

    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task EachFileIsAJsonObjectOnALine()
    {
        var run = await _program.RunAsync("metadata", _program.Write("a.jpg", Photo), _program.Write("b.png", SyntheticImages.Png(4, 4)), "--json");

        run.AssertExit(0);
        Assert.Equal(["a.jpg", "b.png"], run.Objects.Select(line => (string)line["file"]!));
        Assert.Equal(("Canon", "Zoë", "2024-05-01T12:34:56"), ((string)run.Objects[0]["photo"]!["make"]!, (string)run.Objects[0]["photo"]!["creator"]!, (string)run.Objects[0]["photo"]!["takenAt"]!));
        Assert.Null(run.Objects[1]["photo"]!["make"]);
        Assert.False(Directory.Exists(_program.DataFolder));
    }

    [Fact]
    public async Task MembersAreListedBelowTheNameOfTheFile()
    {
        var run = await _program.RunAsync("metadata", _program.Write("a.jpg", Photo));

        run.AssertExit(0);
        Assert.Equal("a.jpg", run.Output[0]);
        Assert.Contains("  make               Canon", run.Output);
    }

    [Fact]
    public async Task FileThatIsNoImageIsNamedAndTheOthersArePrinted()
    {
        var run = await _program.RunAsync("metadata", _program.Write("a.txt", "Hello, world"), _program.Write("b.jpg", Photo), "--json");

        run.AssertExit(1);
        Assert.Equal("b.jpg", (string)Assert.Single(run.Objects)["file"]!);
        Assert.Contains("a.txt is text", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFileAndUnknownWordAreUsageErrors()
    {
        (await _program.RunAsync("metadata", "missing.jpg")).AssertUsageError("missing.jpg does not exist");
        var wrong = await _program.RunAsync("metadata", "missing.jpg", "--keep-location", "near");
        wrong.AssertExit(2);
        Assert.All(["near", "off", "exact", "city"], word => Assert.Contains(word, wrong.Errors, StringComparison.Ordinal));
    }
}
