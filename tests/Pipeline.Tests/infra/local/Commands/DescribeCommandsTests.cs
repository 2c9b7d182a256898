using Pipeline.Host.Store;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>The options and commands that describe images and release them, from the outside.</summary>
public sealed class DescribeCommandsTests : IAsyncLifetime
{
    private readonly PipelineProgram _program = new(environment: new Dictionary<string, string> { ["PIPELINE_DESCRIBE_KEY"] = "sk-1" });
    private ScriptedModel _service = null!;

    public async Task InitializeAsync() => _service = await ScriptedModel.StartAsync();

    public async Task DisposeAsync()
    {
        _program.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task QuarantinedImageFailsTheCommandAndIsReleasedByAnother()
    {
        _service.Answer = ScriptedModel.Violent;

        var processed = await ProcessAsync("--moderation", "quarantine");
        var shown = await _program.RunAsync("images", "show", "fox.jpg");
        var listed = await _program.RunAsync("images", "list", "--status", "quarantined", "--json");
        var released = await _program.RunAsync("images", "release", "uploads/fox.jpg", "--json");
        var again = await _program.RunAsync("images", "release", "fox.jpg");
        var shownAfter = await _program.RunAsync("images", "show", "fox.jpg");

        processed.AssertExit(1);
        Assert.Contains("quarantined", processed.Text, StringComparison.Ordinal);
        Assert.Contains("moderated", processed.Text, StringComparison.Ordinal);
        Assert.Equal("Bearer sk-1", Assert.Single(_service.Keys));
        Assert.Contains("In quarantine since", shown.Text, StringComparison.Ordinal);
        Assert.Contains("\"Two knights fight\" (en, by fox:1b)", shown.Text, StringComparison.Ordinal);
        Assert.Contains("moderation: violence (90", shown.Text, StringComparison.Ordinal);
        Assert.Single(listed.Objects);
        released.AssertExit(0);
        Assert.Equal("succeeded", (string?)Assert.Single(released.Objects)["outcome"]);
        again.AssertUsageError("uploads/fox.jpg is not in quarantine: its status is ready.");
        Assert.Contains("A person released it from quarantine.", shownAfter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PersonDescribesAnImageAndTakesTheTextBack()
    {
        await ProcessAsync();

        var described = await _program.RunAsync("images", "describe", "fox.jpg", "--alt", "Our fox", "--language", "en");
        var shown = await _program.RunAsync("images", "show", "fox.jpg");
        var cleared = await _program.RunAsync("images", "describe", "fox.jpg", "--clear", "--json");

        described.AssertExit(0);
        Assert.Contains("\"Our fox\" (en, by a person)", shown.Text, StringComparison.Ordinal);
        Assert.Contains("labels: fox, snow", shown.Text, StringComparison.Ordinal);
        cleared.AssertExit(0);
        Assert.DoesNotContain("Our fox", (await _program.RunAsync("images", "show", "fox.jpg")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandsSayWhatIsWrong()
    {
        await ProcessAsync();

        (await _program.RunAsync("images", "release", "absent.jpg")).AssertUsageError("There is no image absent.jpg");
        (await _program.RunAsync("images", "describe", "fox.jpg")).AssertUsageError("needs --alt with the text, or --clear");
        (await _program.RunAsync("images", "describe", "fox.jpg", "--alt", "a", "--clear")).AssertUsageError("--alt and --clear exclude each other");
        (await _program.RunAsync("images", "describe", "fox.jpg", "--clear", "--language", "en")).AssertUsageError("A language needs a text.");
        (await _program.RunAsync("images", "describe", "fox.jpg", "--alt", new string('a', 251))).AssertUsageError("The text has 251 characters; at most 250 are allowed.");
    }

    [Fact]
    public async Task FolderOfAHostIsLeftToTheHost()
    {
        await using (LocalStore.Open(_program.DataFolder, TimeProvider.System))
        {
            (await _program.RunAsync("images", "release", "fox.jpg")).AssertUsageError("A host uses", "curl -X POST http://localhost:8420/api/quarantine/KEY/release");
            (await _program.RunAsync("images", "describe", "fox.jpg", "--clear")).AssertUsageError("A host uses", "curl -X PUT http://localhost:8420/api/images/KEY/description");
        }
    }

    [Theory]
    [InlineData("--describe-model fox:1b", "--describe-model needs --describe-url")]
    [InlineData("--moderation quarantine", "--moderation needs --describe-url")]
    [InlineData("--describe-url http://localhost:1", "--describe-url needs --describe-model")]
    [InlineData("--describe-url http://localhost:1 --describe-model m --describe-temperature 0.1 --describe-top-p 0.1", "--describe-temperature and --describe-top-p exclude each other")]
    [InlineData("--describe-url http://localhost:1 --describe-model m --describe-input-price 0.1", "need each other")]
    [InlineData("--describe-url localhost --describe-model m", "--describe-url is 'localhost'; it must be the http or https address")]
    [InlineData("--describe-url http://localhost:1 --describe-model m --describe-languages en,en", "--describe-languages is 'en,en'; it must be up to 10 different language tags")]
    [InlineData("--describe-url http://localhost:1 --describe-model m --describe-temperature 2", "--describe-temperature is '2'; it must be a number between 0 and 1")]
    [InlineData("--describe-url http://localhost:1 --describe-model m --moderation-confidence x", "--moderation-confidence is 'x'; it must be a number between 0 and 1")]
    public async Task OptionsThatDoNotGoTogetherAreOneLine(string options, string expected)
    {
        var run = await _program.RunAsync(["process", .. options.Split(' ')]);

        run.AssertUsageError(expected);
        Assert.False(Directory.Exists(_program.DataFolder));
    }

    private Task<ProgramRun> ProcessAsync(params string[] options)
    {
        _program.Write("fox.jpg", SyntheticImages.Jpeg(60, 40));
        return _program.RunAsync(["process", "fox.jpg", "--describe-url", _service.Address, "--describe-model", "fox:1b", .. options]);
    }
}
