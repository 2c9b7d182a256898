using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Interpreter;

public sealed class CatchTests
{
    [Theory]
    [InlineData("Custom", "States.ALL", true)]
    [InlineData("Custom", "States.TaskFailed", true)]
    [InlineData("Custom", "Custom", true)]
    [InlineData("Custom", "Other", false)]
    [InlineData("States.Timeout", "States.TaskFailed", false)]
    [InlineData("States.Timeout", "States.Timeout", true)]
    [InlineData("States.Timeout", "States.ALL", true)]
    [InlineData("States.HeartbeatTimeout", "States.HeartbeatTimeout", true)]
    [InlineData("States.HeartbeatTimeout", "States.Timeout", true)]
    [InlineData("States.DataLimitExceeded", "States.ALL", true)]
    [InlineData("States.DataLimitExceeded", "States.TaskFailed", false)]
    [InlineData("States.DataLimitExceeded", "States.DataLimitExceeded", true)]
    [InlineData("States.Runtime", "States.ALL", false)]
    [InlineData("States.Runtime", "States.Runtime", false)]
    [InlineData("States.Permissions", "States.TaskFailed", true)]
    public async Task CatcherMatchesErrorsByName(string error, string name, bool caught)
    {
        var trial = new Trial(Machine($$"""[{"ErrorEquals":["{{name}}"],"Next":"Handle"}]""")).On("T", _ => throw new TaskFailedException(error, "why"));

        var result = await trial.RunAsync();

        Assert.Equal(caught ? ExecutionStatus.Succeeded : ExecutionStatus.Failed, result.Status);
    }

    [Fact]
    public async Task OversizedResultOfATaskIsCaughtByStatesAll()
    {
        var trial = new Trial(Machine("""[{"ErrorEquals":["States.ALL"],"Next":"Handle"}]""")).On("T", _ => new string('x', 300_000));

        Assert.Equal("States.DataLimitExceeded", (string?)(await trial.RunAsync()).Output!["Error"]);
    }

    [Fact]
    public async Task TaskMayFailWithNeitherErrorNorCause()
    {
        var caught = new Trial(Machine("""[{"ErrorEquals":["States.ALL"],"Next":"Handle"}]""")).On("T", _ => throw new TaskFailedException(null, null));
        JsonAssert.Equal("""{"Error":"","Cause":""}""", (await caught.RunAsync()).Output);

        var failed = new Trial(Machine("""[{"ErrorEquals":["E"],"Next":"Handle"}]""")).On("T", _ => throw new TaskFailedException(null, null));
        var result = await failed.RunAsync();

        Assert.Equal((ExecutionStatus.Failed, null, null), (result.Status, result.Error, result.Cause));
        Assert.Equal("{}", failed.History.Single(recorded => recorded.Type == "LambdaFunctionFailed").Details!.ToJsonString());
    }

    [Fact]
    public async Task CaughtErrorIsPlacedInTheRawInputAndSkipsOutputPath()
    {
        var trial = new Trial(Machine("""[{"ErrorEquals":["E"],"ResultPath":"$.problem","Next":"Handle"}]""", "\"OutputPath\":\"$.gone\","))
            .On("T", _ => throw new TaskFailedException("E", "why"));

        JsonAssert.Equal("""{"in":1,"problem":{"Error":"E","Cause":"why"}}""", (await trial.RunAsync("""{"in":1}""")).Output);
    }

    [Fact]
    public async Task FirstCatcherThatNamesTheErrorDecidesAndMayAssign()
    {
        var trial = new Trial("""
            {"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"t","Next":"Wrong","Catch":[
                {"ErrorEquals":["Other"],"Next":"Wrong"},
                {"ErrorEquals":["E"],"Next":"Right","Assign":{"why.$":"$.Cause"}},
                {"ErrorEquals":["States.ALL"],"Next":"Wrong"}]},
              "Wrong":{"Type":"Fail"},
              "Right":{"Type":"Pass","Parameters":{"why.$":"$why"},"End":true}}}
            """).On("T", _ => throw new TaskFailedException("E", "because"));

        JsonAssert.Equal("""{"why":"because"}""", (await trial.RunAsync()).Output);
    }

    [Fact]
    public async Task CatchComesAfterTheLastRetry()
    {
        var trial = new Trial(Machine(
            """[{"ErrorEquals":["States.ALL"],"Next":"Handle"}]""", "\"Retry\":[{\"ErrorEquals\":[\"E\"],\"MaxAttempts\":2}],"))
            .On("T", _ => throw new TaskFailedException("E", null));

        JsonAssert.Equal("""{"Error":"E","Cause":""}""", (await trial.RunAsync()).Output);
        Assert.Equal(3, trial.Calls.Count);
    }

    private static string Machine(string catchers, string more = "") => $$"""
        {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t",{{more}}"End":true,"Catch":{{catchers}}},"Handle":{"Type":"Pass","End":true} } }
        """;
}
