using System.Text.Json.Nodes;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.TestCases;

namespace Pipeline.Tests.Interpreter.TestCases;

public sealed class StateTestTests
{
    private const string Machine = """
        {"StartAt":"Each","States":{
          "Each":{"Type":"Map","ItemsPath":"$.orders","ItemProcessor":{"StartAt":"Charge","States":{
            "Charge":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","InputPath":"$.order",
              "Parameters":{"FunctionName":"charge","Payload":{"id.$":"$.id","by.$":"$$.State.Name","tries.$":"$$.State.RetryCount","of.$":"$customer"}},
              "ResultSelector":{"receipt.$":"$.Payload"},"ResultPath":"$.charged","OutputPath":"$.charged",
              "Retry":[{"ErrorEquals":["Fraud"],"MaxAttempts":0},{"ErrorEquals":["Busy"],"IntervalSeconds":5,"BackoffRate":2,"MaxAttempts":2}],
              "Catch":[{"ErrorEquals":["Fraud"],"Next":"Report"},{"ErrorEquals":["Busy"],"ResultPath":"$.why","Next":"Charge"}],
              "Next":"Report"},
            "Report":{"Type":"Choice","Choices":[{"Variable":"$.receipt","IsPresent":true,"Next":"Charge"}],"Default":"Lost"},
            "Lost":{"Type":"Fail","Error":"Lost","Cause":"no receipt"}}},"End":true}}}
        """;

    [Fact]
    public async Task StateRunsAloneAndShowsItsDataByStep()
    {
        var result = await RunAsync("""{"output":{"Payload":"r-1"}}""");

        Assert.Equal(("SUCCEEDED", "Report"), (result.Status, result.NextState));
        JsonAssert.Equal("""{"receipt":"r-1"}""", result.Output);
        JsonAssert.Equal(
            """
            {"input":{"order":{"id":7}},"afterInputPath":{"id":7},
             "afterParameters":{"FunctionName":"charge","Payload":{"id":7,"by":"Charge","tries":0,"of":"ann"}},
             "result":{"Payload":"r-1"},"afterResultSelector":{"receipt":"r-1"},"afterResultPath":{"order":{"id":7},"charged":{"receipt":"r-1"}}}
            """,
            result.Inspection);
    }

    [Theory]
    [InlineData(0, "RETRIABLE", null, """{"retryIndex":1,"retryBackoffIntervalSeconds":5}""")]
    [InlineData(1, "RETRIABLE", null, """{"retryIndex":1,"retryBackoffIntervalSeconds":10}""")]
    [InlineData(2, "CAUGHT_ERROR", "Charge", """{"catchIndex":1}""")]
    public async Task ErrorIsRetriableAsLongAsItsRetrierHasAttempts(int retryCount, string status, string? next, string details)
    {
        var result = await RunAsync("""{"error":"Busy","cause":"later"}""", retryCount: retryCount);

        Assert.Equal((status, next, "Busy", "later"), (result.Status, result.NextState, result.Error, result.Cause));
        JsonAssert.Equal(details, result.Inspection["errorDetails"]);
        Assert.Equal(retryCount, (int)result.Inspection["afterParameters"]!["Payload"]!["tries"]!);
        JsonAssert.Equal(
            status == "RETRIABLE" ? "null" : """{"order":{"id":7},"why":{"Error":"Busy","Cause":"later"}}""", result.Output);
    }

    [Fact]
    public async Task ErrorThatNothingTakesFailsTheState()
    {
        var result = await RunAsync("""{"error":"Gone"}""");

        Assert.Equal(("FAILED", null, "Gone"), (result.Status, result.NextState, result.Error));
    }

    [Theory]
    [InlineData("""{"receipt":1}""", "SUCCEEDED", "Charge", null)]
    [InlineData("{}", "SUCCEEDED", "Lost", null)]
    public async Task ChoiceTellsTheNextState(string input, string status, string next, string? error)
    {
        var result = await RunAsync("""{"output":1}""", "Report", input);

        Assert.Equal((status, next, error), (result.Status, result.NextState, result.Error));
    }

    [Fact]
    public async Task FailStateFails()
    {
        var result = await RunAsync("""{"output":1}""", "Lost");

        Assert.Equal(("FAILED", "Lost", "no receipt"), (result.Status, result.Error, result.Cause));
    }

    [Fact]
    public async Task UnknownStateIsNamed() => Assert.StartsWith(
        "The definition has no state 'Pay'; it has ",
        (await Assert.ThrowsAsync<NoResponseException>(() => RunAsync("""{"output":1}""", "Pay"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"status":"CAUGHT_ERROR","error":"Fraud","nextState":"Report","output":{"Error":"Fraud","Cause":""},"inspection":{"errorDetails":{"catchIndex":0} } }""", "")]
    [InlineData("""{"status":"CAUGHT_ERROR","error":"Fraud","nextState":"Lost"}""", "nextState: expected Lost, got Report")]
    [InlineData("""{"status":"CAUGHT_ERROR","error":"Busy"}""", "error: expected Busy, got Fraud (cause: )")]
    [InlineData("""{"status":"RETRIABLE","error":"Fraud"}""", "status: expected RETRIABLE, got CAUGHT_ERROR (error: Fraud, cause: )")]
    [InlineData("""{"status":"CAUGHT_ERROR","error":"Fraud","inspection":{"afterInputPath":{"id":8} } }""", "inspection.afterInputPath.id: expected 8, got 7")]
    public async Task CaseOfOneStateIsCompared(string expect, string difference)
    {
        var cases = TestCaseFile.Read(
            $$"""
            [{"name":"n","state":"Charge","definition":{{Machine}},"variables":{"customer":"ann"},"input":{"order":{"id":7} },
              "tasks":{"Charge":[{"error":"Fraud"}]},"calls":{"Charge":1},"expect":{{expect}} }]
            """);

        var result = await TestCaseRunner.RunAsync(cases[0], CancellationToken.None);

        Assert.Equal(difference.Length == 0 ? [] : [difference], result.Differences);
    }

    [Theory]
    [InlineData("\"retryCount\":1", """{"status":"SUCCEEDED"}""", "'retryCount' is for a case of one state")]
    [InlineData("\"input\":1", """{"status":"SUCCEEDED","nextState":"A"}""", "'nextState' is for a case of one state")]
    [InlineData("\"input\":1", """{"status":"RETRIABLE"}""", "'RETRIABLE' is not a status")]
    [InlineData("\"state\":\"A\"", """{"status":"TIMED_OUT"}""", "'TIMED_OUT' is not a status; use SUCCEEDED, FAILED, RETRIABLE, CAUGHT_ERROR.")]
    public void MembersOfTheOtherKindOfCaseAreRefused(string member, string expect, string message) => Assert.Contains(
        message,
        Assert.Throws<FormatException>(() => TestCaseFile.Read($$"""[{"name":"n",{{member}},"definition":{},"expect":{{expect}} }]""")).Message,
        StringComparison.Ordinal);

    private static Task<StateTestResult> RunAsync(string response, string state = "Charge", string input = """{"order":{"id":7}}""", int retryCount = 0) =>
        StateTestRunner.RunAsync(
            new(Machine, state, JsonNode.Parse(input))
            {
                Tasks = TestCaseFile.ReadResponses($$"""{"Charge":[{{response}}]}"""),
                RetryCount = retryCount,
                Variables = new() { ["customer"] = "ann" },
            },
            CancellationToken.None);
}
