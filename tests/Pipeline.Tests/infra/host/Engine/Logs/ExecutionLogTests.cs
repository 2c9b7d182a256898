using System.Text.Json.Nodes;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Time;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Engine.Logs;

/// <summary>What the log of an execution has after the pipeline has run it.</summary>
public sealed class ExecutionLogTests
{
    [Fact]
    public async Task EveryCallOfAFunctionLogsLambdasLineAndAReport()
    {
        await using var pipeline = new PipelineUnderTest();

        var outcome = await pipeline.UploadAsync("cats/1.jpg", SyntheticImages.Jpeg(400, 300));

        var page = Read(pipeline.Pipeline.Store, outcome);
        Assert.Equal(["Validate", "Resize", "Persist"], page.States);
        Assert.All(page.Lines, line => Assert.Equal((LogLevels.Information, 0), (line.Level, line.Attempt)));
        var calls = page.Lines.Where(line => line.Details is not null).ToArray();
        Assert.Equal(page.Lines.Count, 2 * calls.Length);
        Assert.All(page.Lines.Where(line => line.Details is null), line => Assert.Matches(@"^REPORT Duration: \d+\.\d\d ms$", line.Message));
        Assert.Equal(("validate: accepted", "persist: recorded"), (calls[0].Message, calls[^1].Message));
        var accepted = JsonNode.Parse(calls[0].Details!)!;
        Assert.Equal(
            ("validate", "uploads/cats/1.jpg", outcome.Record!.Current!.Sha256, outcome.Record.Current.Bytes, outcome.Record.Current.Bytes),
            ((string?)accepted["function"], (string?)accepted["imageId"], (string?)accepted["version"], (long)accepted["bytes"]!, (long)accepted["OriginalBytes"]!));
        Assert.Equal(PipelineDefinition.ExecutionArn(outcome.Execution!), (string?)accepted["execution"]);
        Assert.True((double)accepted["durationMilliseconds"]! > 0);
        var resized = calls[1..^1].OrderBy(line => line.Iterations[0]).Select(line => (line.Message, Details: JsonNode.Parse(line.Details!)!)).ToArray();
        var files = outcome.Record.Current.Renditions.DistinctBy(rendition => rendition.Key).ToArray();
        Assert.All(resized, call => Assert.Equal("resize: made", call.Message));
        Assert.Equal(files.Select(file => (file.Name, file.Bytes)), resized.Select(call => ((string)call.Details["rendition"]!, (long)call.Details["bytes"]!)));
        Assert.All(resized, call => Assert.True((double)call.Details["EncodeTime"]! > 0));
    }

    [Fact]
    public async Task RejectionHasItsReasonAndAWarningIsOne()
    {
        await using var pipeline = new PipelineUnderTest(RenditionSetReader.Read(
            """{ "renditions": [{ "name": "square", "width": 20, "height": 20, "fit": "cover", "gravity": "focal" }] }""", "set.json"));

        var rejected = await pipeline.UploadAsync("notes.jpg", "These are notes."u8.ToArray());
        var warned = await pipeline.UploadAsync("a.png", SyntheticImages.Png(64, 48), focalPoint: "left");

        var rejection = Read(pipeline.Pipeline.Store, rejected).Lines[0];
        Assert.Equal((LogLevels.Information, "validate: rejected"), (rejection.Level, rejection.Message));
        Assert.Equal("unsupportedFormat", (string?)JsonNode.Parse(rejection.Details!)!["reason"]);
        var warning = Assert.Single(Read(pipeline.Pipeline.Store, warned, new(Level: LogLevels.Warning)).Lines);
        Assert.Equal(("Validate", LogLevels.Warning), (warning.State, warning.Level));
        Assert.Contains("left", (string?)JsonNode.Parse(warning.Details!)!["warning"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailedAttemptsAreLoggedWithTheirNumbersAndTheException()
    {
        using var folder = new TemporaryFolder();
        using var time = new VirtualTimeProvider(MachineUnderTest.Noon, TimeSpan.FromMinutes(2));
        var codec = new FaultyCodec(new VipsCodec()) { BeforeEncode = () => throw new InvalidDataException("The encoder is out of order.") };
        await using var pipeline = LocalPipeline.Open(
            new(folder.Path, RenditionSetReader.Read("""{ "renditions": [{ "name": "small", "width": 20 }] }""", "set.json")), codec, (_, _) => { }, time);

        var submission = await pipeline.UploadAsync("a.png", new MemoryStream(SyntheticImages.Png(60, 40)), CancellationToken.None);
        var outcome = await submission.Completion;

        var errors = Read(pipeline.Store, outcome, new(Level: LogLevels.Error)).Lines;
        // An attempt and three retries, twice, because the Map is retried once.
        Assert.Equal([0, 1, 2, 3, 0, 1, 2, 3], errors.Select(line => line.Attempt));
        Assert.All(errors, line => Assert.Equal(("Resize", "0"), (line.State, string.Join(',', line.Iterations))));
        var details = JsonNode.Parse(errors[0].Details!)!;
        Assert.Equal($"resize: {details["errorType"]}", errors[0].Message);
        Assert.Contains("The encoder is out of order.", (string?)details["errorMessage"], StringComparison.Ordinal);
        Assert.Contains("   at ", (string?)details["stackTrace"], StringComparison.Ordinal);
        Assert.Equal("small", (string?)details["rendition"]);
        Assert.Equal("persist: recorded", Read(pipeline.Store, outcome).Lines[^2].Message);
        Assert.True(Read(pipeline.Store, outcome).Lines.Zip(Read(pipeline.Store, outcome).Lines.Skip(1)).All(pair => pair.First.Time <= pair.Second.Time));
    }

    [Fact]
    public async Task RemovalIsLoggedToo()
    {
        await using var pipeline = new PipelineUnderTest();
        await pipeline.UploadAsync("a.png", SyntheticImages.Png(64, 48));

        var removed = await pipeline.DeleteAsync("a.png");

        Assert.Equal("remove: removed", Read(pipeline.Pipeline.Store, removed, new("Remove")).Lines[0].Message);
    }

    private static LogPage Read(LocalStore store, ImageOutcome outcome, LogFilter? filter = null) =>
        store.Logs.Read(PipelineDefinition.ExecutionArn(outcome.Execution!), filter ?? new(), 0, 1_000);
}
