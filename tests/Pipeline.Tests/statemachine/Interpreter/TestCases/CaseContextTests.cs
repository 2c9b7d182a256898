using Pipeline.Interpreter.TestCases;

namespace Pipeline.Tests.Interpreter.TestCases;

public sealed class CaseContextTests
{
    [Fact]
    public async Task CaseSetsWhatTheContextObjectSays()
    {
        var differences = await RunAsync(
            """{"Execution":{"Name":"night","StartTime":"2027-02-03T04:05:06Z","RoleArn":"arn:aws:iam::1:role/r"},"StateMachine":{"Name":"orders"}}""",
            """
            ["night","2027-02-03T04:05:06.000Z","arn:aws:states:us-east-1:111111111111:execution:orders:night","arn:aws:iam::1:role/r","orders"]
            """);

        Assert.Empty(differences);
    }

    [Fact]
    public async Task IdCanBeSetWhole() => Assert.Empty(await RunAsync(
        """{"Execution":{"Id":"arn:aws:states:eu-west-1:1:execution:m:e"}}""",
        """["case","<time>","arn:aws:states:eu-west-1:1:execution:m:e","<role>","case"]"""));

    [Fact]
    public async Task StateSeesTheInputOfItsExecution()
    {
        var cases = TestCaseFile.Read("""
            [{"name":"n","state":"P","context":{"Execution":{"Input":{"order":7}}},"input":{"parcel":1},"expect":{"status":"SUCCEEDED","output":[7,1]},
              "definition":{"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{"a.$":"States.Array($$.Execution.Input.order, $.parcel)"},"OutputPath":"$.a","End":true}}}}]
            """);

        Assert.Empty((await TestCaseRunner.RunAsync(cases[0], CancellationToken.None)).Differences);
    }

    [Theory]
    [InlineData("""{"Executions":{}}""", "'Executions' is unknown")]
    [InlineData("""{"Execution":{"name":"n"}}""", "'name' is unknown; the members are Id, Input, Name, RoleArn, StartTime.")]
    [InlineData("""{"Execution":{"Input":1}}""", "'Input' is for a case of one state")]
    [InlineData("""{"Execution":{"StartTime":"noon"}}""", "'noon' is not a time")]
    [InlineData("""{"Execution":7}""", "context.Execution is not an object.")]
    public async Task WrongContextIsRefused(string context, string message) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<FormatException>(() => RunAsync(context, "[]"))).Message, StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> RunAsync(string context, string output)
    {
        const string Values = "States.Array($$.Execution.Name, $$.Execution.StartTime, $$.Execution.Id, $$.Execution.RoleArn, $$.StateMachine.Name)";
        var cases = TestCaseFile.Read(
            $$"""
            [{"name":"n","context":{{context}},"definition":{"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{"a.$":"{{Values}}" },"OutputPath":"$.a","End":true} } },
              "input":{},"expect":{"status":"SUCCEEDED","output":{{output}} } }]
            """);
        return (await TestCaseRunner.RunAsync(cases[0], CancellationToken.None)).Differences;
    }
}
