using System.Text.Json.Nodes;
using System.Xml.Linq;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

public sealed class AslCommandTests : IDisposable
{
    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("image-pipeline.asl.json", 24)]
    [InlineData("catalogue-export.asl.json", 6)]
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

    [Theory]
    [InlineData("semaphore.cases.json", 3)]
    [InlineData("approval.cases.json", 4)]
    [InlineData("shipments.cases.json", 5)]
    [InlineData("distributed-map.cases.json", 16)]
    public async Task SampleMachineOfAKnownKindPassesItsCases(string file, int count)
    {
        var run = await _program.RunAsync("asl", "test", Sample(file));

        run.AssertExit(0);
        Assert.Equal([$"{count} passed, 0 failed"], run.Output);
    }

    [Theory]
    [InlineData("mocks.json#Orders/Happy", 0, "SUCCEEDED")]
    [InlineData("mocks.json#Refused", 1, "FAILED")]
    public async Task RunTakesTheMocksOfStepFunctionsLocal(string mocks, int exitCode, string status)
    {
        _program.Write("mocks.json", """
            { "StateMachines": { "Orders": { "TestCases": { "Happy": { "Charge": "Charged" }, "Refused": { "Charge": "Refused" } } } },
              "MockedResponses": { "Charged": { "0": { "Return": { "Payload": { "receipt": "r-1" } } } },
                                   "Refused": { "0": { "Throw": { "Error": "CardRefused", "Cause": "no money" } } } } }
            """);

        var run = await RunOrderAsync("--mocks", mocks);

        run.AssertExit(exitCode);
        Assert.Equal(status, run.Output[0]);
    }

    [Fact]
    public async Task InputStandsOnTheCommandLine()
    {
        _program.Write("echo.asl.json", """{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true } } }""");

        var run = await _program.RunAsync("asl", "run", "echo.asl.json", "--input", """ {"n": 1}""", "--json");
        var wrong = await _program.RunAsync("asl", "run", "echo.asl.json", "--input", "{n: 1}");

        run.AssertExit(0);
        Assert.Equal(1, (int)JsonNode.Parse(run.Text)!["output"]!["n"]!);
        wrong.AssertExit(2);
        Assert.Contains("--input is not JSON: byte 2.", wrong.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.json#A", "missing.json does not exist.")]
    [InlineData("mocks.json", "names no test case")]
    public async Task WrongMocksAreNamed(string mocks, string message)
    {
        var run = await RunOrderAsync("--mocks", mocks);

        run.AssertExit(2);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunRefusesWhatAnExpressWorkflowCannotDo()
    {
        _program.Write("callback.asl.json", """
            { "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": { "QueueUrl": "q", "MessageBody": "b" }, "End": true } } }
            """);
        _program.Write("input.json", "{}");

        var run = await _program.RunAsync("asl", "run", "callback.asl.json", "--input", "input.json", "--type", "express");

        run.AssertExit(2);
        Assert.Contains("callback.asl.json: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyFilesAreValidatedByPattern()
    {
        Directory.CreateDirectory(Path.Combine(_program.Folder, "machines", "inner"));
        _program.Write("machines/a.asl.json", File.ReadAllText(Sample("order.asl.json")));
        _program.Write("machines/inner/b.asl.yaml", File.ReadAllText(Sample("approval.asl.yaml")));
        _program.Write("machines/inner/c.asl.json", "{}");

        var run = await _program.RunAsync("asl", "validate", "machines/**/*.asl.*");

        run.AssertExit(1);
        Assert.Equal("machines/a.asl.json: valid, 3 states", run.Output[0]);
        Assert.Equal("machines/inner/b.asl.yaml: valid, 5 states", run.Output[1]);
        Assert.Equal("machines/inner/c.asl.json: $.StartAt: is missing", run.Output[2]);
    }

    [Fact]
    public async Task ExpressWorkflowIsValidatedAsSuch()
    {
        var run = await _program.RunAsync("asl", "validate", "--type", "express", Sample("approval.asl.yaml"));

        run.AssertExit(1);
        Assert.Contains("$.States.Ask.Resource: .waitForTaskToken is not allowed in an Express workflow", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallsOfTasksAreCompared()
    {
        _program.Write("order.asl.json", File.ReadAllText(Sample("order.asl.json")));
        _program.Write("calls.json", """
            [{ "name": "calls", "definition": "order.asl.json", "input": { "total": 42, "card": "4242" },
               "tasks": { "Charge": [{ "error": "CardServiceBusy" }, { "output": { "Payload": { "receipt": "r" } } }] },
               "calls": { "Charge": [{ "input": { "FunctionName": "charge", "Payload": { "total": 42 } } }, { "includes": { "Payload": { "total": 43 } } }, {}] },
               "expect": { "status": "SUCCEEDED" } }]
            """);

        var run = await _program.RunAsync("asl", "test", "calls.json");

        run.AssertExit(1);
        Assert.Equal(
            [
                "FAILED : calls",
                "  calls of 'Charge': expected 3, got 2",
                "  calls of 'Charge'[0].Payload.card: not expected, got \"4242\"",
                "  calls of 'Charge'[1].Payload.total: expected 43, got 42",
                "0 passed, 1 failed",
            ],
            run.Output);
    }

    [Fact]
    public async Task ResultsAreWrittenAsJUnitXml()
    {
        var run = await _program.RunAsync("asl", "test", Sample("cases.failing.json"), Sample("cases.json"), "--junit", "results.xml");

        run.AssertExit(1);
        var suites = XDocument.Load(Path.Combine(_program.Folder, "results.xml")).Root!.Elements("testsuite").ToArray();
        Assert.Equal([("3", "2"), ("3", "0")], suites.Select(suite => ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!)));
        var failed = suites[0].Elements("testcase").Single(testCase => (string)testCase.Attribute("name")! == "another total");
        Assert.Equal(("orders", "output.total: expected 41, got 42"), ((string)failed.Attribute("classname")!, (string)failed.Element("failure")!.Attribute("message")!));
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
        { "asl test lost.json", "gone.asl.json does not exist." },
        { "asl test none*.json", "No file matches none*.json." },
        { "asl validate broken.yaml", "broken.yaml: is not YAML:" },
        { "asl validate order.json --type fast", "--type is fast; it must be standard or express." },
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
        _program.Write("broken.yaml", "a: [1\nb: 2\n");
        _program.Write("lost.json", """[{ "name": "lost", "definition": "gone.asl.json", "expect": { "status": "SUCCEEDED" } }]""");
        _program.Write("half.json", """[{ "name": "half", "definition": {} }]""");

        (await _program.RunAsync(arguments.Split(' '))).AssertUsageError(message);
    }

    private static string Sample(string file) => Repository.PathOf("statemachine", "samples", "asl", file);

    private Task<ProgramRun> RunOrderAsync(params string[] options) =>
        _program.RunAsync(["asl", "run", Sample("order.asl.json"), "--input", Sample("order.input.json"), .. options]);
}
