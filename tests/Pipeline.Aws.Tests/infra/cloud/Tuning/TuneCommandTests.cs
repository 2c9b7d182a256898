using Pipeline.Core.Costs;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud.Tuning;

/// <summary>The real program, with a server that answers as Lambda and S3 do.</summary>
public sealed class TuneCommandTests : IAsyncLifetime
{
    private TunedFunctionServer _server = null!;
    private PipelineProgram _cloud = null!;

    public async Task InitializeAsync()
    {
        _server = await TunedFunctionServer.StartAsync();
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_LAMBDA"] = _server.Address, ["AWS_ENDPOINT_URL_S3"] = _server.Address, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test",
        });
        _cloud.Write("outputs.json", Outputs());
        _cloud.Write("a.jpg", SyntheticImages.Jpeg(640, 480));
    }

    public async Task DisposeAsync()
    {
        _cloud.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task EachSizeIsMeasuredOnACopyThatIsRemoved()
    {
        _server.Throttled = 1;

        var run = await RunAsync("--memory", "1024,512,1769", "--runs", "10", "--photo", "a.jpg");

        run.AssertExit(0);
        Assert.Equal([512, 1024, 1769], _server.Sizes);
        Assert.Equal(30, _server.Calls.Count);
        Assert.Equal([["a.jpg", "512", "6"], ["a.jpg", "1,024", "6"], ["a.jpg", "1,769", "6"]], Rows(run).Select(row => row[..3]));
        // Calls differ by up to 4 ms, and the first one of a size, which takes 400 ms more, is left out.
        Assert.All(
            Rows(run).Zip([512, 1024, 1769]),
            pair => Assert.InRange(Milliseconds(pair.First[3]), Math.Floor(TunedFunctionServer.TimeWith(pair.Second)), TunedFunctionServer.TimeWith(pair.Second) + 5));
        Assert.All(Rows(run), row => Assert.Equal(("512 ms", "300"), (row[5], row[6])));
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task PriceIsThatOfTheBilledTime()
    {
        var run = await RunAsync("--memory", "1769", "--runs", "5", "--photo", "a.jpg");

        // 802 ms on average without the extremes, at $13.3334 for a million GB-s and $0.20 for a million calls.
        var expected = 0.20m + (13.3334m * 1769 / 1024 * 0.802m);
        Assert.InRange(decimal.Parse(Rows(run).Single()[7][1..], System.Globalization.CultureInfo.InvariantCulture), expected - 0.05m, expected + 0.05m);
    }

    [Theory]
    [InlineData("cost", "pulumi config set resizeMemory 1024")]
    [InlineData("speed", "pulumi config set resizeMemory 1769")]
    [InlineData("balance", "pulumi config set resizeMemory 1769")]
    public async Task SizeIsRecommendedForAGoal(string goal, string expected)
    {
        _server.TooSmall.Add(512);

        var run = await RunAsync("--memory", "512,1024,1769,3008", "--runs", "5", "--photo", "a.jpg", "--for", goal);

        run.AssertExit(0);
        Assert.Contains("  " + expected, run.Output);
        Assert.Contains($"For {goal}:", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunOutOfMemoryIsARow()
    {
        _server.TooSmall.UnionWith([512, 1024]);

        var run = await RunAsync("--memory", "512,1024,1769", "--runs", "5", "--photo", "a.jpg");

        run.AssertExit(0);
        Assert.Equal([["–", "out of memory"], ["–", "out of memory"]], Rows(run)[..2].Select(row => row[2..4]));
        // Each ends with its second call; the third size has all five.
        Assert.Equal(2 + 2 + 5, _server.Calls.Count);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task SizesThatAreAllTooSmallLeadToNoRecommendation()
    {
        _server.TooSmall.Add(512);

        var run = await RunAsync("--memory", "512", "--runs", "5", "--photo", "a.jpg");

        run.AssertExit(1);
        Assert.Contains("No memory size was enough", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("pulumi config", run.Text, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task TimeoutIsARowToo()
    {
        _server.Failure = """{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 4f1c Error: Task timed out after 115.00 seconds"}""";

        var run = await RunAsync("--memory", "512", "--runs", "5", "--photo", "a.jpg");

        Assert.Equal("timed out", Rows(run).Single()[3]);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task OtherFaultOfTheFunctionEndsTheCommandAndLeavesNothing()
    {
        _server.Failure = """{"errorType":"CorruptImageException","errorMessage":"uploads/tune/1/a.jpg: the data end early."}""";

        var run = await RunAsync("--memory", "512", "--runs", "5", "--photo", "a.jpg");

        run.AssertExit(1);
        Assert.Contains("the data end early", run.Errors, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [SignalFact]
    public async Task InterruptedCommandLeavesNothing()
    {
        _server.Hangs = true;
        using var running = _cloud.Start("tune", "resize", "--outputs", "outputs.json", "--photo", "a.jpg");
        await _server.FirstCall.Task.WaitAsync(PipelineProgram.Timeout);

        running.Interrupt();
        var run = await running.WaitForExitAsync();

        run.AssertExit(130);
        AssertNothingIsLeft();
    }

    [SignalFact]
    public async Task CopyHasTheCodeAndTheRoleButNoLogOfItsOwn()
    {
        _server.Hangs = true;
        using var running = _cloud.Start("tune", "resize", "--outputs", "outputs.json", "--photo", "a.jpg");
        await _server.FirstCall.Task.WaitAsync(PipelineProgram.Timeout);

        var copy = _server.Created[TunedFunctionServer.Copy];

        Assert.Equal("the zip", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)copy["Code"]!["ZipFile"]!)));
        Assert.Equal(("arn:aws:iam::123456789012:role/image-pipeline-dev-resize", "Pipeline.Resize", 115), ((string?)copy["Role"], (string?)copy["Handler"], (int?)copy["Timeout"]));
        Assert.Equal("Resize", (string?)copy["Environment"]!["Variables"]!["ANNOTATIONS_HANDLER"]);
        Assert.Equal("""{"LogFormat":"Text"}""", copy["LoggingConfig"]!.ToJsonString());
        Assert.All(["TracingConfig", "SnapStart", "Version", "RevisionId"], member => Assert.False(copy.ContainsKey(member)));
        running.Interrupt();
        (await running.WaitForExitAsync()).AssertExit(130);
    }

    /// <summary>With any filter of keys, the rule routes neither the upload nor its deletion.</summary>
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("tune/", new string[0])]
    [InlineData("", new[] { ".jpg" })]
    [InlineData("photos/", new[] { ".jpg", ".png" })]
    public async Task NothingThatIsStoredStartsThePipeline(string prefix, string[] suffixes)
    {
        _cloud.Write("outputs.json", Outputs(filter: new(prefix, suffixes)));

        (await RunAsync("--memory", "1769", "--runs", "5", "--photo", "a.jpg")).AssertExit(0);

        var uploads = _server.Stored.Where(name => name.StartsWith("uploads/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(uploads);
        Assert.All(uploads, name => Assert.False(new KeyFilter(prefix, suffixes).Matches(name["uploads/".Length..])));
    }

    [Fact]
    public async Task StackThatRoutesEveryKeyIsRefusedBeforeTheUpload()
    {
        _cloud.Write("outputs.json", Outputs(patterns: """[{"source":["aws.s3"]}]"""));

        (await RunAsync("--photo", "a.jpg")).AssertExit(2);

        Assert.Empty(_server.Stored);
        Assert.Empty(_server.Calls);
    }

    [Theory]
    [InlineData("each", 1)]
    [InlineData("auto", 5)]
    public async Task CallIsTheOneThatTheStackMakes(string grouping, int renditions)
    {
        _cloud.Write("outputs.json", Outputs(grouping));
        _cloud.Write("wide.jpg", SyntheticImages.Jpeg(1700, 1200));

        (await RunAsync("--memory", "1769", "--runs", "5", "--photo", "wide.jpg")).AssertExit(0);

        Assert.All(_server.Calls, call => Assert.Equal(renditions, call["plans"]!.AsArray().Count));
        Assert.Equal(renditions == 1 ? "large" : "thumb", (string?)_server.Calls.First()["plans"]![0]!["rendition"]!["name"]);
        Assert.Equal(("version-1", 1700), ((string?)_server.Calls.First()["original"]!["versionId"], (int?)_server.Calls.First()["original"]!["info"]!["width"]));
    }

    [Fact]
    public async Task PhotosAreMeasuredOneByOne()
    {
        _cloud.Write("b.png", SyntheticImages.Png(100, 80));

        var run = await RunAsync("--memory", "1024,1769", "--runs", "5", "--photo", "a.jpg,b.png");

        Assert.Equal(["a.jpg", "a.jpg", "b.png", "b.png"], Rows(run).Select(row => row[0]));
        Assert.Contains("summed over the photos", run.Text, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task CopyOfAnotherRunIsNamedAndLeftAlone()
    {
        _server.Created[TunedFunctionServer.Copy] = [];

        var run = await RunAsync("--photo", "a.jpg");

        run.AssertExit(2);
        Assert.Contains("delete it with `aws lambda delete-function --function-name image-pipeline-dev-resize-tune`", run.Errors, StringComparison.Ordinal);
        Assert.NotEmpty(_server.Created);
        Assert.Empty(_server.Objects);
    }

    [Theory]
    [InlineData("--memory is '64'; it must be whole numbers from 128 to 10240", "--memory", "64")]
    [InlineData("--memory is '512;1024'", "--memory", "512;1024")]
    [InlineData("--runs is 4; it must be between 5 and 200", "--runs", "4")]
    [InlineData("--for is 'fun'; it must be cost, speed or balance", "--for", "fun")]
    [InlineData("--photo is 'a.jpg,nowhere.jpg'; it must be the name of a file, or names separated by commas.", "--photo", "a.jpg,nowhere.jpg")]
    [InlineData("--photo must be a JPEG, PNG, HEIC or AVIF", "--photo", "outputs.json")]
    public async Task WrongArgumentIsNamed(string words, params string[] arguments) => (await RunAsync(arguments)).AssertUsageError(words);

    private void AssertNothingIsLeft()
    {
        Assert.Empty(_server.Created);
        Assert.Empty(_server.Objects);
        Assert.NotEmpty(_server.Stored);
    }

    private Task<ProgramRun> RunAsync(params string[] arguments) => _cloud.RunAsync(["tune", "resize", "--outputs", "outputs.json", .. arguments]);

    private static string[][] Rows(ProgramRun run) =>
    [
        .. run.Output.SkipWhile(line => !line.Contains("$ a million", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.Trim().Length > 0 && !line.Contains("time and price", StringComparison.Ordinal))
            .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];

    private static double Milliseconds(string cell) => double.Parse(cell[..^3], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);

    private static string Outputs(string grouping = "each", KeyFilter? filter = null, string? patterns = null) => OutputsUnderTest.Create(
        (StackOutputs.Functions, $"""["image-pipeline-dev-validate","{TunedFunctionServer.Function}"]"""),
        (StackOutputs.CostSettings, (CostSettings.Default with { ResizeGrouping = grouping }).ToJson()),
        (StackOutputs.EventPatterns, patterns ?? OutputsUnderTest.CreatePatterns(filter ?? new KeyFilter())));
}
