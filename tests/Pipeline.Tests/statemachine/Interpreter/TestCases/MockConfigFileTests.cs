using Pipeline.Interpreter.TestCases;

namespace Pipeline.Tests.Interpreter.TestCases;

public sealed class MockConfigFileTests
{
    private const string Config = """
        {
          "StateMachines": {
            "Orders": { "TestCases": { "Happy": { "Charge": "Charged" }, "Busy": { "Charge": "BusyTwice" } } },
            "Returns": { "TestCases": { "Happy": { "Refund": "Charged" } } }
          },
          "MockedResponses": {
            "Charged": { "0": { "Return": { "receipt": 1 } } },
            "BusyTwice": { "0-1": { "Throw": { "Error": "Busy", "Cause": "later" } }, "2": { "Return": { "receipt": 2 } } }
          }
        }
        """;

    private const string Machine = """
        {"StartAt":"Charge","States":{"Charge":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{},"End":true,
          "Retry":[{"ErrorEquals":["Busy"],"MaxAttempts":5}]}}}
        """;

    [Theory]
    [InlineData("mocks.json#Orders/Happy", "1", "1")]
    [InlineData("mocks.json#Orders/Busy", "2", "3")]
    public async Task CaseRunsWithTheMocksOfStepFunctionsLocal(string mocks, string receipt, string calls)
    {
        var cases = TestCaseFile.Read(
            $$"""
            [{"name":"n","definition":"machine.json","input":{},"mocks":"{{mocks}}","calls":{"Charge":{{calls}} },
              "expect":{"status":"SUCCEEDED","output":{"receipt":{{receipt}} } } }]
            """,
            path => path == "mocks.json" ? Config : Machine);

        var result = await TestCaseRunner.RunAsync(cases[0], CancellationToken.None);

        Assert.Empty(result.Differences);
    }

    [Fact]
    public async Task CallAfterTheLastResponseFailsTheCase()
    {
        var busy = Config.Replace("\"2\": { \"Return\"", "\"2\": { \"Throw\": { \"Error\": \"Busy\" } }, \"3\": { \"Return\"", StringComparison.Ordinal)
            .Replace(", \"3\": { \"Return\": { \"receipt\": 2 } }", "", StringComparison.Ordinal);
        var cases = TestCaseFile.Read(
            """[{"name":"n","definition":"machine.json","input":{},"mocks":"mocks.json#Orders/Busy","expect":{"status":"FAILED","error":"Busy"}}]""",
            path => path == "mocks.json" ? busy : Machine);

        var result = await TestCaseRunner.RunAsync(cases[0], CancellationToken.None);

        Assert.Equal(["The task 'Charge' (arn:aws:states:::lambda:invoke) has 3 responses, but this is call 4."], result.Differences);
    }

    [Theory]
    [InlineData("mocks.json", "'mocks.json' names no test case; use MockConfigFile.json#TESTCASE or MockConfigFile.json#STATEMACHINE/TESTCASE.")]
    [InlineData("mocks.json#Happy", "The file has 2 state machines; name one of 'Orders', 'Returns'.")]
    [InlineData("mocks.json#Orders/Sad", "There is no test case 'Sad'; there is 'Happy', 'Busy'.")]
    [InlineData("mocks.json#Order/Happy", "There is no state machine 'Order'; there is 'Orders', 'Returns'.")]
    public void UnknownNameIsRefused(string reference, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => MockConfigFile.Read(reference, _ => Config)).Message);

    [Theory]
    [InlineData("""{ "0": { "Returns": 1 } }""", "MockedResponses.R.0: 'Returns' is unknown; the members are Return, Throw.")]
    [InlineData("""{ "0": { "Return": 1, "Throw": {} } }""", "MockedResponses.R.0 has either \"Return\" or \"Throw\".")]
    [InlineData("""{ "1": { "Return": 1 } }""", "MockedResponses.R has no response for call 0, but for later ones.")]
    [InlineData("""{ "0-2": { "Return": 1 }, "2": { "Return": 1 } }""", "MockedResponses.R has two responses for call 2.")]
    [InlineData("""{ "2-1": { "Return": 1 } }""", "MockedResponses.R: '2-1' is not the number of a call, such as \"0\", or a range of them, such as \"1-2\", below 10000.")]
    [InlineData("""{ "0-99999": { "Return": 1 } }""", "MockedResponses.R: '0-99999' is not the number of a call, such as \"0\", or a range of them, such as \"1-2\", below 10000.")]
    [InlineData("""{ "0": { "Throw": { "Error": 5 } } }""", "MockedResponses.R.0.Throw.Error is not a text.")]
    [InlineData("{}", "MockedResponses.R has no response.")]
    [InlineData("[]", "MockedResponses.R is not an object.")]
    public void WrongResponseIsNamedWithItsPlace(string response, string message)
    {
        var config = $$"""{ "StateMachines": { "M": { "TestCases": { "C": { "T": "R" } } } }, "MockedResponses": { "R": {{response}} } }""";

        Assert.Equal(message, Assert.Throws<FormatException>(() => MockConfigFile.Read(config, null, "C")).Message);
    }

    [Fact]
    public void MissingResponseIsNamed() => Assert.Equal(
        "There is no mocked response 'R'; there is none.",
        Assert.Throws<FormatException>(() => MockConfigFile.Read(
            """{ "StateMachines": { "M": { "TestCases": { "C": { "T": "R" } } } }, "MockedResponses": {} }""", null, "C")).Message);
}
