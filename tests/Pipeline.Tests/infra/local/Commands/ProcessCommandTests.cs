using System.Text;
using Pipeline.Host.Store;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Vips;

namespace Pipeline.Tests.Local.Commands;

public sealed class ProcessCommandTests : IDisposable
{
    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task OneFileIsShownWithItsRenditionsAndTheirPaths()
    {
        _program.Write("photo.jpg", SyntheticImages.Jpeg(400, 300));

        var run = await _program.RunAsync("process", "photo.jpg");

        run.AssertExit(0);
        Assert.Empty(run.Errors);
        Assert.Contains("uploads/photo.jpg  succeeded in ", run.Text, StringComparison.Ordinal);
        Assert.Contains("  JPEG 400 × 300, ", run.Text, StringComparison.Ordinal);
        Assert.Contains("1 image: 1 succeeded", run.Text, StringComparison.Ordinal);
        var renditions = run.Output.Where(line => line.Contains(Path.Combine(".pipeline", "renditions"), StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(["thumb", "small", "medium", "large", "large-jpeg"], renditions.Select(words => words[0]));
        Assert.Equal(["128", "×", "128"], renditions[0][1..4]);
        Assert.All(renditions, words => Assert.True(File.Exists(_program.PathOf(words[^1])), words[^1]));
    }

    [Fact]
    public async Task RenditionsAreMadeInGroups()
    {
        _program.Write("photo.jpg", SyntheticImages.Jpeg(400, 300));

        var run = await _program.RunAsync("process", "photo.jpg", "--resize-grouping", "auto", "--json");

        run.AssertExit(0);
        var history = await _program.RunAsync("executions", "show", (string)Assert.Single(run.Objects)["execution"]!);
        var entered = Assert.Single(history.Output, line => line.Contains("Resize: ", StringComparison.Ordinal));
        Assert.Contains("Resize: thumb, small, medium, large-jpeg", entered, StringComparison.Ordinal);
    }

    [UnixFact("symbolic links")]
    public async Task FolderIsProcessedRecursivelyAndIsUnchangedTheSecondTime()
    {
        _program.Write("photos/a.jpg", SyntheticImages.Jpeg(40, 30, seed: 1));
        _program.Write("photos/deep/er/b.png", SyntheticImages.Png(40, 30, seed: 2));
        _program.Write("photos/.hidden.jpg", "hidden");
        _program.Write("photos/.git/c.jpg", "hidden");
        Directory.CreateSymbolicLink(_program.PathOf("photos/deep/round"), _program.PathOf("photos"));

        var first = await _program.RunAsync("process", "photos", "--json");
        var second = await _program.RunAsync("process", "photos", "--json");

        first.AssertExit(0);
        second.AssertExit(0);
        string[] expected = ["uploads/photos/a.jpg", "uploads/photos/deep/er/b.png"];
        Assert.Equal(expected.Select(id => (id, "succeeded")), Outcomes(first));
        Assert.Equal(expected.Select(id => (id, "unchanged")), Outcomes(second));
    }

    [Theory]
    [InlineData("0", false)]
    [InlineData("3", true)]
    public async Task ReplacedRenditionsStayAsLongAsAsked(string days, bool stay)
    {
        foreach (var seed in new[] { 1, 2 })
        {
            _program.Write("a.jpg", SyntheticImages.Jpeg(40, 30, seed: seed));
            (await _program.RunAsync("process", "a.jpg", "--rendition-grace-days", days)).AssertExit(0);
        }

        var run = await _program.RunAsync("images", "show", "a.jpg");

        var replaced = run.Output.Where(line => line.StartsWith("  replaced, stays until ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(stay ? 1 : 0, replaced.Length);
        Assert.All(replaced, line => Assert.True(Directory.Exists(_program.PathOf(line.Split("  ")[^1])), line));
        Assert.Equal(stay ? 2 : 1, Directory.GetDirectories(_program.PathOf(Path.Combine(".pipeline", "renditions", "a.jpg%"))).Length);
    }

    [Fact]
    public async Task FocalPointPlacesTheCropOfEveryFile()
    {
        _program.Write("a.png", SyntheticImages.Png(60, 20));
        _program.Write("set.json", Encoding.UTF8.GetBytes("""{"renditions": [{"name": "square", "width": 20, "height": 20, "fit": "cover", "gravity": "focal"}]}"""));

        var left = await _program.RunAsync("process", "a.png", "--renditions", "set.json", "--focal-point", "0.1,0.5", "--json");
        var again = await _program.RunAsync("process", "a.png", "--renditions", "set.json", "--focal-point", "0.10,.5", "--json");
        var right = await _program.RunAsync("process", "a.png", "--renditions", "set.json", "--focal-point", "0.9,0.5", "--json");
        var wrong = await _program.RunAsync("process", "a.png", "--focal-point", "0.9");

        Assert.Equal(["succeeded", "unchanged", "succeeded"], new[] { left, again, right }.SelectMany(Outcomes).Select(outcome => outcome.Item2));
        wrong.AssertExit(2);
        Assert.Contains("--focal-point is '0.9'; it must be x,y, each from 0 to 1 of the upright picture, such as 0.3,0.7.", wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneRejectedImageMakesTheExitCode1()
    {
        _program.Write("good.jpg", SyntheticImages.Jpeg(40, 30));
        _program.Write("bad.jpg", "this is no picture");

        var run = await _program.RunAsync("process", "good.jpg", "bad.jpg", "--json");

        run.AssertExit(1);
        Assert.Equal([("uploads/bad.jpg", "rejected"), ("uploads/good.jpg", "succeeded")], Outcomes(run));
        var reason = run.Objects.Single(line => (string?)line["outcome"] == "rejected")["reason"]!.AsObject();
        Assert.Equal(["code", "message"], reason.Select(member => member.Key));
        Assert.Equal("unsupportedFormat", (string?)reason["code"]);
        Assert.Contains("uploads/bad.jpg", (string?)reason["message"], StringComparison.Ordinal);
    }

    [UnixFact("symbolic links")]
    public async Task JsonIsOneObjectPerLineAndErrorsGoToStandardError()
    {
        _program.Write("in/good.jpg", SyntheticImages.Jpeg(40, 30));
        File.CreateSymbolicLink(_program.PathOf("in/broken.jpg"), _program.PathOf("in/gone.jpg"));

        var run = await _program.RunAsync("process", "in", "--json");

        // The broken link is reported, and the other file is processed.
        run.AssertExit(1);
        Assert.Contains("broken.jpg cannot be read", run.Errors, StringComparison.Ordinal);
        var line = Assert.Single(run.Objects);
        Assert.Equal(["imageId", "outcome", "reason", "execution", "durationMs", "waitedMs", "record"], line.Select(member => member.Key));
        Assert.Equal("uploads/in/good.jpg", (string?)line["imageId"]);
        Assert.Null(line["reason"]);
        Assert.True(Guid.TryParse((string?)line["execution"], out _));
        Assert.InRange((double)line["durationMs"]!, 0.1, 120_000);
        Assert.Equal(("ready", 5), ((string?)line["record"]!["status"], line["record"]!["current"]!["renditions"]!.AsArray().Count));
    }

    [Fact]
    public async Task RenditionSetDecidesWhichRenditionsAreMade()
    {
        _program.Write("photo.jpg", SyntheticImages.Jpeg(400, 300));
        _program.Write("set.json", """{ "renditions": [{ "name": "tiny", "width": 20, "format": "png" }] }""");

        var run = await _program.RunAsync("process", "photo.jpg", "--renditions", "set.json", "--json", "--data", "elsewhere");

        run.AssertExit(0);
        var rendition = Assert.Single(Assert.Single(run.Objects)["record"]!["current"]!["renditions"]!.AsArray());
        Assert.Equal(("tiny", "png", 20, 15), ((string?)rendition!["name"], (string?)rendition["format"], (int)rendition["width"]!, (int)rendition["height"]!));
        Assert.True(File.Exists(_program.PathOf("elsewhere/pipeline.db")));
        Assert.False(Directory.Exists(_program.DataFolder));
    }

    [Fact]
    public async Task InvalidRenditionSetStopsTheStartWithPathAndBoundsAndCreatesNothing()
    {
        _program.Write("photo.jpg", SyntheticImages.Jpeg(40, 30));
        _program.Write("set.json", """{ "renditions": [{ "name": "a", "width": 20000 }, { "name": "b", "width": 1, "qualty": 3 }] }""");

        var run = await _program.RunAsync("process", "photo.jpg", "--renditions", "set.json");

        run.AssertUsageError(
            "set.json: $.renditions[0].width is 20000; it must be between 1 and 16383", "$.renditions[1].qualty is not known; did you mean \"quality\"?");
        Assert.False(Directory.Exists(_program.DataFolder));
    }

    public static TheoryData<string, string> InvalidUsages => new()
    {
        { "process gone.jpg", "gone.jpg does not exist." },
        { "process empty", "There are no files in empty." },
        { "process --bogus", "'--bogus' is not an option of 'process'." },
        { "process a.txt --data a.txt", "a.txt is a file; --data takes a folder." },
        { "process a.txt --data a.txt/below", "The data folder a.txt/below cannot be used" },
        { "process a.txt --renditions gone.json", "gone.json does not exist." },
        { "process a.txt --renditions empty", "empty is a folder. Name a file." },
        { "process a.txt --renditions a.txt", "a.txt: $ is not JSON: line 1" },
        { "process a.txt empty/../a.txt one/a.txt --watch gone", "gone does not exist; --watch takes a folder." },
        { "process --watch a.txt", "a.txt is a file; --watch takes a folder." },
        { "process a.txt --resize-grouping all", "--resize-grouping is all; it must be each or auto." },
        { "bogus", "'bogus' is not a command of 'pipeline'." },
        { "executions bogus", "'bogus' is not a command of 'executions'." },
        { "executions list --bogus", "'--bogus' is not an option of 'executions list'." },
        { "asl validate --bogus", "'--bogus' is not an option of 'asl validate'." },
        { "asl validate --bogus a.json", "'--bogus' is not an option of 'asl validate'." },
        { "images show a b", "'images show' does not take 'b'." },
        { "executions", "See pipeline executions --help." },
        { "executions list", "is not a data folder" },
        { "executions list --limit 0", "--limit is 0; it must be between 1 and 1000." },
        { "executions list --limit x", "--limit is 'x'; it must be a whole number." },
        { "executions list --status bogus", "it must be one of RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED." },
        { "images list --status bogus", "it must be one of processing, ready, rejected, failed, deleted, quarantined." },
        { "images show", "Required argument missing" },
    };

    [Theory]
    [MemberData(nameof(InvalidUsages))]
    public async Task InvalidUsageIsReportedAndCreatesNothing(string arguments, string message)
    {
        _program.Write("a.txt", "hello");
        _program.Write("one/a.txt", "hello");
        Directory.CreateDirectory(_program.PathOf("empty"));

        var run = await _program.RunAsync(arguments.Split(' '));

        run.AssertUsageError(message);
        Assert.False(Directory.Exists(_program.DataFolder));
    }

    [Theory]
    [InlineData("process")]
    [InlineData("metadata")]
    [InlineData("asl", "validate")]
    public async Task EmptyArgumentIsAUsageError(params string[] command)
    {
        var run = await _program.RunAsync([.. command, ""]);

        run.AssertUsageError(" is ''; it must not be empty.", "--help.");
        Assert.False(Directory.Exists(_program.DataFolder));
    }

    [Fact]
    public async Task TwoFilesWithTheSameKeyAreRefused()
    {
        using var elsewhere = new TemporaryFolder();
        foreach (var folder in (string[])["x", "y"])
        {
            Directory.CreateDirectory(Path.Combine(elsewhere.Path, folder));
            File.WriteAllText(Path.Combine(elsewhere.Path, folder, "a.jpg"), folder);
        }

        var run = await _program.RunAsync("process", Path.Combine(elsewhere.Path, "x", "a.jpg"), Path.Combine(elsewhere.Path, "y", "a.jpg"));

        run.AssertUsageError("would both get the key a.jpg");
    }

    [Fact]
    public async Task SecondHostOnAFolderNamesTheProcessThatUsesIt()
    {
        _program.Write("photo.jpg", SyntheticImages.Jpeg(40, 30));
        await using var host = LocalStore.Open(_program.DataFolder, TimeProvider.System);

        var run = await _program.RunAsync("process", "photo.jpg");

        run.AssertUsageError($"is in use by process {Environment.ProcessId}", "choose another folder");
    }

    [Fact]
    public async Task SamplePhotoIsTheDefaultAndComesOutUprightWithoutMetadata()
    {
        var run = await _program.RunAsync("process", "--json");

        run.AssertExit(0);
        var version = Assert.Single(run.Objects)["record"]!["current"]!;
        Assert.Equal((1632, 2176), ((int)version["width"]!, (int)version["height"]!));
        var original = File.ReadAllBytes(Path.Combine(_program.DataFolder, "uploads", "sample.jpg"));
        Assert.Equal(6, new VipsCodec().Inspect(original, ImageFormat.Jpeg).Orientation);
        Assert.True(ContainsText(original, "Exif\0") && ContainsText(original, "Sample Camera"), "The sample has no metadata to drop.");

        var renditions = version["renditions"]!.AsArray();
        var large = renditions.Single(rendition => (string?)rendition!["name"] == "large")!;
        Assert.Equal((1600, 2133), ((int)large["width"]!, (int)large["height"]!));
        await using var store = LocalStore.OpenReadOnly(_program.DataFolder, TimeProvider.System);
        foreach (var rendition in renditions)
        {
            var content = File.ReadAllBytes(store.Images.GetRenditionPath((string)rendition!["key"]!));
            var info = new VipsCodec().Inspect(content, Enum.Parse<ImageFormat>((string)rendition["format"]!, ignoreCase: true));
            Assert.Equal((1, (int)rendition["width"]!, (int)rendition["height"]!), (info.Orientation, info.Width, info.Height));
            Assert.All((string[])["Exif", "EXIF", "GPS", "Sample Camera", "http://ns.adobe.com"], word => Assert.False(ContainsText(content, word), word));
        }
    }

    private static bool ContainsText(byte[] content, string word) => content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(word)) >= 0;

    private static IEnumerable<(string, string)> Outcomes(ProgramRun run) =>
        run.Objects.Select(line => ((string)line["imageId"]!, (string)line["outcome"]!)).Order();
}
