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
    public void InvalidCaseFileIsRefused(string json) => Assert.Throws<FormatException>(() => TestCaseFile.Read(json));

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
