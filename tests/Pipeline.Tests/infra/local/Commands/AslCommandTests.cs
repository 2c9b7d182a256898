using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

public sealed class AslCommandTests : IDisposable
{
    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("image-pipeline.asl.json", 26)]
    [InlineData("samples/asl/order.asl.json", 3)]
    public async Task ValidDefinitionIsAccepted(string file, int states)
    {
        var path = Repository.PathOf("statemachine", file);

        var run = await _program.RunAsync("asl", "validate", path);

        run.AssertExit(0);
        Assert.Equal($"{path}: valid, {states} states", run.Text);
    }

    [Fact]
    public async Task EveryDefinitionErrorIsReportedWithItsPath()
    {
        _program.Write("wrong.asl.json", """
            { "StartAt": "A", "States": { "A": { "Type": "Task", "Next": "B" }, "C": { "Type": "Wat" } } }
            """);

        var run = await _program.RunAsync("asl", "validate", "wrong.asl.json");

        run.AssertExit(1);
        Assert.All(
            (string[])["$.States.A.Resource: is missing", "$.States.A.Next: no state is named 'B'", "$.States.C.Type: 'Wat'"],
            mistake => Assert.Contains(run.Output, line => line.StartsWith("wrong.asl.json: " + mistake, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RunShowsStatusOutputAndHistory()
    {
        var run = await RunOrderAsync("--answers", Sample("order.answers.json"));

        run.AssertExit(0);
        Assert.Equal("SUCCEEDED", run.Output[0]);
        Assert.Equal(["{", "    \"receipt\": \"r-17\",", "    \"total\": 42", "}"], run.Output.Skip(1).Take(4));
        Assert.Contains(run.Output, line => line.Contains("TaskFailed", StringComparison.Ordinal) && line.Contains("CardServiceBusy: try later", StringComparison.Ordinal));
        // The run takes no time although the definition waits a day.
        Assert.Contains(run.Output, line => line.Contains("1.00:00:0", StringComparison.Ordinal) && line.Contains("ExecutionSucceeded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunThatFailsShowsErrorAndCause()
    {
        _program.Write("answers.json", """{ "Charge": [{ "error": "CardRefused", "cause": "no money" }] }""");

        var run = await RunOrderAsync("--answers", "answers.json");

        run.AssertExit(1);
        Assert.Equal(["FAILED", "error: CardRefused", "cause: no money"], run.Output.Take(3));
    }

    [Fact]
    public async Task RunAsJsonIsOneObject()
    {
        var run = await RunOrderAsync("--answers", Sample("order.answers.json"), "--json");

        run.AssertExit(0);
        var whole = JsonNode.Parse(run.Text)!.AsObject();
        Assert.Equal(["status", "output", "error", "cause", "events"], whole.Select(member => member.Key));
        Assert.Equal(("SUCCEEDED", "r-17"), ((string?)whole["status"], (string?)whole["output"]!["receipt"]));
        Assert.Equal("ExecutionStarted", (string?)whole["events"]![0]!["type"]);
    }

    [Fact]
    public async Task CasesThatPassAreCounted()
    {
        var run = await _program.RunAsync("asl", "test", Sample("cases.json"));

        run.AssertExit(0);
        Assert.Equal(["3 passed, 0 failed"], run.Output);
    }

    [Fact]
    public async Task FailedCaseIsReportedWithExpectedAndActual()
    {
        var run = await _program.RunAsync("asl", "test", Sample("cases.failing.json"));

        run.AssertExit(1);
        Assert.Contains("FAILED orders: another total", run.Output);
        Assert.Contains("  output.total: expected 41, got 42", run.Output);
        Assert.Contains("FAILED orders: another error", run.Output);
        Assert.Contains(run.Output, line => line.StartsWith("  error: expected CardRefused, got CardServiceBusy", StringComparison.Ordinal));
        Assert.Equal("1 passed, 2 failed", run.Output[^1]);
    }

    [MaterialFact("asl-cases/cases.json")]
    public async Task AllRecordedAwsCasesPass()
    {
        var run = await _program.RunAsync("asl", "test", Path.Combine(Repository.Material!, "asl-cases", "cases.json"));

        run.AssertExit(0);
        Assert.Equal("266 passed, 0 failed", run.Output[^1]);
    }

    public static TheoryData<string, string> InvalidInputs => new()
    {
        { "asl validate gone.json", "gone.json does not exist." },
        { "asl test broken.json", "broken.json: The file is not JSON" },
        { "asl test object.json", "object.json: The case file must be a JSON array of cases." },
        { "asl test half.json", "half.json: Case 0 (half) has no object \"expect\"." },
        { "asl run order.json --input broken.json", "broken.json is not JSON: line 1" },
        { "asl run order.json --input object.json --answers half.json", "half.json: Answers must be a JSON object" },
        { "asl run order.json", "'--input' is required" },
        { "asl run object.json --input object.json", "object.json: The state machine definition is invalid:" },
    };

    [Theory]
    [MemberData(nameof(InvalidInputs))]
    public async Task InvalidInputIsReportedWithTheFile(string arguments, string message)
    {
        _program.Write("order.json", File.ReadAllText(Sample("order.asl.json")));
        _program.Write("broken.json", "{ \"a\": ");
        _program.Write("object.json", "{}");
        _program.Write("half.json", """[{ "name": "half", "definition": {} }]""");

        (await _program.RunAsync(arguments.Split(' '))).AssertUsageError(message);
    }

    private static string Sample(string file) => Repository.PathOf("statemachine", "samples", "asl", file);

    private Task<ProgramRun> RunOrderAsync(params string[] options) =>
        _program.RunAsync(["asl", "run", Sample("order.asl.json"), "--input", Sample("order.input.json"), .. options]);
}
