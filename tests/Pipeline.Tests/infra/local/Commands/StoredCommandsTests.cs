using System.Text.Json.Nodes;
using Pipeline.Core.Markup;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>A data folder after one image succeeded and one was rejected.</summary>
public sealed class ProcessedFolder : IAsyncLifetime
{
    internal PipelineProgram Program { get; } = new();

    internal IReadOnlyDictionary<string, string> Executions { get; private set; } = new Dictionary<string, string>();

    public async Task InitializeAsync()
    {
        Program.Write("good.jpg", CameraPhoto.Write(SyntheticImages.Jpeg(40, 30), keywords: "harbour"));
        Program.Write("bad.jpg", "this is no picture");
        var run = await Program.RunAsync("process", "good.jpg", "bad.jpg", "--json");
        run.AssertExit(1);
        Executions = run.Objects.ToDictionary(line => (string)line["imageId"]!, line => (string)line["execution"]!);
    }

    public Task DisposeAsync()
    {
        Program.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary><c>executions</c> and <c>images</c>, which print what is stored.</summary>
public sealed class StoredCommandsTests(ProcessedFolder folder) : IClassFixture<ProcessedFolder>
{
    [Fact]
    public async Task ExecutionsAreListedNewestFirst()
    {
        var run = await folder.Program.RunAsync("executions", "list");

        run.AssertExit(0);
        var lines = run.Output.Where(line => line.Contains("uploads/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Contains("SUCCEEDED", line, StringComparison.Ordinal));
        Assert.All(folder.Executions, execution => Assert.Contains(lines, line =>
            line.Contains(execution.Key, StringComparison.Ordinal) && line.Contains(execution.Value, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ExecutionsAreFilteredByImageAndStatus()
    {
        var good = await folder.Program.RunAsync("executions", "list", "--image", "good.jpg", "--status", "succeeded", "--json");
        var none = await folder.Program.RunAsync("executions", "list", "--status", "TIMED_OUT");

        var execution = Assert.Single(good.Objects);
        Assert.Equal((folder.Executions["uploads/good.jpg"], "SUCCEEDED"), ((string?)execution["name"], (string?)execution["status"]));
        Assert.True((DateTimeOffset)execution["stopDate"]! > (DateTimeOffset)execution["startDate"]!);
        none.AssertExit(0);
        Assert.Equal("No executions.", none.Text);
    }

    [Fact]
    public async Task ExecutionsAreFoundByOutcomeAndText()
    {
        var list = await folder.Program.RunAsync("executions", "list");
        var rejected = await folder.Program.RunAsync("executions", "list", "--outcome", "Rejected", "--search", "BAD", "--from", "2020-01-01", "--json");
        var none = await folder.Program.RunAsync("executions", "list", "--to", "2020-01-01");
        var byKey = await folder.Program.RunAsync("executions", "list", "--sort", "key", "--order", "desc", "--json");

        Assert.Contains(list.Output, line => line.Contains("rejected (unsupportedFormat)", StringComparison.Ordinal));
        var execution = Assert.Single(rejected.Objects);
        Assert.Equal(
            (folder.Executions["uploads/bad.jpg"], "SUCCEEDED", "rejected", "unsupportedFormat"),
            ((string?)execution["name"], (string?)execution["status"], (string?)execution["outcome"], (string?)execution["reason"]!["code"]));
        Assert.True((double)execution["ranMs"]! > 0);
        Assert.Equal("No executions.", none.Text);
        Assert.Equal(["uploads/good.jpg", "uploads/bad.jpg"], byKey.Objects.Select(each => (string?)each["imageId"]));
    }

    [Theory]
    [InlineData("--outcome", "lost", "--outcome is 'lost'; it must be one of succeeded, rejected, quarantined, unchanged")]
    [InlineData("--sort", "size", "--sort is 'size'; it must be one of start, duration, key")]
    [InlineData("--order", "up", "--order is 'up'; it must be one of asc, desc")]
    [InlineData("--to", "tomorrow", "--to is 'tomorrow'; it must be a date like")]
    public async Task InvalidFilterIsRefused(string option, string value, string message) =>
        (await folder.Program.RunAsync("executions", "list", option, value)).AssertUsageError(message);

    [Fact]
    public async Task HistoryBeginsWithTheOutcomeAndNamesIterationsByTheirRenditions()
    {
        var bad = await folder.Program.RunAsync("executions", "show", folder.Executions["uploads/bad.jpg"]);
        var good = await folder.Program.RunAsync("executions", "show", folder.Executions["uploads/good.jpg"]);

        Assert.Contains("rejected (unsupportedFormat)", bad.Output[0], StringComparison.Ordinal);
        Assert.Matches(@"^  ran \d+\.\d\d s, waited \d+\.\d\d s$", bad.Output[1]);
        Assert.Contains("succeeded", good.Output[0], StringComparison.Ordinal);
        var events = good.Output.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Contains(events, line => line.EndsWith("MapIterationStarted ResizeAll [thumb]", StringComparison.Ordinal));
        Assert.Contains(events, line => line.EndsWith("MapIterationSucceeded ResizeAll [thumb]", StringComparison.Ordinal));
        Assert.DoesNotContain(good.Output, line => line.Contains("[0]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HistoryShowsStatesAndTheTasksTheyCall()
    {
        var run = await folder.Program.RunAsync("executions", "show", folder.Executions["uploads/bad.jpg"]);

        run.AssertExit(0);
        var events = run.Output.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 4 && int.TryParse(words[0], out _))
            .Select(words => string.Join(' ', words[4..]))
            .ToArray();
        Assert.Equal(["ExecutionStarted", "ChoiceStateEntered Route", "ChoiceStateExited Route", "TaskStateEntered Validate"], events[..4]);
        Assert.Contains("TaskScheduled lambda:invoke validate", events);
        Assert.Contains("TaskScheduled sns:publish failure", events);
        Assert.Equal("ExecutionSucceeded", events[^1]);
    }

    [Fact]
    public async Task HistoryShowsWhichRenditionsAnIterationMakes()
    {
        var run = await folder.Program.RunAsync("executions", "show", folder.Executions["uploads/good.jpg"]);

        run.AssertExit(0);
        Assert.Contains(run.Output, line => line.Contains("TaskStateEntered", StringComparison.Ordinal) && line.Contains("Resize: thumb", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HistoryAsJsonMatchesTheAwsCli()
    {
        var name = folder.Executions["uploads/good.jpg"];

        var run = await folder.Program.RunAsync("executions", "show", name, "--json");

        run.AssertExit(0);
        var whole = JsonNode.Parse(run.Text)!.AsObject();
        var events = Assert.Single(whole, member => member.Key == "events").Value!.AsArray();
        await using var store = LocalStore.OpenReadOnly(folder.Program.DataFolder, TimeProvider.System);
        var recorded = await store.Executions.GetHistoryAsync(PipelineDefinition.ExecutionArn(name), 0, 1_000, CancellationToken.None);
        Assert.Equal(
            recorded.Select(each => each.ToHistoryEvent().ToAwsJson().ToJsonString()), events.Select(each => each!.ToJsonString()));
        Assert.All(events, each => Assert.Equal(["timestamp", "type", "id", "previousEventId"], each!.AsObject().Select(member => member.Key).Take(4)));

        // Indented by four spaces, with quotation marks escaped as \", like the AWS CLI.
        Assert.Equal(["{", "    \"events\": [", "        {"], run.Output.Take(3));
        Assert.Contains("\\\"Object Created\\\"", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u00", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("nextState", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogShowsWhatEveryCallOfAFunctionSaid()
    {
        var run = await folder.Program.RunAsync("executions", "logs", folder.Executions["uploads/good.jpg"]);

        run.AssertExit(0);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}  INFO   Validate +validate: accepted  bytes=\d+$", run.Output[0]);
        Assert.Matches(@"  INFO   Validate +REPORT Duration: \d+\.\d\d ms$", run.Output[1]);
        Assert.Contains(run.Output, line => line.Contains("  Resize [thumb] ", StringComparison.Ordinal) && line.Contains("  resize: made  ", StringComparison.Ordinal));
        Assert.Contains(run.Output, line => line.Contains("  Resize [thumb] ", StringComparison.Ordinal) && line.Contains("  REPORT ", StringComparison.Ordinal));
        Assert.Contains("persist: recorded", run.Output[^2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogIsFilteredByStateAndLevelAndPrintedAsJson()
    {
        var good = folder.Executions["uploads/good.jpg"];
        var persist = await folder.Program.RunAsync("executions", "logs", good, "--state", "Persist", "--json");
        var warnings = await folder.Program.RunAsync("executions", "logs", good, "--level", "WARN");

        persist.AssertExit(0);
        Assert.Equal(["persist: recorded", "REPORT"], persist.Objects.Select(line => ((string)line["message"]!).Split(" Duration")[0]));
        var line = persist.Objects[0];
        Assert.Equal(["number", "time", "level", "state", "attempt", "iterations", "message", "details"], line.Select(member => member.Key));
        Assert.Equal(("INFO", "Persist", 0, "uploads/good.jpg"), ((string?)line["level"], (string?)line["state"], (int)line["attempt"]!, (string?)line["details"]!["imageId"]));
        warnings.AssertExit(0);
        Assert.Equal("No lines.", warnings.Text);
        (await folder.Program.RunAsync("executions", "logs", good, "--level", "loud")).AssertUsageError("--level is 'loud'; it must be INFO, WARN or ERROR.");
        (await folder.Program.RunAsync("executions", "logs", "nothing")).AssertUsageError("There is no execution nothing in ");
    }

    [Fact]
    public async Task ExecutionIsFoundByItsArnToo()
    {
        var run = await folder.Program.RunAsync("executions", "show", PipelineDefinition.ExecutionArn(folder.Executions["uploads/good.jpg"]));

        run.AssertExit(0);
    }

    [Fact]
    public async Task ImagesAreListedByStatus()
    {
        var text = await folder.Program.RunAsync("images", "list");
        var json = await folder.Program.RunAsync("images", "list", "--json", "--status", "Ready");

        Assert.Contains("uploads/bad.jpg    rejected (unsupportedFormat)", text.Text, StringComparison.Ordinal);
        var record = Assert.Single(json.Objects);
        Assert.Equal(("uploads/good.jpg", "ready"), ((string?)record["imageId"], (string?)record["status"]));
    }

    [Fact]
    public async Task PhotosAreFoundByCameraAndDate()
    {
        var text = await folder.Program.RunAsync("images", "list", "--camera", "eos r5", "--taken-after", "2025");
        var json = await folder.Program.RunAsync("images", "list", "--keyword", "Harbour", "--taken-before", "2025-06-08", "--json");
        var none = await folder.Program.RunAsync("images", "list", "--camera", "Nikon");

        Assert.Contains("2025-06-07T18:32:05", text.Text, StringComparison.Ordinal);
        Assert.Contains("Canon EOS R5", text.Text, StringComparison.Ordinal);
        Assert.Equal("uploads/good.jpg", (string?)Assert.Single(json.Objects)["imageId"]);
        Assert.Contains("No images.", none.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prefix go", "uploads/good.jpg")]
    [InlineData("--text AD.J", "uploads/bad.jpg")]
    [InlineData("--prefix nothing", "")]
    [InlineData("--text .jpg --status ready", "uploads/good.jpg")]
    [InlineData("--sort name", "uploads/bad.jpg uploads/good.jpg")]
    [InlineData("--sort name --order desc", "uploads/good.jpg uploads/bad.jpg")]
    [InlineData("--sort size --order desc --limit 1", "uploads/good.jpg")]
    [InlineData("--prefix go --camera canon", "uploads/good.jpg")]
    public async Task ImagesAreFoundByKeyAndSorted(string options, string expected)
    {
        var run = await folder.Program.RunAsync(["images", "list", "--json", .. options.Split(' ')]);

        run.AssertExit(0);
        Assert.Equal(expected, string.Join(' ', run.Objects.Select(record => (string?)record["imageId"])));
    }

    [Theory]
    [InlineData("--sort", "colour", "--sort is 'colour'; it must be updated, taken, name or size.")]
    [InlineData("--order", "up", "--order is 'up'; it must be asc or desc.")]
    [InlineData("--taken-after", "yesterday", "--taken-after is 'yesterday'; it must be a date such as 2025, 2025-06, 2025-06-07 or 2025-06-07T18:30.")]
    [InlineData("--text", " ", "--text is empty; it must be a text to search for.")]
    [InlineData("--keyword", " ", "--keyword is empty; it must be a text to search for.")]
    public async Task ImpossibleFilterIsRefused(string option, string value, string message)
    {
        var run = await folder.Program.RunAsync("images", "list", option, value);

        run.AssertExit(2);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImageIsShownWithItsPhoto()
    {
        var run = await folder.Program.RunAsync("images", "show", "good.jpg");

        Assert.Contains("  taken     2025-06-07T18:32:05", run.Text, StringComparison.Ordinal);
        Assert.Contains("  camera    Canon EOS R5", run.Text, StringComparison.Ordinal);
        Assert.Contains("  keywords  harbour", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("good.jpg")]
    [InlineData("uploads/good.jpg")]
    public async Task ImageIsShownByKeyOrId(string key)
    {
        var text = await folder.Program.RunAsync("images", "show", key);
        var json = await folder.Program.RunAsync("images", "show", key, "--json");

        Assert.Contains("uploads/good.jpg  ready", text.Text, StringComparison.Ordinal);
        Assert.Contains("thumb.webp", text.Text, StringComparison.Ordinal);
        Assert.Equal(40, (int)Assert.Single(json.Objects)["current"]!["width"]!);
    }

    [Fact]
    public async Task RejectedImageIsShownWithItsReason()
    {
        var run = await folder.Program.RunAsync("images", "show", "bad.jpg");

        run.AssertExit(0);
        Assert.Contains("unsupportedFormat: uploads/bad.jpg is text", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HtmlIsThatOfTheConsole()
    {
        await using var store = LocalStore.OpenReadOnly(folder.Program.DataFolder, TimeProvider.System);
        var record = (await store.Catalogue.GetAsync("uploads/good.jpg", CancellationToken.None))!.Record;

        var run = await folder.Program.RunAsync("images", "show", "good.jpg", "--html");
        var elsewhere = await folder.Program.RunAsync("images", "show", "good.jpg", "--html", "--base-url", "/pictures/");

        run.AssertExit(0);
        Assert.Equal(PictureMarkup.Create(record, "http://localhost:8420/renditions"), string.Join('\n', run.Output));
        Assert.StartsWith("<picture>", run.Output[0], StringComparison.Ordinal);
        Assert.Equal(PictureMarkup.Create(record, "/pictures"), string.Join('\n', elsewhere.Output));
    }

    [Theory]
    [InlineData("uploads/bad.jpg has no renditions to show.", "bad.jpg", "--html")]
    [InlineData("--html and --json exclude each other.", "good.jpg", "--html", "--json")]
    [InlineData("--base-url needs --html.", "good.jpg", "--base-url", "/x")]
    [InlineData("--base-url is 'images'; it must be an address such as https://images.example.com", "good.jpg", "--html", "--base-url", "images")]
    public async Task ImpossibleHtmlIsRefused(string message, params string[] arguments) =>
        (await folder.Program.RunAsync(["images", "show", .. arguments])).AssertUsageError(message);

    [Theory]
    [InlineData("executions", "There is no execution nobody in ")]
    [InlineData("images", "There is no image nobody in ")]
    public async Task UnknownExecutionOrImageIsReported(string command, string message) =>
        (await folder.Program.RunAsync(command, "show", "nobody")).AssertUsageError(message, $"see `{command} list`");
}
