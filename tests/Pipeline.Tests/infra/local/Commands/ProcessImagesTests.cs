using Pipeline.Host.Store;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary><c>images process</c> from the outside.</summary>
public sealed class ProcessImagesTests : IDisposable
{
    private const string Sets = """{ "renditions": [{ "name": "card", "width": 20, "format": "webp" }] }""";

    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task ImagesAreProcessedAgainByKeyAndSummedUp()
    {
        await ProcessAsync();
        Directory.Delete(Path.Combine(_program.DataFolder, "renditions", "cats", "1.jpg%"), recursive: true);

        var run = await _program.RunAsync("images", "process", "cats/1.jpg", "uploads/dog.jpg");
        var listed = (await _program.RunAsync("images", "list", "--prefix", "cats/1", "--json")).Objects;

        run.AssertExit(0);
        Assert.Contains("2 images: 1 succeeded, 1 unchanged", run.Text, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_program.DataFolder, "renditions", "cats", "1.jpg%"), "*", SearchOption.AllDirectories));
        Assert.NotEqual(new string('0', 64), (string)Assert.Single(listed)["current"]!["sha256"]!);
    }

    [Theory]
    [InlineData("--prefix cats/", "uploads/cats/1.jpg succeeded, uploads/cats/2.jpg succeeded", 0)]
    [InlineData("--text AT", "uploads/cats/1.jpg succeeded, uploads/cats/2.jpg succeeded", 0)]
    [InlineData("--status rejected", "uploads/notes.jpg rejected", 1)]
    [InlineData("--prefix cats/ --status rejected", "", 0)]
    public async Task ImagesOfAFilterAreProcessedAgainWithOtherRenditions(string filter, string expected, int exitCode)
    {
        await ProcessAsync();
        _program.Write("mine.json", Sets);

        var run = await _program.RunAsync(["images", "process", .. filter.Split(' '), "--renditions", "mine.json", "--json"]);

        run.AssertExit(exitCode);
        Assert.Equal(expected, string.Join(", ", run.Objects.Select(line => $"{line["imageId"]} {line["outcome"]}").Order(StringComparer.Ordinal)));
        Assert.Equal(expected.Length == 0, run.Errors.Contains("No images match.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EmptyPrefixMeansAllImagesButDeletedOnes()
    {
        await ProcessAsync();

        var run = await _program.RunAsync("images", "process", "--prefix", "", "--json");

        run.AssertExit(1);
        Assert.Equal(["rejected", "unchanged", "unchanged", "unchanged"], run.Objects.Select(line => (string)line["outcome"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WrongCommandLineChangesNothing()
    {
        await ProcessAsync();

        (await _program.RunAsync("images", "process")).AssertUsageError("'images process' needs keys, or --prefix, --text or --status.");
        (await _program.RunAsync("images", "process", "dog.jpg", "--status", "failed")).AssertUsageError("not both");
        (await _program.RunAsync("images", "process", "dog.jpg", "none.jpg")).AssertUsageError("There is no original none.jpg in ", "see `images list`");
        (await _program.RunAsync("images", "process", "dog.jpg", "--data", "elsewhere")).AssertUsageError("elsewhere");
        Assert.False(Directory.Exists(_program.PathOf("elsewhere")));
        Assert.Equal(4, (await _program.RunAsync("executions", "list", "--json")).Objects.Count);
    }

    [Fact]
    public async Task FolderOfARunningHostIsLeftToIt()
    {
        await ProcessAsync();
        await using var host = LocalStore.Open(_program.DataFolder, TimeProvider.System);

        (await _program.RunAsync("images", "process", "dog.jpg")).AssertUsageError("A host uses ", "/api/images/KEY/process");
    }

    private async Task ProcessAsync()
    {
        foreach (var (index, key) in ((string[])["cats/1.jpg", "cats/2.jpg", "dog.jpg"]).Index())
        {
            _program.Write(key, SyntheticImages.Jpeg(50, 40, index));
        }

        _program.Write("notes.jpg", "These are notes.");
        (await _program.RunAsync("process", "cats", "dog.jpg", "notes.jpg")).AssertExit(1);
    }
}
