using Pipeline.Interpreter.TestCases;

namespace Pipeline.Tests.Interpreter.TestCases;

public sealed class TestCaseRunnerTests
{
    [Fact]
    public async Task CaseWithPlaceholdersAndCannedResultsPasses()
    {
        var result = await RunAsync("""{"status":"SUCCEEDED","output":{"id":"<uuid>","note":"made by ‹who›","n":1.0}}""");

        Assert.True(result.HasPassed, string.Join('\n', result.Differences));
    }

    [Fact]
    public async Task EveryDifferenceIsReported()
    {
        var result = await RunAsync("""{"status":"SUCCEEDED","output":{"id":"abc","note":"made by <x>","more":1}}""", "\"ExecutionStarted\"");

        Assert.Equal(
            ["output.id: expected \"abc\", got \"4711\"", "output.more: expected 1, but it is missing", "output.n: not expected, got 1"],
            result.Differences.Take(3));
        Assert.StartsWith("events: at position 1 expected the end, got TaskStateEntered", result.Differences[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongStatusIsReported() => Assert.StartsWith(
        "status: expected FAILED, got SUCCEEDED",
        Assert.Single((await RunAsync("""{"status":"FAILED","error":"E"}""")).Differences),
        StringComparison.Ordinal);

    [Fact]
    public async Task RefusedDefinitionIsADifference()
    {
        var cases = TestCaseFile.Read("""[{"name":"n","definition":{},"input":{},"expect":{"status":"SUCCEEDED"}}]""");

        Assert.Contains("$.StartAt", Assert.Single((await TestCaseRunner.RunAsync(cases[0], CancellationToken.None)).Differences), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"name\":\"no end\"}]")]
    [InlineData("[")]
    [InlineData("""[{"name":"n","expects":{"status":"SUCCEEDED"}}]""")]
    [InlineData("""[{"name":"n","expect":{"status":"SUCCEEDED","outptu":1}}]""")]
    [InlineData("""[{"name":"n","expect":{"status":"SUCCESS"}}]""")]
    [InlineData("""[{"name":"n","expect":{"output":1}}]""")]
    [InlineData("""[{"name":"n","expect":{"status":"FAILED","output":1}}]""")]
    [InlineData("""[{"name":"n","expect":{"status":"FAILED"},"tasks":{"T":[{"outptu":1}]}}]""")]
    [InlineData("""[{"name":"n","expect":{"status":"FAILED"},"tasks":{"T":[{}]}}]""")]
    [InlineData("""[{"name":"n","expect":{"status":"FAILED"},"tasks":{"T":[{"output":1,"error":"E"}]}}]""")]
    public void InvalidCaseFileIsRefused(string json) => Assert.Throws<FormatException>(() => TestCaseFile.Read(json));

    [Theory]
    [InlineData("{\"T2\":[{\"output\":1}]}", "There are responses for 'T2', which is no Task state of the definition; it has 'T'.")]
    [InlineData("{}", "The task 'T' (t) has no response. Add one under the name of its state.")]
    [InlineData("{\"T\":[]}", "The task 'T' (t) has no response. Add one under the name of its state.")]
    public async Task MissingOrMisspeltResponseFailsTheCaseUncaught(string tasks, string difference)
    {
        var cases = TestCaseFile.Read($$"""
            [{"name":"n","input":{},"expect":{"status":"SUCCEEDED"},"tasks":{{tasks}},
              "definition":{"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"C"}],"Branches":[
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true,"Retry":[{"ErrorEquals":["States.ALL"]}],"Catch":[{"ErrorEquals":["States.ALL"],"Next":"D"}]},"D":{"Type":"Pass","End":true} } },
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true} } }]},"C":{"Type":"Pass","End":true} } } }]
            """);

        var result = await TestCaseRunner.RunAsync(cases[0], CancellationToken.None);

        Assert.Equal(difference, Assert.Single(result.Differences));
    }

    [Fact]
    public async Task OutputThatIsNotExpectedIsNotCompared()
    {
        Assert.True((await RunAsync("""{"status":"SUCCEEDED"}""")).HasPassed);
        Assert.StartsWith("output: expected null, got {", Assert.Single((await RunAsync("""{"status":"SUCCEEDED","output":null}""")).Differences), StringComparison.Ordinal);
    }

    private static Task<TestCaseResult> RunAsync(string expect, string events = "")
    {
        var cases = TestCaseFile.Read($$"""
            [{"group":"g","name":"n","input":{},"expect":{{expect}},"events":{{(events.Length == 0 ? "null" : $"[{events}]")}},
              "definition":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true,"Retry":[{"ErrorEquals":["E"]}]} } },
              "tasks":{"T":[{"error":"E","cause":"first"},{"output":{"id":"4711","note":"made by hand","n":1} }]} }]
            """);
        return TestCaseRunner.RunAsync(cases[0], CancellationToken.None);
    }
}
